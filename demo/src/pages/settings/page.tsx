import { t } from '../../text/index.ts';
import { Page } from '../../ui/page.tsx';
import { Appearance } from './appearance.tsx';
import { Computation } from './computation.tsx';
import { Erase } from './erase.tsx';
import { Gallery } from './gallery.tsx';
import { Liveness } from './liveness.tsx';
import { Recognition } from './recognition.tsx';
import './settings.css';

export default function SettingsPage() {
  const { title, lead } = t().settings;
  return (
    <Page title={title} lead={lead} width="text">
      <Recognition />
      <Liveness />
      <Computation />
      <Gallery />
      <Appearance />
      <Erase />
    </Page>
  );
}
