import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeOnnx } from '../../models/onnx-model.ts';
import { say } from '../../scripts/command.ts';
import { gatePath } from '../contenders.ts';
import type { GatePage, GateTask } from '../page/gate.ts';
import { sceneModel } from '../scene-model.ts';
import { median, type Summary, summary } from '../statistics.ts';
import type { Surroundings } from './part.ts';

const runs = 100;
const warmUpRuns = 30;
const sceneFile = 'scene.onnx';

export interface GateCost {
  ms: Record<GateTask, Summary>;
  /** The whole call over the sum of the medians of its parts, each alone: what sharing and overlapping leave of them. */
  overParts: number;
  overPartsWithScene: number;
}

/** One call of a gate on a JPEG of 640×480 pixels with one face, beside its parts. */
export async function measureGate({ site }: Surroundings): Promise<{ gate: GateCost }> {
  await writeFile(join(site.generatedFolder, sceneFile), writeOnnx(sceneModel()));
  say(`gate: ${runs} runs of a call and of its parts`);
  const page = await site.visit<GatePage>(await site.newPage(), gatePath(`/generated/${sceneFile}`));
  await page.evaluate((gate, count) => gate.times(count), warmUpRuns);
  const times = await page.evaluate((gate, count) => gate.times(count), runs);
  const medianOf = (task: GateTask) => median(times[task]);
  const parts = medianOf('analyze') + medianOf('match');
  const entries = Object.entries(times).map(([task, values]) => [task, summary(values)]);
  return {
    gate: {
      ms: Object.fromEntries(entries) as Record<GateTask, Summary>,
      overParts: medianOf('gate') / parts,
      overPartsWithScene: medianOf('gateWithScene') / (parts + medianOf('objects')),
    },
  };
}
