import { thresholdFor } from 'facebank/matching';
import { type BrowserPipeline, CommandError } from '../browser-pipeline.ts';
import { say } from '../command.ts';
import { acquireAll, failuresToAcquire } from './acquire.ts';
import { peopleIn } from './images.ts';

/** Identifies every probe of a folder in a gallery of another. */
export function evaluateIdentification(pipeline: BrowserPipeline, galleryFolder: string, probesFolder: string) {
  return identifyAll(pipeline, peopleIn(galleryFolder), peopleIn(probesFolder));
}

/**
 * Enrols every person of the gallery in a real Facebank, then identifies every probe in it: an open set, where a probe whose
 * person is not in the gallery is a stranger.
 *
 * @param gallery a person's label → their images
 * @param probesByPerson the same, of the images to identify
 */
export async function identifyAll(
  pipeline: BrowserPipeline,
  gallery: ReadonlyMap<string, readonly string[]>,
  probesByPerson: ReadonlyMap<string, readonly string[]>,
) {
  const probes = [...probesByPerson].flatMap(([person, paths]) => paths.map((path) => ({ person, path })));
  const acquired = await acquireAll(pipeline, [
    ...new Set([...[...gallery.values()].flat(), ...probes.map(({ path }) => path)]),
  ]);

  for (const [person, paths] of gallery) {
    // One at a time: a shot that the gallery refuses must not cost the person their other shots.
    for (const path of paths) {
      const template = acquired.get(path);
      if (!template) continue;
      try {
        await pipeline.call('enroll', person, [template.digest]);
      } catch (error) {
        if (!(error instanceof CommandError) || error.code !== 'different-people') throw error;
        say(`Not enrolled: ${path} (${error.message})`);
      }
    }
  }

  const counts = { strangers: 0, falselyIdentified: 0, mated: 0, missed: 0, first: 0 };
  for (const { person, path } of probes) {
    const template = acquired.get(path);
    const answer = template ? await pipeline.call('identify', template.digest) : null;
    if (!gallery.has(person)) {
      counts.strangers++;
      if (answer?.match) counts.falselyIdentified++;
    } else {
      counts.mated++;
      if (answer?.match?.label !== person) counts.missed++;
      if (answer?.candidates[0]?.label === person) counts.first++;
    }
  }
  const rate = (count: number, total: number) => (total === 0 ? null : count / total);
  return {
    probes: probes.length,
    strangers: counts.strangers,
    failuresToAcquire: failuresToAcquire(acquired),
    fpir: rate(counts.falselyIdentified, counts.strangers),
    fnir: rate(counts.missed, counts.mated),
    rank1: rate(counts.first, counts.mated),
    threshold: thresholdFor((await pipeline.call('info')).models.embedding),
  };
}
