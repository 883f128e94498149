// Evaluated in the page and its workers before anything else: every runtime looks at the buffer of its memory.
(() => {
  const { prototype } = WebAssembly.Memory;
  const { get } = Object.getOwnPropertyDescriptor(prototype, 'buffer');
  const memories = new Set();
  Object.defineProperty(prototype, 'buffer', {
    get() {
      memories.add(this);
      return get.call(this);
    },
  });
  globalThis.wasmBytes = () => Array.from(memories).reduce((sum, memory) => sum + get.call(memory).byteLength, 0);
})();
