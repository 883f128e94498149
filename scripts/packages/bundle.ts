import { build, type InputOptions, type OutputOptions } from 'rolldown';

/** A file of a package. */
export interface Script {
  /** Its path in `dist`. */
  file: string;
  code: string;
  /** The paths of the modules that it is made from. */
  modules: readonly string[];
}

/** What a bundle is of; whatever an entry imports and is not external becomes part of it. */
interface Bundle {
  /** The output's name → its source. */
  entries: Record<string, string>;
  external?: string[];
  platform?: 'browser' | 'node';
  plugins?: InputOptions['plugins'];
  /** An expression for a name that the source declares and leaves to the build. */
  define?: Record<string, string>;
  /** For what is served as it is, and goes through nobody else's bundler. */
  minify?: boolean;
  banner?: string;
}

/** Bundles into memory: the oldest browsers that are supported are those of 2023. */
export async function bundle(options: Bundle): Promise<Script[]> {
  const { entries, external = [], platform = 'browser', plugins = [], define = {}, minify = false, banner } = options;
  const output: OutputOptions = {
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    minify,
    comments: { legal: true, annotation: true, jsdoc: false },
    // What has one entry is to be one file.
    codeSplitting: Object.keys(entries).length > 1,
    ...(banner && { banner }),
  };
  const { output: files } = await build({
    input: entries,
    external,
    platform,
    plugins,
    // The runtimes' WASM is served beside the models: without the condition ONNX Runtime would bring a loader that looks for it here.
    resolve: { conditionNames: ['onnxruntime-web-use-extern-wasm', 'import', 'default'] },
    transform: { target: 'es2023', define },
    write: false,
    logLevel: 'warn',
    output,
  });
  const chunks = files.filter((file) => file.type === 'chunk');
  if (chunks.length !== files.length) throw new Error('a bundle has something beside scripts in it');
  return chunks.map(({ fileName, code, moduleIds }) => ({ file: fileName, code, modules: moduleIds }));
}
