import { FaceEngine } from 'face-core';
import { ObjectDetector } from 'face-core/objects';
import { createGate, sceneTasks } from 'face-gate';
import { Facebank } from 'facebank';
import { timed, timedInTurn } from '../timed.ts';

/** A gate's call beside what it is made of, each alone. */
export interface GatePage {
  /** The times of `runs` runs of each task in milliseconds, after one that does not count. */
  times(runs: number): Promise<Record<GateTask, number[]>>;
}

export type GateTask =
  /** The whole call, without and with a scene task. */
  | 'gate'
  | 'gateWithScene'
  /** Its parts: the file to its faces with embedding, liveness and quality; the comparison; the objects of a decoded picture. */
  | 'analyze'
  | 'match'
  | 'objects';

Object.assign(globalThis, { bench: open() });

async function open(): Promise<GatePage> {
  const settings = new URLSearchParams(location.search);
  const modelBaseUrl = settings.get('models')!;
  const [file, scene] = await Promise.all([settings.get('frame')!, settings.get('scene')!].map(fetched));
  const [engine, detector, bank] = await Promise.all([
    FaceEngine.create({ modelBaseUrl, device: 'wasm' }),
    ObjectDetector.create({ modelBaseUrl, device: 'wasm', model: new Uint8Array(await scene!.arrayBuffer()) }),
    Facebank.open({ name: 'bench-gate' }),
  ]);
  const gate = createGate({ engine, bank, policy: { liveness: 'report' } });
  const [label, photograph] = ['Ada', file!];
  const { status } = await gate.register(label, [photograph]);
  if (status !== 'approved') throw new Error('The person of the bench could not be registered.');
  const picture = await engine.decode(photograph);
  const probe = await engine.capture(photograph, { liveness: 'report' });
  const task = sceneTasks(detector, { sweeping: [detector.info.classes[0]!] })('sweeping');

  const verify = async (checks: (typeof task)[], expected: string) => {
    const { reasons } = await gate.verify(label, photograph, { checks });
    const said = reasons.map(({ code }) => code).join();
    if (said !== expected) throw new Error(`The gate said "${said}" where "${expected}" was expected.`);
  };
  // Threads still spin when their run is over, beside whatever comes next: the objects are timed apart.
  const first = new Map<'gate' | 'analyze' | 'match', () => unknown>([
    ['gate', () => verify([], '')],
    ['analyze', () => engine.analyze(photograph)],
    ['match', () => bank.verify(label, probe)],
  ]);
  return {
    times: async (runs) => ({
      ...(await timedInTurn(runs, first)),
      gateWithScene: await timed(runs, () => verify([task], 'task-not-shown')),
      objects: await timed(runs, () => detector.detect(picture)),
    }),
  };
}

async function fetched(url: string): Promise<Blob> {
  return (await fetch(url)).blob();
}
