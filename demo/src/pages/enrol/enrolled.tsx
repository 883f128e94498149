import type { Enrolment } from 'facebank';
import { useEffect, useRef } from 'preact/hooks';
import { addressOf } from '../../app/router.ts';
import { t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';

export interface Done extends Enrolment {
  label: string;
  /** The name to show. */
  displayName: string;
}

interface Props {
  done: Done;
  /** Wants to enrol somebody else. */
  onNext: () => void;
}

/** Somebody is enrolled: what was stored, and where to go from here. */
export function Enrolled({ done, onNext }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const words = t().enrol.done;
  const others = done.alsoMatches?.map(({ label }) => label) ?? [];
  useEffect(() => heading.current!.focus(), []);
  return (
    <div class="card empty">
      <Icon name="good" />
      <h2 ref={heading} tabIndex={-1}>
        {words.title(done.displayName)}
      </h2>
      <p>{words.added(done.added)}</p>
      {done.skipped.length > 0 && <p>{words.skipped(done.skipped.length)}</p>}
      {others.length > 0 && <Notice>{words.alsoMatches(others)}</Notice>}
      <div class="row enrolled-links">
        <a class="button button-primary" href={addressOf('check-in')}>
          {words.checkIn}
        </a>
        <a class="button button-quiet" href={addressOf('people', done.label)}>
          {words.person}
        </a>
        <Button kind="quiet" onClick={onNext}>
          {words.next}
        </Button>
      </div>
    </div>
  );
}
