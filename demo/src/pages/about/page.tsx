import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { version } from '../../../package.json';
import { t } from '../../text/index.ts';
import { Page } from '../../ui/page.tsx';
import { Browser } from './browser.tsx';
import { type Capabilities, readCapabilities } from './capabilities.ts';
import { Models } from './models.tsx';
import { Privacy } from './privacy.tsx';
import './about.css';

export default function AboutPage() {
  const capabilities = useSignal<Capabilities | null>(null);
  useEffect(() => {
    void readCapabilities().then((read) => {
      capabilities.value = read;
    });
  }, []);
  const words = t().about;
  return (
    <Page title={words.title} lead={words.lead} width="text">
      <Privacy capabilities={capabilities.value} />
      <Browser capabilities={capabilities.value} />
      <Models />
      <p class="hint">{words.version(version)}</p>
    </Page>
  );
}
