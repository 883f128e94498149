import { FaceEngine } from 'face-core';
import { present } from './contender.ts';

/** Our engine as an app calls it: snapshot, transfer, detection, embedding, liveness and quality. */
present(async (settings) => {
  const engine = await FaceEngine.create({ modelBaseUrl: settings.get('models')!, device: 'wasm' });
  return {
    threads: engine.info.threads,
    async analyze(frame) {
      const faces = await engine.analyze(frame);
      if (!faces.every(({ embedding, liveness, quality }) => embedding && liveness && quality)) {
        throw new Error('Our engine did not do all that is compared.');
      }
      return faces.length;
    },
  };
});
