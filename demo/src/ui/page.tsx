import type { ComponentChildren } from 'preact';

interface Props {
  title: string;
  /** A sentence under the title. */
  lead?: string | undefined;
  /** `wide` where the content is a picture or a table, not text. */
  width?: 'text' | 'wide';
  children: ComponentChildren;
}

/** A page: its heading, which takes the focus when the page is come to, and its content. */
export function Page({ title, lead, width = 'wide', children }: Props) {
  return (
    <div class={`page page-${width}`}>
      <header class="page-head">
        <h1 tabIndex={-1}>{title}</h1>
        {lead && <p class="lead">{lead}</p>}
      </header>
      {children}
    </div>
  );
}
