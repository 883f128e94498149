import { t } from '../text/index.ts';
import { Icon } from '../ui/icon.tsx';
import { EngineStatus } from './engine-status.tsx';
import { addressOf, place, type RouteName, routes } from './router.ts';
import { UpdatePrompt } from './update-prompt.tsx';

const main = ['check-in', 'enrol', 'people', 'activity', 'lab'] as const satisfies readonly RouteName[];
const aside = ['settings', 'about'] as const satisfies readonly RouteName[];

/** The app's name and the ways to its pages: at the top, and on a phone within reach of the thumb. */
export function Header() {
  return (
    <header class="header">
      <div class="bar">
        <a class="brand" href={addressOf('check-in')}>
          <Icon name="face" />
          <span>{t().shell.name}</span>
        </a>
        <nav aria-label={t().shell.pages}>
          <ul class="tabs">
            {main.map((name) => (
              <li key={name}>
                <PageLink name={name} />
              </li>
            ))}
          </ul>
          <ul class="tools">
            {aside.map((name) => (
              <li key={name}>
                <PageLink name={name} />
              </li>
            ))}
          </ul>
        </nav>
      </div>
      <EngineStatus />
      <UpdatePrompt />
    </header>
  );
}

function PageLink({ name }: { name: RouteName }) {
  return (
    <a class="page-link" href={addressOf(name)} aria-current={place.value.name === name ? 'page' : undefined}>
      <Icon name={routes[name].icon} />
      <span>{t().shell.nav[name]}</span>
    </a>
  );
}
