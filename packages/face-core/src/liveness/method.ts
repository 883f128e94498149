import type { RgbaImage, RgbCrop } from '../image/pixels.ts';
import type { Face } from '../types.ts';

/**
 * The methods that judge one face in one frame, a file each: two networks, and signals that measure one thing each. A
 * network's odds are averaged with the other's, a signal's are added: see `fusion.ts`.
 */
export const networks = ['minifasnet', 'deeppixbis'] as const;
export const signals = ['glare', 'texture', 'moire', 'border'] as const;

/**
 * A network that judges one face in one frame.
 *
 * @useDeclaredType
 */
export type LivenessNetwork = (typeof networks)[number];

/**
 * A signal that measures one thing of one face in one frame. It can tell an attack, never a life.
 *
 * @useDeclaredType
 */
export type LivenessSignal = (typeof signals)[number];

/** A method that judges one face in one frame. */
export type LivenessMethod = LivenessNetwork | LivenessSignal;

export function isNetwork(method: LivenessMethod): method is LivenessNetwork {
  return networks.some((network) => network === method);
}

/** One face in one frame, as a method is shown it. */
export interface Presentation {
  frame: RgbaImage;
  face: Face;
  /** A crop of this size to draw into; what it holds is lost with the next method. */
  crop(size: number): RgbCrop;
}

/** The log-odds of a living person; a signal's are between -4 and 0: it can tell an attack, never a life. */
export type Odds = number;

/** Odds, and where on the face they come from: see `LivenessPart.map`. */
export interface MappedOdds {
  odds: Odds;
  map: Float32Array;
}

export type Judge = (presentation: Presentation) => Odds | MappedOdds | Promise<Odds | MappedOdds>;
