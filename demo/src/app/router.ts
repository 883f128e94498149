import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import type { IconName } from '../ui/icon.tsx';

/** Which page is on show, by the address's hash: `#/people`, or `#/enrol/Ada` with an argument. */

interface Route {
  icon: IconName;
  load: () => Promise<{ default: ComponentType }>;
}

/** Each page is code of its own, loaded when it is first come to. The first one is where everybody starts. */
export const routes = {
  'check-in': { icon: 'face', load: () => import('../pages/check-in/page.tsx') },
  enrol: { icon: 'enrol', load: () => import('../pages/enrol/page.tsx') },
  people: { icon: 'people', load: () => import('../pages/people/page.tsx') },
  activity: { icon: 'activity', load: () => import('../pages/activity/page.tsx') },
  lab: { icon: 'lab', load: () => import('../pages/lab/page.tsx') },
  scene: { icon: 'scene', load: () => import('../pages/scene/page.tsx') },
  settings: { icon: 'settings', load: () => import('../pages/settings/page.tsx') },
  about: { icon: 'about', load: () => import('../pages/about/page.tsx') },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;

export interface Place {
  name: RouteName;
  /** What the page is asked to show, such as a person's label; empty where nothing is said. */
  argument: string;
}

export const place = signal(placeOf(location.hash));
addEventListener('hashchange', () => {
  place.value = placeOf(location.hash);
});

/** The address of a page, for a link's `href`. */
export function addressOf(name: RouteName, argument = ''): string {
  return argument === '' ? `#/${name}` : `#/${name}/${encodeURIComponent(argument)}`;
}

function placeOf(hash: string): Place {
  const [, name = '', argument = ''] = /^#\/([^/]*)\/?(.*)$/.exec(hash) ?? [];
  return { name: name in routes ? (name as RouteName) : 'check-in', argument: decoded(argument) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
