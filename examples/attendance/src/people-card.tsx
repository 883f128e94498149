import type { Person } from 'facebank';
import { type FormEvent, useState } from 'react';

interface Props {
  people: Person[];
  /** Were they added? */
  onAdd: (name: string) => Promise<boolean>;
  onRemove: (name: string) => void;
}

/** Who is known here. Whoever stands alone before the camera can be added, if they agree. */
export function PeopleCard({ people, onAdd, onRemove }: Props) {
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const form = event.currentTarget;
    setBusy(true);
    if (await onAdd(new FormData(form).get('name') as string)) form.reset();
    setBusy(false);
  };
  return (
    <section aria-labelledby="people">
      <h2 id="people">People</h2>
      <ul>
        {people.map(({ label }) => (
          <li key={label}>
            {label}
            <button type="button" className="quiet" aria-label={`Remove ${label}`} onClick={() => onRemove(label)}>
              Remove
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={submit} aria-busy={isBusy}>
        <label>
          Name
          <input name="name" required maxLength={200} />
        </label>
        <label className="check">
          <input name="consent" type="checkbox" required />
          <span>
            The person before the camera agrees that this browser keeps their name, 512 numbers that describe their
            face, and when they arrive, encrypted, until they are removed.
          </span>
        </label>
        <button type="submit">Add</button>
      </form>
    </section>
  );
}
