import { effect, signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../text/index.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Header } from './header.tsx';
import { place, type RouteName, routes } from './router.ts';

/** The page on show: the last one stays until the next is loaded. */
const shown = signal<{ name: RouteName; Content: ComponentType } | null>(null);

effect(() => {
  const { name } = place.value;
  routes[name].load().then(
    ({ default: Content }) => {
      if (place.peek().name === name) shown.value = { name, Content };
    },
    () => {
      if (place.peek().name === name) shown.value = { name, Content: LoadFailure };
    },
  );
});

export function App() {
  const main = useRef<HTMLElement>(null);
  const page = shown.value;
  const title = page === null ? t().shell.name : `${t().shell.nav[page.name]} · ${t().shell.name}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  useFocusOnArrival(page?.name);
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: it leads somewhere, but the hash is the page's address */}
      <a
        class="skip-link"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t().shell.skip}
      </a>
      <Header />
      <main ref={main} id="main" tabIndex={-1}>
        {page && <page.Content key={page.name} />}
      </main>
    </>
  );
}

/** Moves the focus to the heading of a page that was come to by a link, as a browser does with a document. */
function useFocusOnArrival(name: RouteName | undefined) {
  const last = useRef(name);
  useEffect(() => {
    if (last.current !== undefined && last.current !== name) {
      scrollTo(0, 0);
      document.querySelector<HTMLElement>('main h1')?.focus();
    }
    last.current = name;
  }, [name]);
}

function LoadFailure() {
  return (
    <EmptyState icon="bad" title={t().shell.pageFailed}>
      <Button onClick={() => location.reload()}>{t().shell.reload}</Button>
    </EmptyState>
  );
}
