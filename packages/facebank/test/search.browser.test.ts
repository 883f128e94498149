import { expect, onTestFinished, test } from 'vitest';
import { cosineSimilarity } from '../src/matching/index.ts';
import { VectorIndex } from '../src/search/vector-index.ts';
import { near, randomVector, seededRandom } from './vectors.ts';

test('in a browser the answer is that of comparing every row', () => {
  const random = seededRandom(1);
  const rows = Array.from({ length: 5000 }, () => randomVector(random, 512));
  const index = new VectorIndex(512, { keepRows: true });
  for (const [i, row] of rows.entries()) index.set(`${i}`, row);

  for (const probe of [near(rows[4321]!, 0.65, random), randomVector(random, 512)]) {
    const ranked = rows.map((row, i) => ({ key: `${i}`, similarity: cosineSimilarity(row, probe) }));
    ranked.sort((a, b) => b.similarity - a.similarity);
    expect(index.search(probe, 5)).toEqual(ranked.slice(0, 5));
  }
});

/** Runs `search-page.ts` under a Content-Security-Policy. */
async function searchUnder(scriptSource: string): Promise<unknown> {
  const frame = document.createElement('iframe');
  onTestFinished(() => frame.remove());
  const policy = `default-src 'none'; script-src ${scriptSource}`;
  const script = new URL('./search-page.ts', import.meta.url).href;
  frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="${policy}"><script type="module" src="${script}"></script>`;
  const answer = new Promise((resolve) => {
    const listen = ({ source, data }: MessageEvent) => {
      if (source === frame.contentWindow) resolve(data);
    };
    addEventListener('message', listen);
    onTestFinished(() => removeEventListener('message', listen));
  });
  document.body.append(frame);
  return answer;
}

test("a strict Content-Security-Policy needs 'wasm-unsafe-eval', and nothing more", async () => {
  const hits = [{ key: 'y', similarity: 1 }];
  expect(await searchUnder("'self' 'wasm-unsafe-eval'")).toEqual({ hits });
  expect(await searchUnder("'self'")).toEqual({ code: 'unsupported' });
});
