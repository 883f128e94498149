import { t } from '../../text/index.ts';
import { Page } from '../../ui/page.tsx';

export default function () {
  return <Page title={t().enrol.title}>This page is being built.</Page>;
}
