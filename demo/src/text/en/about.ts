import type manifest from 'models';

/** What each model, and each runtime, is for. */
const purposes: Record<keyof typeof manifest.models | keyof typeof manifest.runtimes | 'deeppixbis', string> = {
  'blazeface-short-range': 'Finds faces near the camera.',
  'blazeface-full-range': 'Finds faces further away.',
  'arcface-mobilefacenet': 'Turns a face into 512 numbers that tell people apart.',
  minifasnet: 'Tells a living face from a print or a screen.',
  deeppixbis: 'A second opinion on that, patch by patch.',
  'ssrnet-age': 'Guesses an age.',
  'ssrnet-gender': 'Guesses a gender.',
  'landmarks-68': 'Places 68 points on a face.',
  'eye-state': 'Tells whether an eye is open.',
  'onnx-wasm-loader': 'Starts the runtime on the processor.',
  'onnx-wasm': 'Runs models on the processor.',
  'onnx-webgpu-loader': 'Starts the runtime on the graphics processor.',
  'onnx-webgpu': 'Runs models on the graphics processor.',
};

export const about = {
  title: 'About',
  lead: 'Who is before the camera, and are they alive? Answered in this browser and nowhere else.',
  privacy: {
    title: 'What leaves this device',
    nothing: 'Nothing.',
    picture:
      'The camera’s picture is looked at in this page’s memory and then dropped. There is no server that it could go to.',
    kept: 'Of each person the gallery keeps a name, dates and rows of numbers, in this browser’s database, until you remove them.',
    enforced: 'The browser enforces it: the page’s policy forbids a connection to any other server.',
    unenforced: 'This page is served without its policy, as while it is being developed: the browser enforces nothing.',
    limits: 'Whoever controls this device or its browser can change what the page decides.',
  },
  browser: {
    title: 'This browser',
    webgpu: 'Graphics processor (WebGPU)',
    isolation: 'Cross-origin isolation, for threads',
    threads: 'Threads in use',
    threadsOf: (threads: string, cores: string) => `${threads}, of ${cores} cores`,
    simd: 'WebAssembly with SIMD',
    storage: 'Storage used',
    storageOf: (used: string, quota: string) => `${used} of ${quota}`,
    persisted: 'Storage safe from eviction',
    runsOn: 'Models run on',
    yes: 'yes',
    no: 'no',
    software: 'only in software',
    unknown: 'not told',
  },
  models: {
    title: 'Models and runtimes',
    inUse: 'in use',
    notInUse: 'not loaded',
    runtime: 'runtime',
    purposes,
    size: 'Size',
    licence: 'Licence',
    source: 'Source',
    digest: 'SHA-256',
    paper: 'Description',
  },
  version: (version: string) => `Version ${version}`,
};
