import { useEffect, useRef } from 'preact/hooks';
import { place } from '../../app/router.ts';
import { PeoplePage } from './list.tsx';
import { PersonPage } from './person.tsx';
import './people.css';

/** Everybody, or at `#/people/Ada` the one person. */
export default function () {
  const { name, argument } = place.value;
  // While the next page is loaded this one is still there, and the argument is not its own.
  const own = useRef(argument);
  if (name === 'people') own.current = argument;
  const label = own.current;
  const last = useRef(label);
  useEffect(() => {
    if (last.current === label) return;
    last.current = label;
    scrollTo(0, 0);
    document.querySelector<HTMLElement>('main h1')?.focus();
  }, [label]);
  return label === '' ? <PeoplePage /> : <PersonPage key={label} label={label} />;
}
