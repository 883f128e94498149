/** Outlines on a grid of 24 by 24. */
const paths = {
  face: 'M4 9V6a2 2 0 0 1 2-2h3M15 4h3a2 2 0 0 1 2 2v3M20 15v3a2 2 0 0 1-2 2h-3M9 20H6a2 2 0 0 1-2-2v-3M9 10v1M15 10v1M9 15c1.7 1.4 4.3 1.4 6 0',
  enrol: 'M10 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3.5 20c.4-3.6 3-6 6.5-6 1.5 0 2.9.4 4 1.2M18 14v6M15 17h6',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.4-3.6 3-6 6.5-6s6.1 2.4 6.5 6M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.5c2 .8 3.3 2.8 3.5 5.5',
  activity: 'M8 6h13M8 12h13M8 18h13M3.5 6h.01M3.5 12h.01M3.5 18h.01',
  lab: 'M9.5 3h5M10.5 3v6L5 18.5A1.7 1.7 0 0 0 6.5 21h11a1.7 1.7 0 0 0 1.5-2.5L13.5 9V3M8 14h8',
  scene: 'M4 5h16v14H4zM8 9h4v6H8zM15 12h2v3h-2z',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4',
  about: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8h.01',
  camera:
    'M4 7h3l1.5-2h7L17 7h3a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1zM12 16a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z',
  'camera-off':
    'M3 3l18 18M9.5 5h6L17 7h3a1 1 0 0 1 1 1v9M17 19H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1h2M9 10.7a3.5 3.5 0 0 0 4.8 4.8',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  good: 'M5 12.5l4.5 4.5L19 7.5',
  bad: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  upload: 'M12 16V5M7.5 9.5L12 5l4.5 4.5M4.5 19h15',
  download: 'M12 5v11M7.5 11.5L12 16l4.5-4.5M4.5 19h15',
  back: 'M19 12H5M11 6l-6 6 6 6',
  next: 'M9 5l7 7-7 7',
} as const;

export type IconName = keyof typeof paths;

/** A sign beside words that say the same; no screen reader reads it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
