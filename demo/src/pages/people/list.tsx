import { signal, useSignal } from '@preact/signals';
import type { Person } from 'facebank';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { GalleryGate } from '../../app/gallery-gate.tsx';
import { addressOf } from '../../app/router.ts';
import { bank, people } from '../../services/bank.ts';
import { formatDate, formatNumber, formatTime } from '../../text/format.ts';
import { language, t } from '../../text/index.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { ExportDialog } from './export.tsx';
import { lastSeen } from './gallery.ts';
import { ImportDialog } from './import.tsx';
import { type Order, orders, sortPeople, wordsOf } from './search.ts';

/** What was done on a page that is no more, such as that of a person who was removed. */
export const done = signal('');

/** How many are drawn at first, and with each further step. */
const stepSize = 100;

/** Everybody who is enrolled. */
export function PeoplePage() {
  const words = t().people;
  const all = people.value;
  const isOpen = bank.value !== null;
  const templates = all.reduce((sum, person) => sum + person.templates, 0);
  const dialog = useSignal<DialogName | null>(null);
  const show = (which: DialogName) => {
    done.value = '';
    dialog.value = which;
  };
  const end = (said?: string) => {
    dialog.value = null;
    if (said !== undefined) done.value = said;
  };
  useEffect(
    () => () => {
      done.value = '';
    },
    [],
  );
  useFocusAfter(dialog.value !== null, all.length === 0);
  return (
    <Page title={words.title} lead={isOpen && all.length > 0 ? words.counts(all.length, templates) : undefined}>
      <GalleryGate>
        <Notice tone="good">{done.value}</Notice>
        <Unreadable />
        {all.length > 0 ? (
          <>
            <Tools names={['import', 'export']} onOpen={show} />
            <PeopleList all={all} />
          </>
        ) : (
          <EmptyState icon="people" title={words.none.title}>
            <p>{words.none.advice}</p>
            <Tools names={['import']} onOpen={show} />
          </EmptyState>
        )}
        <ImportDialog isOpen={dialog.value === 'import'} onEnd={end} />
        <ExportDialog isOpen={dialog.value === 'export'} onEnd={end} />
      </GalleryGate>
    </Page>
  );
}

type DialogName = 'import' | 'export';

/** A dialog gives the focus back to what opened it; after the first import that is no longer there. */
function useFocusAfter(isOpen: boolean, isEmpty: boolean) {
  const wasOpen = useRef(false);
  useEffect(() => {
    if (isOpen) wasOpen.current = true;
    else if (wasOpen.current && document.activeElement === document.body) {
      document.querySelector<HTMLElement>('main h1')?.focus();
    }
  }, [isOpen, isEmpty]);
}

function Tools({ names, onOpen }: { names: readonly DialogName[]; onOpen: (name: DialogName) => void }) {
  const words = t().people;
  return (
    <div class="row">
      <a class="button button-primary" href={addressOf('enrol')}>
        <Icon name="enrol" />
        {words.enrol}
      </a>
      {names.map((name) => (
        <Button key={name} kind="quiet" icon={name === 'import' ? 'upload' : 'download'} onClick={() => onOpen(name)}>
          {words[name]}
        </Button>
      ))}
    </div>
  );
}

/** Whoever is there and cannot be read is not in the list. */
function Unreadable() {
  const count = useSignal(0);
  const readable = people.value.length;
  const current = bank.value;
  useEffect(() => {
    current?.stats().then(
      ({ people: all }) => {
        count.value = Math.max(0, all - readable);
      },
      // The service says what is wrong with the gallery.
      () => {},
    );
  }, [current, readable]);
  return <Notice tone="bad">{count.value > 0 && t().people.unreadable(count.value)}</Notice>;
}

function PeopleList({ all }: { all: readonly Person[] }) {
  const words = t().people.list;
  const text = useSignal('');
  const order = useSignal<Order>('name');
  const shown = useSignal(stepSize);
  const seen = useSignal<ReadonlyMap<string, number>>(new Map());
  const current = bank.value;
  useEffect(() => {
    let isOver = false;
    const show = (read: ReadonlyMap<string, number>) => {
      if (!isOver) seen.value = read;
    };
    if (current !== null) lastSeen(current, all).then(show, () => {});
    return () => {
      isOver = true;
    };
  }, [current, all]);

  const wanted = wordsOf(text.value);
  const found = useMemo(
    () => sortPeople(all, wanted, order.value, seen.value, language.value),
    [all, text.value, order.value, seen.value, language.value],
  );
  return (
    <>
      <search class="people-search">
        <TextField
          label={words.search}
          type="search"
          value={text.value}
          onInput={(typed) => {
            text.value = typed;
            shown.value = stepSize;
          }}
        />
        <Select
          label={words.sort}
          value={order.value}
          options={orders.map((value) => ({ value, label: words.sorts[value] }))}
          onChange={(value) => {
            order.value = value;
          }}
        />
      </search>
      <p class="hint people-status" role="status">
        {wanted.length > 0 &&
          (found.length > 0 ? words.found(formatNumber(found.length), all.length) : words.nobody(text.value))}
      </p>
      {found.length > 0 && (
        <ul class="people">
          {found.slice(0, shown.value).map((person) => (
            <PersonRow key={person.label} person={person} seenAt={seen.value.get(person.label)} />
          ))}
        </ul>
      )}
      {found.length > shown.value && (
        <div class="row">
          <Button
            kind="quiet"
            onClick={() => {
              shown.value += stepSize;
            }}
          >
            {words.more(formatNumber(found.length - shown.value))}
          </Button>
        </div>
      )}
    </>
  );
}

function PersonRow({ person, seenAt }: { person: Person; seenAt: number | undefined }) {
  const words = t().people.list;
  const { label, displayName, templates, createdAt } = person;
  return (
    <li>
      <a href={addressOf('people', label)}>
        <span class="initials" aria-hidden="true">
          {initialsOf(displayName)}
        </span>
        <span class="person-name">
          <span>{displayName}</span>
          {displayName !== label && <span class="hint">{label}</span>}
        </span>
        <span class="person-facts hint">
          <span>{words.templates(templates)}</span>
          <span>{words.enrolled(formatDate(createdAt))}</span>
          <span>{seenAt === undefined ? words.neverSeen : words.seen(formatTime(seenAt))}</span>
        </span>
        <Icon name="next" />
      </a>
    </li>
  );
}

/** The first letters of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const ends = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return ends.map((word) => [...word][0]!.toLocaleUpperCase()).join('');
}
