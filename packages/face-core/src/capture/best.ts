import type { Shot } from './shot.ts';

/**
 * A shot of this quality is good enough: nine in ten of such shots, spoilt in all the ways of docs/decisions.md, "Quality", kept
 * an embedding of a similarity of 0.90 or more to that of the unspoilt face.
 */
export const sufficientQuality = 90;

/**
 * The best of several shots of one person: of those with a template the one of highest quality, else the refused one of
 * highest quality. Takes no more of them than it needs.
 *
 * Several tries at a good picture must not become several tries at passing for live, or at hiding a second face. So liveness
 * never chooses between shots, and a shot of several people, or one that has nothing wrong but not to be live, ends
 * the search and is its result. A shot that is poor as well says nothing of life, for or against, and is passed over.
 *
 * @param shots at least one
 */
export async function bestOf(shots: AsyncIterable<Shot>): Promise<Shot> {
  let best: Shot | null = null;
  for await (const shot of shots) {
    if (isSufficient(shot) || isSuspicious(shot)) return shot;
    if (best === null || isBetter(shot, best)) best = shot;
  }
  if (best === null) throw new RangeError('there is no shot');
  return best;
}

function isSufficient({ template }: Shot): boolean {
  return template !== null && template.quality >= sufficientQuality;
}

function isSuspicious({ faults: [gravest, ...others] }: Shot): boolean {
  return gravest?.code === 'multiple-faces' || (gravest?.code === 'not-live' && others.length === 0);
}

function isBetter(shot: Shot, than: Shot): boolean {
  if ((shot.template === null) !== (than.template === null)) return shot.template !== null;
  return qualityOf(shot) > qualityOf(than);
}

/** Less than any face's where there is none. */
function qualityOf({ face }: Shot): number {
  return face?.quality?.score ?? -1;
}
