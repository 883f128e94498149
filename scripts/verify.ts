import { parseArgs } from 'node:util';
import { CommandError } from './browser-pipeline.ts';
import { runCommand, say, withPipeline } from './command.ts';

/** `npm run verify -- --enroll A.jpg [--enroll B.jpg …] --probe C.jpg`: is the person of the probe the enrolled one? */

await runCommand(async (alsoWriteTo) => {
  const { values } = parseArgs({
    options: {
      enroll: { type: 'string', multiple: true },
      probe: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const { enroll, probe, json } = values;
  alsoWriteTo(json);
  if (enroll === undefined || probe === undefined) {
    throw new CommandError('bad-arguments', 'Usage: npm run verify -- --enroll A.jpg [--enroll B.jpg …] --probe C.jpg');
  }
  return withPipeline(async ({ call, urlOf }) => {
    // The question is about identity alone, so that nothing but the lack of one face is held against a photograph.
    const capture = (path: string) => {
      say(`Reading ${path}`);
      return call('capture', urlOf(path), {
        liveness: 'report',
        minimumFaceSize: 0,
        minimumImageSize: 0,
        minimumQuality: 0,
      });
    };
    const enrolled: string[] = [];
    for (const path of enroll) enrolled.push((await capture(path)).digest);
    const { digest, liveness, quality } = await capture(probe);
    await call('enroll', 'the enrolled person', enrolled);
    const { match, similarity, threshold } = await call('verify', 'the enrolled person', digest);
    return { match, similarity, threshold, live: liveness!.live, livenessScore: liveness!.score, quality };
  });
});
