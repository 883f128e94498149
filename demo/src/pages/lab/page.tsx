import type { ComponentType } from 'preact';
import { useRef } from 'preact/hooks';
import { addressOf, place } from '../../app/router.ts';
import { t } from '../../text/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { Compare } from './compare.tsx';
import { Group } from './group.tsx';
import { Rates } from './rates.tsx';
import { Speed } from './speed.tsx';
import './lab.css';

const benches = { compare: Compare, group: Group, rates: Rates, speed: Speed } satisfies Record<string, ComponentType>;
type Bench = keyof typeof benches;

/** What the packages can tell, to be looked at: one bench at a time, by the address's argument. */
export default function LabPage() {
  const words = t().lab;
  const { name, argument } = place.value;
  const last = useRef<Bench>('compare');
  // While another page is on its way, its address says nothing about this one.
  if (name === 'lab') last.current = Object.hasOwn(benches, argument) ? (argument as Bench) : 'compare';
  const bench = last.current;
  const Content = benches[bench];
  return (
    <Page title={words.title} lead={words.lead}>
      <nav class="benches" aria-label={words.benches}>
        {(Object.keys(benches) as Bench[]).map((name) => (
          <a key={name} href={addressOf('lab', name)} aria-current={name === bench ? 'page' : undefined}>
            {words[name].title}
          </a>
        ))}
        <a href={addressOf('scene')}>
          <Icon name="scene" />
          {t().scene.title}
        </a>
      </nav>
      <Content key={bench} />
    </Page>
  );
}
