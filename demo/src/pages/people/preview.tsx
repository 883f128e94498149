import type { ImportSummary } from 'facebank';
import { formatNumber } from '../../text/format.ts';
import { t } from '../../text/index.ts';

/** How many names of a kind are written out. */
const namesShown = 8;

/** What an import would change. */
export function Preview({ summary }: { summary: ImportSummary }) {
  const words = t().people.file;
  const { added, changed, unchanged, refused, removed, events } = summary;
  const { changes } = words;
  const refusals = refused.map(({ label, reason }) => `${label}: ${words.refusals[reason]}`);
  const isNothing = added.length + changed.length + refused.length + removed + events === 0;
  return (
    <>
      {isNothing && <p>{words.nothing}</p>}
      <dl class="preview">
        <Names title={changes.added} names={added} />
        <Names title={changes.changed} names={changed} />
        <Names title={changes.unchanged} names={unchanged} />
        <Names title={changes.refused} names={refusals} isBad />
        <Count title={changes.removed} count={removed} isBad />
        <Count title={changes.events} count={events} />
      </dl>
    </>
  );
}

interface CountProps {
  title: string;
  count: number;
  isBad?: boolean;
}

function Count({ title, count, isBad = false }: CountProps) {
  if (count === 0) return null;
  return (
    <div>
      <dt class={isBad ? 'bad' : undefined}>
        {title} <strong>{formatNumber(count)}</strong>
      </dt>
    </div>
  );
}

function Names({ title, names, isBad = false }: { title: string; names: readonly string[]; isBad?: boolean }) {
  if (names.length === 0) return null;
  const left = names.length - namesShown;
  return (
    <div>
      <dt class={isBad ? 'bad' : undefined}>
        {title} <strong>{formatNumber(names.length)}</strong>
      </dt>
      {names.slice(0, namesShown).map((name) => (
        <dd key={name}>{name}</dd>
      ))}
      {left > 0 && <dd class="hint">{t().people.file.more(formatNumber(left))}</dd>}
    </div>
  );
}
