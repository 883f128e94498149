import type { Site } from '../site.ts';

/** What every part of the bench is given. */
export interface Surroundings {
  site: Site;
  /** The number of threads that `human` is fastest with; measured when first asked for. */
  humanThreads(): Promise<number>;
}
