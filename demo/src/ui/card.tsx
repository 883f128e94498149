import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Props {
  title: string;
  hint?: string | undefined;
  children: ComponentChildren;
}

/** A titled section of a page. */
export function Card({ title, hint, children }: Props) {
  const id = useId();
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {hint && <p class="hint card-hint">{hint}</p>}
      {children}
    </section>
  );
}
