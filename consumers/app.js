import { FaceEngine } from 'face-core';
import { createGate } from 'face-gate';
import { Facebank } from 'facebank';

/** The app that every folder here builds in its own way: the README's code, with photographs in place of a camera. */

const engine = await FaceEngine.create({ modelBaseUrl: '/models/' });
const bank = await Facebank.open();

await bank.enroll('Ada', [await engine.capture(await photograph('ada'))]);

const probe = await engine.capture(await photograph('ada-again'));
const { match, similarity, threshold } = await bank.verify('Ada', probe);

const gate = createGate({ engine, bank });
const stranger = await gate.verify('Ada', await photograph('stranger'));

// Among so many people facebank searches in a worker of its own, where the bundler has brought that along.
const crowd = await Facebank.open({ name: 'crowd' });
await crowd.importCsv(strangers(1_001), { modelId: engine.info.models.embedding });
await crowd.enroll('Ada', [await engine.capture(await photograph('ada'))]);
const found = await crowd.identify(probe);

show({
  match,
  isSimilar: similarity >= threshold,
  stranger: stranger.reasons?.map(({ code }) => code),
  found: found.match?.label,
});

async function photograph(name) {
  return (await fetch(`/photographs/${name}.jpg`)).blob();
}

/** A row for each: a name, and an embedding that is nobody's. */
function strangers(count) {
  const row = (_, i) => [`Stranger ${i}`, ...Array.from({ length: 512 }, () => (Math.random() - 0.5).toFixed(3))];
  return Array.from({ length: count }, row).join('\n');
}

function show(result) {
  const output = document.createElement('output');
  output.textContent = JSON.stringify(result);
  document.body.append(output);
}
