/** What this browser can do that the app makes use of. */
export interface Capabilities {
  webgpu: 'yes' | 'software' | 'no';
  isIsolated: boolean;
  cores: number;
  hasSimd: boolean;
  /** `null` where the browser does not tell. */
  isPersisted: boolean | null;
  usedBytes: number | null;
  quotaBytes: number | null;
  /** The Content-Security-Policy that the page came with; `null`: none. */
  policy: string | null;
}

/** A module of one function that returns a vector: valid where SIMD is known, as wasm-feature-detect asks. */
const simdModule = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

export async function readCapabilities(): Promise<Capabilities> {
  const [webgpu, estimate, isPersisted, policy] = await Promise.all([
    webGpu(),
    navigator.storage?.estimate().catch(() => null),
    navigator.storage?.persisted().catch(() => null),
    policyOfPage(),
  ]);
  return {
    webgpu,
    isIsolated: crossOriginIsolated,
    cores: navigator.hardwareConcurrency,
    hasSimd: WebAssembly.validate(simdModule),
    isPersisted: isPersisted ?? null,
    usedBytes: estimate?.usage ?? null,
    quotaBytes: estimate?.quota ?? null,
    policy,
  };
}

async function webGpu(): Promise<Capabilities['webgpu']> {
  // TypeScript's DOM library does not know WebGPU yet.
  const { gpu } = navigator as {
    gpu?: { requestAdapter(): Promise<{ info: { isFallbackAdapter?: boolean } } | null> };
  };
  const adapter = await gpu?.requestAdapter().catch(() => null);
  if (!adapter) return 'no';
  return adapter.info.isFallbackAdapter ? 'software' : 'yes';
}

/** As it came with the page: a document cannot read its own headers. Not by HEAD, which the service worker does not answer. */
async function policyOfPage(): Promise<string | null> {
  const response = await fetch(location.pathname).catch(() => null);
  return response?.headers.get('Content-Security-Policy') ?? null;
}
