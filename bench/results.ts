import type { Comparison } from './comparison.ts';
import type { Machine } from './machine.ts';
import type { DeepPixBisCost } from './parts/deeppixbis.ts';
import type { GalleryCosts } from './parts/gallery.ts';
import type { GateCost } from './parts/gate.ts';
import type { Growth } from './parts/growth.ts';
import type { MainThread } from './parts/main-thread.ts';
import type { MemoryResult } from './parts/memory.ts';
import type { SearchCosts } from './parts/search.ts';
import type { Start } from './parts/start.ts';
import type { Visit } from './parts/visit.ts';

/** What a whole run of the bench gives, and its JSON. */
export interface Results extends Comparison {
  machine: Machine;
  start: { ours: Start; human: Start };
  visit: Visit;
  memory: MemoryResult;
  growth: Growth;
  mainThread: MainThread;
  deeppixbis: DeepPixBisCost;
  search: SearchCosts;
  gallery: GalleryCosts;
  gate: GateCost;
}
