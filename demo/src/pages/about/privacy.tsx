import { t } from '../../text/index.ts';
import { Card } from '../../ui/card.tsx';
import type { Capabilities } from './capabilities.ts';

/** What leaves the device, and who sees to that. */
export function Privacy({ capabilities }: { capabilities: Capabilities | null }) {
  const words = t().about.privacy;
  const policy = capabilities?.policy ?? null;
  return (
    <Card title={words.title}>
      <p class="nothing">{words.nothing}</p>
      <p>{words.picture}</p>
      <p>{words.kept}</p>
      {capabilities && <p>{policy === null ? words.unenforced : words.enforced}</p>}
      {policy && <code class="code">{policy}</code>}
      <p class="hint">{words.limits}</p>
    </Card>
  );
}
