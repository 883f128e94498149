/** The page's elements, by id and type. */
export function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`#${id} is missing from the page`);
  return found;
}

/** Shows what a check came to, and has a screen reader say what is new of it. `figures` are pairs of a name and a value. */
export function showResult(
  tone: 'good' | 'bad' | 'neutral',
  verdict: string,
  reason = '',
  figures: [name: string, value: string][] = [],
): void {
  element('result', HTMLElement).dataset['tone'] = tone;
  say(element('verdict', HTMLHeadingElement), verdict);
  say(element('reason', HTMLParagraphElement), reason);
  element('figures', HTMLDListElement).replaceChildren(
    ...figures.map(([name, value]) => {
      const group = document.createElement('div');
      const term = document.createElement('dt');
      const description = document.createElement('dd');
      term.textContent = name;
      description.textContent = value;
      group.append(term, description);
      return group;
    }),
  );
}

/** Writing the same text again would be announced again. */
export function say(live: HTMLElement, text: string): void {
  if (live.textContent !== text) live.textContent = text;
}
