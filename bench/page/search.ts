import { centroid, shot } from '../people.ts';
import { type Gallery, type GalleryName, galleries } from './galleries.ts';

/** One gallery, of the kind that the page's URL names. */
export interface SearchPage {
  /** Adds so many people. The time is that of adding alone, in milliseconds, without that of making them up. */
  build(people: number): Promise<number>;
  /** Identifies a shot of each of these people, who may be strangers. */
  identify(people: readonly number[]): Identified[];
}

/** Whom the gallery names for a probe (`Gallery.identify`), and how long it takes, in milliseconds. */
export interface Identified {
  ms: number;
  named: number[];
}

/** People who are made up, and then added, at a time. */
const batch = 1000;

const name = new URLSearchParams(location.search).get('gallery') as GalleryName;
let gallery: Gallery;

const bench: SearchPage = {
  async build(people) {
    gallery = await galleries[name](people);
    let ms = 0;
    for (let first = 0; first < people; first += batch) {
      const added = Array.from({ length: Math.min(batch, people - first) }, (_, i) => centroid(first + i));
      const start = performance.now();
      gallery.add(added);
      ms += performance.now() - start;
    }
    return ms;
  },
  identify(people) {
    return people.map(shot).map((probe) => {
      const start = performance.now();
      const named = gallery.identify(probe);
      return { ms: performance.now() - start, named };
    });
  },
};

Object.assign(globalThis, { bench });
