import { VectorIndex } from '../../packages/facebank/src/search/vector-index.ts';
import { dimension } from '../people.ts';

/** The ways to search a gallery that are compared. People are numbered from 0, in the order in which they are added. */
export interface Gallery {
  add(people: readonly Float32Array[]): void;
  /** The number of the person who is most similar to the probe; or of several, of whom that person is one. */
  identify(probe: Float32Array): number[];
}

/** How many candidates those are asked for that report more than one: `Facebank.identify`'s default. */
const k = 5;

/** Opens each for so many people. */
export const galleries = {
  ours,
  /** Without the rows' floats: what a large gallery keeps in memory. The candidates are still to be read and compared. */
  oursWithoutFloats,
  loop,
  human,
  hnsw,
  readOurBytes: (people: number) => reading('sumOfBytes', people, bytesOfOurRow),
  readFloats: (people: number) => reading('sumOfFloats', people, bytesOfFloats),
} satisfies Record<string, (people: number) => Gallery | Promise<Gallery>>;

export type GalleryName = keyof typeof galleries;

function ours(): Gallery {
  const index = new VectorIndex(dimension, { keepRows: true });
  return {
    add: addTo(index),
    identify: (probe) => [Number(index.search(probe, k)[0]!.key)],
  };
}

function oursWithoutFloats(): Gallery {
  const index = new VectorIndex(dimension, { keepRows: false });
  return {
    add: addTo(index),
    identify: (probe) => index.candidates(probe, k).map(({ key }) => Number(key)),
  };
}

function addTo(index: VectorIndex) {
  return (people: readonly Float32Array[]) => {
    for (const person of people) index.set(`${index.size}`, person);
  };
}

/** A plain loop over one array, in double precision: what every other answer is compared with. */
function loop(people: number): Gallery {
  const rows = new Float32Array(people * dimension);
  let count = 0;
  return {
    add(added) {
      for (const person of added) rows.set(person, count++ * dimension);
    },
    identify(probe) {
      let [best, most] = [-1, -Infinity];
      for (let row = 0; row < count; row++) {
        let dot = 0;
        for (let i = 0, at = row * dimension; i < dimension; i++, at++) dot += rows[at]! * probe[i]!;
        if (dot > most) [best, most] = [row, dot];
      }
      return [best];
    },
  };
}

/** What the bench uses of `@vladmandic/human`, as published. */
interface Human {
  match: { find(descriptor: number[], descriptors: number[][]): { index: number } };
}

async function human(): Promise<Gallery> {
  const { match }: Human = await import(/* @vite-ignore */ peer('human/dist/human.esm.js'));
  const descriptors: number[][] = [];
  return {
    add(people) {
      for (const person of people) descriptors.push(Array.from(person));
    },
    identify: (probe) => [match.find(Array.from(probe), descriptors).index],
  };
}

/** What the bench uses of `hnswlib-wasm`, as published. */
interface Hnswlib {
  loadHnswlib(): Promise<{
    HierarchicalNSW: new (space: 'ip', dimension: number, autoSaveFilename: string) => HierarchicalNsw;
  }>;
}

interface HierarchicalNsw {
  initIndex(maxElements: number, m: number, efConstruction: number, randomSeed: number): void;
  setEfSearch(ef: number): void;
  addItems(items: readonly Float32Array[], replaceDeleted: boolean): number[];
  searchKnn(probe: Float32Array, neighbours: number, filter: undefined): { neighbors: number[] };
}

/** An approximate index of hierarchical graphs, with the settings that its own package recommends for embeddings. */
async function hnsw(people: number): Promise<Gallery> {
  const { loadHnswlib }: Hnswlib = await import(/* @vite-ignore */ peer('hnswlib-wasm/dist/hnswlib.js'));
  const { HierarchicalNSW } = await loadHnswlib();
  const index = new HierarchicalNSW('ip', dimension, '');
  index.initIndex(people, 32, 128, 100);
  index.setEfSearch(128);
  return {
    add: (added) => index.addItems(added, false),
    identify: (probe) => index.searchKnn(probe, k, undefined).neighbors.slice(0, 1),
  };
}

/** A byte a number, a scale and a radius. */
const bytesOfOurRow = dimension + 8;
const bytesOfFloats = dimension * 4;

/** No search at all: reads as many bytes for each person, and adds them up. */
async function reading(sum: 'sumOfBytes' | 'sumOfFloats', people: number, bytesOfRow: number): Promise<Gallery> {
  const end = Math.ceil((people * bytesOfRow) / 64) * 64;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(end / 2 ** 16) });
  const { instance } = await WebAssembly.instantiateStreaming(fetch('/generated/sum.wasm'), { bench: { memory } });
  const sums = instance.exports as Record<typeof sum, (end: number) => number>;
  const bytes = new Uint8Array(memory.buffer);
  let at = 0;
  return {
    add(added) {
      for (const { buffer } of added) {
        bytes.set(new Uint8Array(buffer, 0, bytesOfRow), at);
        at += bytesOfRow;
      }
    },
    identify() {
      sums[sum](end);
      return [];
    },
  };
}

function peer(path: string): string {
  return new URL(`/peers/${path}`, location.href).href;
}
