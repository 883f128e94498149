import { present } from './contender.ts';

/** What the bench uses of `@vladmandic/human`, which is loaded as it is published. */
interface Human {
  tf: {
    env(): { set(flag: 'WASM_HAS_MULTITHREAD_SUPPORT', value: boolean): void };
    setThreadsCount(threads: number): void;
    getThreadsCount(): number;
    GraphModel: { prototype: { execute(...args: unknown[]): unknown } };
  };
  load(): Promise<void>;
  detect(frame: ImageBitmap): Promise<{ face: HumanFace[]; error: string | null }>;
}

interface HumanFace {
  mesh: unknown[];
  embedding?: number[];
  real?: number;
  live?: number;
}

/** The five models that are compared: detector, mesh, description, antispoof and liveness. */
const modelsPerFace = 5;

present(async (settings) => {
  // 0: its build without threads, which need not be slower than one thread of the other.
  const threads = Number(settings.get('threads'));
  const { Human } = await import(/* @vite-ignore */ new URL('/peers/human/dist/human.esm.js', location.href).href);
  const human: Human = new Human(configuration);
  const executions = countExecutions(human);
  if (threads === 0) human.tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  else human.tf.setThreadsCount(threads);
  await human.load();
  const running = human.tf.getThreadsCount();
  if (threads > 0 && running !== threads) throw new Error(`human runs on ${running} threads, not on ${threads}.`);
  return {
    threads,
    async analyze(frame) {
      const before = executions();
      const { face, error } = await human.detect(frame);
      if (error !== null) throw new Error(`human: ${error}`);
      const [first] = face;
      const complete =
        first?.embedding && first.mesh.length > 0 && first.real !== undefined && first.live !== undefined;
      if (!complete || executions() - before !== modelsPerFace) {
        throw new Error(`human ran ${executions() - before} models and did not do all that is compared.`);
      }
      return face.length;
    },
  };
});

const off = { enabled: false };
/** Nothing may be skipped because a frame is like the one before. */
const always = { enabled: true, skipFrames: 0, skipTime: 0 };
const configuration = {
  backend: 'wasm',
  wasmPath: '/peers/tfjs-wasm/',
  modelBasePath: '/peers/human/models/',
  cacheSensitivity: 0,
  filter: off,
  face: {
    enabled: true,
    detector: { skipFrames: 0, skipTime: 0 },
    mesh: { enabled: true },
    description: always,
    antispoof: always,
    liveness: always,
    iris: off,
    emotion: off,
    attention: off,
  },
  body: off,
  hand: off,
  object: off,
  gesture: off,
  segmentation: off,
};

/** Counts the runs of models, so that no result comes out of a cache unnoticed. */
function countExecutions({ tf }: Human): () => number {
  const { prototype } = tf.GraphModel;
  const { execute } = prototype;
  let count = 0;
  prototype.execute = function (...args) {
    count++;
    return execute.apply(this, args);
  };
  return () => count;
}
