import fc from 'fast-check';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { encodeData } from '../src/codec.ts';
import { equalBytes } from '../src/exchange/bytes.ts';
import { encodeHeader, type Header } from '../src/exchange/header.ts';
import {
  describeGallery,
  type ExportedEvent,
  type ExportedPerson,
  type FileProgress,
  type GalleryRecord,
  readGallery,
  writeGallery,
} from '../src/exchange/index.ts';
import type { Person } from '../src/records.ts';
import {
  bytesOf,
  contentOf,
  countsOf,
  exportedEvent,
  exportedPerson,
  forged,
  joined,
  PASSPHRASE,
  readAll,
  sampleRecords,
  splitFile,
  written,
} from './gallery-files.ts';
import { MODEL, normalize } from './synthetic.ts';

// Thousands of cases, on machines that do other things as well.
vi.setConfig({ testTimeout: 60_000 });

const withCode = (code: string) => expect.objectContaining({ name: 'FacebankError', code });
const withFault = (fault: unknown) =>
  expect.objectContaining({ name: 'FacebankError', code: 'bad-file', details: expect.objectContaining({ fault }) });

describe('a file', () => {
  test.each([
    ['plain', null],
    ['encrypted', PASSPHRASE],
  ])('that is %s reads back to what was written, after a description', async (_, passphrase) => {
    const before = Date.now();
    const file = await written(sampleRecords(), passphrase);
    const about = {
      version: 1,
      createdAt: expect.any(Number),
      people: 3,
      templates: 6,
      events: 3,
      encrypted: passphrase !== null,
    };
    const described = await describeGallery(file);
    expect(described).toEqual(about);
    expect(described.createdAt).toBeGreaterThanOrEqual(before);
    const reading = await readGallery(file, { passphrase });
    expect(reading.about).toEqual(described);
    expect(await readAll(file, passphrase)).toEqual(sampleRecords());
  });

  test('of an empty gallery is one too', async () => {
    const file = await written([]);
    expect(await describeGallery(file)).toMatchObject({ people: 0, templates: 0, events: 0 });
    expect(await readAll(file)).toEqual([]);
  });

  test('of whatever records there may be reads back to them', async () => {
    await fc.assert(
      fc.asyncProperty(records(), async (all) => {
        expect(await readAll(await written(all))).toEqual(all);
      }),
      { numRuns: 200 },
    );
  });

  test('of many or of large records has many frames', async () => {
    const small = Array.from({ length: 1000 }, (_, i) => exportedEvent({ at: i }));
    const few = splitFile(await bytesOf(await written(small)));
    expect(few.frames).toHaveLength(4);

    const picture = { digest: 'x', type: 'image/png', bytes: new Uint8Array(700_000).fill(7), addedAt: 0 };
    const large = Array.from({ length: 5 }, (_, i) => ({ ...exportedPerson(`p${i}`, 1), crops: [picture] }));
    const file = await written(large);
    expect(splitFile(await bytesOf(file)).frames).toHaveLength(3);
    const read = (await readAll(file)) as ExportedPerson[];
    expect(read.map(({ person }) => person.label)).toEqual(large.map(({ person }) => person.label));
    for (const { crops } of read) expect(equalBytes(crops![0]!.bytes, picture.bytes)).toBe(true);
  });

  test('of the densest records that may be written can be read', async () => {
    const crop = { digest: 'x', type: 'image/jpeg', bytes: Uint8Array.of(1), addedAt: 0 };
    const crops = Array.from({ length: 1000 }, () => crop);
    const dense = Array.from({ length: 45 }, (_, i) => ({ ...exportedPerson(`p${i}`, 1), crops }));
    const file = await written(dense);
    expect(splitFile(await bytesOf(file)).frames.length).toBeGreaterThan(1);
    expect(await readAll(file)).toEqual(dense);
  });

  test('keeps fields that it knows and no others', async () => {
    const person = exportedPerson('ada', 1);
    const more = { ...person, rank: 1, person: { ...person.person, role: 'admin' } };
    expect(await readAll(await written([more]))).toEqual([person]);
  });

  test('writes halves of surrogate pairs as the replacement character', async () => {
    const file = await written([exportedPerson('ada', 1, { notes: 'a\ud800b' })]);
    expect(await readAll(file)).toEqual([exportedPerson('ada', 1, { notes: 'a\ufffdb' })]);
  });

  test('is read a frame at a time', async () => {
    const file = await written(Array.from({ length: 3000 }, (_, i) => exportedPerson(`p${i}`, 1)));
    const slice = vi.spyOn(file, 'slice');
    await readAll(file);
    const lengths = slice.mock.calls.map(([start, end]) => end! - start!);
    expect(Math.max(...lengths)).toBeLessThan(file.size / 5);
  });
});

describe('encryption', () => {
  test('leaves nothing of the contents to be seen', async () => {
    const secrets = ['ada', 'left-handed', MODEL, 'webcam', 'similarity'];
    const plain = latin1(await bytesOf(await written(sampleRecords())));
    const encrypted = latin1(await bytesOf(await written(sampleRecords(), PASSPHRASE)));
    for (const secret of secrets) {
      expect(plain).toContain(secret);
      expect(encrypted).not.toContain(secret);
    }
  });

  test('takes a new salt for every file and a new nonce for every frame', async () => {
    const many = Array.from({ length: 1000 }, (_, i) => exportedEvent({ at: i }));
    const files = await Promise.all([written(many, PASSPHRASE), written(many, PASSPHRASE)]);
    const parts = (await Promise.all(files.map(bytesOf))).map(splitFile);
    const nonces = parts.flatMap(({ frames }) => frames.map((frame) => String(frame.subarray(5, 17))));
    expect(new Set(nonces).size).toBe(8);
    const checks = parts.map(({ header }) => String(header.subarray(-64)));
    expect(new Set(checks).size).toBe(2);
  });

  test('opens with the passphrase however it is composed, and with no other', async () => {
    const file = await written(sampleRecords(), PASSPHRASE);
    expect(await readAll(file, PASSPHRASE.normalize('NFD'))).toHaveLength(6);
    await expect(readGallery(file, { passphrase: `${PASSPHRASE} ` })).rejects.toThrow(withCode('wrong-passphrase'));
    await expect(readGallery(file, { passphrase: null })).rejects.toThrow(withCode('bad-options'));
    await expect(readGallery(file, { passphrase: '' })).rejects.toThrow(withCode('bad-options'));
  });

  test('is never silently left out', async () => {
    const plain = await written(sampleRecords());
    await expect(readGallery(plain, { passphrase: PASSPHRASE })).rejects.toThrow(withCode('bad-options'));
    const content = contentOf(sampleRecords());
    for (const passphrase of ['', undefined, 7]) {
      const writing = writeGallery(content, { passphrase: passphrase as string });
      await expect(writing).rejects.toThrow(withCode('bad-options'));
    }
  });

  test('needs a secure context, as checksums do', async () => {
    const file = await written(sampleRecords());
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    onTestFinished(() => void vi.unstubAllGlobals());
    await expect(describeGallery(file)).rejects.toThrow(withCode('unsupported'));
    await expect(written(sampleRecords())).rejects.toThrow(withCode('unsupported'));
    await expect(written(sampleRecords(), PASSPHRASE)).rejects.toThrow(withCode('unsupported'));
  });
});

describe('refused as a whole:', () => {
  test.each([
    ['nothing', new Blob([])],
    ['text', new Blob(['label,e0,e1\r\nada,0.6,0.8\r\n'])],
    ['a JPEG', new Blob([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, ...new Uint8Array(100))])],
  ])('%s is no gallery', async (_, file) => {
    await expect(describeGallery(file)).rejects.toThrow(withFault('not-a-gallery'));
    await expect(readGallery(file, { passphrase: null })).rejects.toThrow(withFault('not-a-gallery'));
  });

  test('a newer version', async () => {
    const bytes = await bytesOf(await written(sampleRecords()));
    bytes[9] = 2;
    await expect(describeGallery(new Blob([bytes]))).rejects.toThrow(withFault('newer-version'));
  });

  test('a file that was cut, wherever', async () => {
    const file = await written([exportedPerson('a', 1)]);
    for (let end = 8; end < file.size; end++) {
      await expect(readAll(file.slice(0, end))).rejects.toThrow(withFault('cut-short'));
    }
  });

  test('a file that something was added to', async () => {
    const file = new Blob([await written(sampleRecords()), 'x']);
    await expect(readAll(file)).rejects.toThrow(withFault('damaged'));
  });

  test('a file with any byte changed', async () => {
    const bytes = await bytesOf(await written([exportedPerson('a', 1)]));
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at]! ^= 0x10;
      await expect(readAll(new Blob([changed]))).rejects.toThrow(withCode('bad-file'));
    }
  });

  test.each([599_999, 6_000_001, 2 ** 53 - 1, 0])('%d rounds of key derivation', async (iterations) => {
    const encryption = { iterations, salt: new Uint8Array(16), keyCheck: new Uint8Array(32) };
    const { bytes } = await encodeHeader({ createdAt: 0, counts: countsOf([]), encryption });
    const derive = vi.spyOn(crypto.subtle, 'deriveBits');
    onTestFinished(() => derive.mockRestore());
    await expect(readGallery(new Blob([bytes]), { passphrase: PASSPHRASE })).rejects.toThrow(
      withFault('key-derivation'),
    );
    expect(derive).not.toHaveBeenCalled();
  });

  test.each<[string, object]>([
    ['no time', { createdAt: Number.NaN }],
    ['no counts', { counts: null }],
    ['a count below zero', { counts: { people: -1, templates: 0, events: 0 } }],
    ['a count that is no whole number', { counts: { people: 0, templates: 0.5, events: 0 } }],
    ['a salt that is too short', { encryption: { salt: new Uint8Array(15) } }],
    ['a salt of another kind', { encryption: { salt: 'x'.repeat(16) } }],
    ['no check of the key', { encryption: { keyCheck: null } }],
    ['another cipher', { encryption: { cipher: 'none' } }],
    ['another derivation', { encryption: { kdf: 'MD5' } }],
    ['rounds in words', { encryption: { iterations: '600000' } }],
    ['half a round', { encryption: { iterations: 600_000.5 } }],
    ['no number of rounds', { encryption: { iterations: Number.NaN } }],
    ['an encryption that is empty', { encryption: '' }],
    ['an encryption that is none', { encryption: true }],
  ])('a header with %s', async (_, change: { encryption?: unknown }) => {
    const encryption = { iterations: 600_000, salt: new Uint8Array(16), keyCheck: new Uint8Array(32) };
    const good = { createdAt: 0, counts: countsOf([]), encryption };
    const bad = { ...good, ...change };
    if (typeof change.encryption === 'object') bad.encryption = { ...encryption, ...change.encryption };
    expect((await describeGallery(new Blob([(await encodeHeader(good)).bytes]))).encrypted).toBe(true);
    const file = new Blob([(await encodeHeader(bad as Header)).bytes]);
    await expect(describeGallery(file)).rejects.toThrow(withFault('damaged'));
  });
});

describe.each([
  ['plain', null],
  ['encrypted', PASSPHRASE],
])('the frames of a file that is %s cannot be', (_, passphrase) => {
  const events = Array.from({ length: 700 }, (_, i) => exportedEvent({ at: i }));
  let ours: { header: Uint8Array; frames: Uint8Array[] };
  let others: Uint8Array[];

  beforeAll(async () => {
    ours = splitFile(await bytesOf(await written(events, passphrase)));
    others = splitFile(await bytesOf(await written([...events].reverse(), passphrase))).frames;
  });

  test('read, unless they are as they were written', async () => {
    expect(ours.frames.map((frame) => frame[4])).toEqual([0, 0, 1]);
    expect(await readAll(joined(ours.header, ours.frames), passphrase)).toEqual(events);
  });

  test.each<[string, (frames: Uint8Array[], others: Uint8Array[]) => Uint8Array[]]>([
    ['dropped at the beginning', ([, b, c]) => [b!, c!]],
    ['dropped in the middle', ([a, , c]) => [a!, c!]],
    ['dropped at the end', ([a, b]) => [a!, b!]],
    ['dropped altogether', () => []],
    ['swapped', ([a, b, c]) => [b!, a!, c!]],
    ['doubled', ([a, b, c]) => [a!, a!, b!, c!]],
    ['taken from another file', ([a, , c], [, other]) => [a!, other!, c!]],
    ['all taken from another file', (_, others) => others],
    ['declared the last', ([a, b]) => [a!, relabelled(b!, 1)]],
    ['declared not to be the last', ([a, b, c]) => [a!, b!, relabelled(c!, 0)]],
    ['flagged otherwise', ([a, b, c]) => [relabelled(a!, 2), b!, c!]],
    ['said to be huge', ([a, b, c]) => [a!, resized(b!, 2 ** 32 - 1), c!]],
    ['said to be empty', ([a, b, c]) => [a!, resized(b!, 0), c!]],
  ])('%s', async (_, change) => {
    const changed = joined(ours.header, change(ours.frames, others));
    // Not by its contents or counts: by the frames themselves.
    const fault = expect.stringMatching(/^(damaged|cut-short)$/);
    await expect(readAll(changed, passphrase)).rejects.toThrow(withFault(fault));
  });
});

describe('records of a forged file', () => {
  const person = (change: Partial<Record<keyof Person, unknown>>) => {
    const good = exportedPerson('ada', 2);
    return { ...good, person: { ...good.person, ...change } };
  };
  const template = (change: object) => {
    const good = exportedPerson('ada', 2);
    return { ...good, templates: [good.templates[0]!, { ...good.templates[1]!, ...change }] };
  };
  const crops = (crops: unknown) => ({ ...exportedPerson('ada', 2), crops });
  const crop = { digest: 'ada-0', type: 'image/jpeg', bytes: Uint8Array.of(1), addedAt: 0 };
  const event = (change: object) => exportedEvent(change);
  const kept = exportedPerson('ada', 1).templates[0]!;

  test('are read where they are good', async () => {
    const good = [person({}), template({}), crops([crop]), event({})];
    for (const record of good) {
      const counts = countsOf([record as GalleryRecord]);
      expect(await readAll(await forged(counts, [encodeData([record])]))).toEqual([record]);
    }
  });

  test.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'ada'],
    ['a list', [exportedPerson('ada', 2)]],
    ['bytes', new Uint8Array(10)],
    ['of an unknown type', { type: 'admin' }],
    ['of no type', {}],
    ['a person without a person', { type: 'person', templates: [] }],
    ['a label that is not trimmed', person({ label: ' ada' })],
    ['a label that is not in NFC', person({ label: 'Zoe\u0308' })],
    ['a label with a control character', person({ label: 'a\nb' })],
    ['a label too long', person({ label: 'x'.repeat(201) })],
    ['no label', person({ label: undefined })],
    ['a display name that is none', person({ displayName: 7 })],
    ['a display name too long', person({ displayName: 'x'.repeat(1001) })],
    ['notes too long', person({ notes: 'x'.repeat(100_001) })],
    ['no notes', person({ notes: null })],
    ['a consent at no time', person({ consentAt: Number.NaN })],
    ['a consent in words', person({ consentAt: 'yes' })],
    ['a creation beyond all dates', person({ createdAt: 8.64e15 + 1024 })],
    ['an update in words', person({ updatedAt: 'today' })],
    ['too many templates claimed', person({ templates: 3 })],
    ['too few templates claimed', person({ templates: 1 })],
    ['templates claimed in words', person({ templates: '2' })],
    ['another model', person({ modelId: 'other@1' })],
    ['no templates', { ...person({ templates: 0 }), templates: [] }],
    ['templates that are no list', { ...person({}), templates: { length: 2 } }],
    ['too many templates', exportedPerson('ada', 1001)],
    ['a template that is none', { ...person({}), templates: [null, null] }],
    ['a template of another model', template({ modelId: 'other@1' })],
    ['a template of another length', template({ embedding: Float32Array.of(0.6, 0.8) })],
    ['an embedding not normalised', template({ embedding: new Float32Array(8).fill(1) })],
    ['an embedding with NaN', template({ embedding: new Float32Array(8).fill(Number.NaN) })],
    ['an embedding of bytes', template({ embedding: new Uint8Array(8) })],
    ['a quality of 101', template({ quality: 101 })],
    ['a liveness in words', template({ liveness: 'live' })],
    ['a digest too long', template({ digest: 'x'.repeat(1001) })],
    ['a template captured at no time', template({ capturedAt: Number.POSITIVE_INFINITY })],
    ['a template captured beyond all dates', template({ capturedAt: 1e300 })],
    ['a source that is none', template({ source: 7 })],
    ['a template added at no time', template({ addedAt: null })],
    ['crops that are no list', crops('none')],
    ['an empty crop', crops([{ ...crop, bytes: new Uint8Array() }])],
    ['a crop too large', crops([{ ...crop, bytes: new Uint8Array(2 ** 20 + 1) }])],
    ['a crop that is no bytes', crops([{ ...crop, bytes: 'JPEG' }])],
    ['a crop of no image type', crops([{ ...crop, type: 'text/html' }])],
    ['a crop without a digest', crops([{ ...crop, digest: undefined }])],
    ['a crop at no time', crops([{ ...crop, addedAt: Number.NaN }])],
    ['too many crops', crops(Array.from({ length: 1001 }, () => crop))],
    ['an event without an event', { type: 'event' }],
    ['an unknown kind', event({ kind: 'hacked' })],
    ['a kind that every object has', event({ kind: 'toString' })],
    ['an event of a label not in its form', event({ label: ' ada' })],
    ['an event at no time', event({ at: Number.NaN })],
    ['a reason that is none', event({ reason: 7 })],
    ['no details', event({ details: null })],
    ['details in a list', event({ details: ['a'] })],
    ['details in bytes', event({ details: new Uint8Array(100) })],
    ['a detail too long', event({ details: { a: 'x'.repeat(10_001) } })],
    ['a detail that is a list', event({ details: { a: [] } })],
    ['the name of a detail too long', event({ details: { ['x'.repeat(1001)]: 1 } })],
    ['too many details', event({ details: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`d${i}`, i])) })],
    ['a detail named __proto__', event({ details: JSON.parse('{"__proto__": 1}') })],
    ['a detail named by half a surrogate pair', event({ details: { 'a\ud800': 1 } })],
  ])('are refused: %s', async (_, record) => {
    const [kind, templates] = [Object(record).type, Object(record).templates?.length ?? 0];
    const counts = kind === 'person' ? { people: 1, templates, events: 0 } : { people: 0, templates: 0, events: 1 };
    const file = await forged(counts, [encodeData([record])]);
    await expect(readAll(file)).rejects.toThrow(withCode('bad-file'));
    // And a writer does not write what no reader takes.
    await expect(writeGallery({ counts, records: [record as GalleryRecord] }, { passphrase: null })).rejects.toThrow(
      withCode('bad-options'),
    );
  });

  test.each<[string, GalleryRecord[]]>([
    ['two people of one label', [exportedPerson('ada', 1), exportedPerson('ada', 2)]],
    [
      'two lengths of embeddings of one model',
      [
        exportedPerson('ada', 1),
        { ...exportedPerson('bob', 1), templates: [{ ...kept, embedding: Float32Array.of(0.6, 0.8) }] },
      ],
    ],
  ])('are refused together: %s', async (_, all) => {
    const file = await forged(countsOf(all), [encodeData(all)]);
    await expect(readAll(file)).rejects.toThrow(withFault('content'));
    await expect(written(all)).rejects.toThrow(withCode('bad-options'));
  });

  test.each([
    ['people', 1],
    ['people', -1],
    ['templates', 1],
    ['templates', -1],
    ['events', 1],
    ['events', -1],
  ] as const)('are refused where there are more or fewer than announced: %s %d', async (what, change) => {
    const all = sampleRecords();
    const counts = { ...countsOf(all), [what]: countsOf(all)[what] + change };
    await expect(readAll(await forged(counts, [encodeData(all)]))).rejects.toThrow(withFault('content'));
    await expect(writeGallery({ counts, records: all }, { passphrase: null })).rejects.toThrow(withCode('bad-options'));
  });

  test('are refused as soon as there are too many', async () => {
    const all = sampleRecords();
    const file = await forged({ people: 1, templates: 2, events: 0 }, [encodeData(all)]);
    const { records } = await readGallery(file, { passphrase: null });
    expect((await records.next()).value).toEqual(all[0]);
    await expect(records.next()).rejects.toThrow(withFault('content'));
    expect(await records.next()).toEqual({ done: true, value: undefined });
  });

  test('are refused where one is larger than any that is written', async () => {
    const picture = { digest: 'x', type: 'image/png', bytes: new Uint8Array(2 ** 20), addedAt: 0 };
    const huge = { ...exportedPerson('ada', 1), crops: Array.from({ length: 20 }, () => picture) };
    await expect(written([huge])).rejects.toThrow(withCode('bad-options'));
    await expect(readAll(await forged(countsOf([huge]), [encodeData([huge])]))).rejects.toThrow(withFault('damaged'));
  });

  test('never name anybody in an error', async () => {
    const bad = exportedPerson('Secret Name', 1, { templates: 2, displayName: 'Secret Name', notes: 'Secret Name' });
    const error = await readAll(await forged(countsOf([bad]), [encodeData([bad])])).catch((thrown) => thrown);
    expect(`${error} ${error.cause} ${JSON.stringify(error.details)}`).not.toContain('Secret');
  });

  test.each<[string, number[]]>([
    ['is no MessagePack', [0xc1]],
    ['is no list', [0x80]],
    ['is empty', []],
    ['goes on after the list', [0x90, 0x90]],
    ['claims more records than there are', [0xdd, 0xff, 0xff, 0xff, 0xff]],
    ['claims a longer list within the list', [0x91, 0xdd, 0x01, 0xff, 0xff, 0xff]],
    ['claims a longer text', [0x91, 0xdb, 0xff, 0xff, 0xff, 0xff]],
    ['has an extension of nobody', [0x91, 0xc7, 0x00, 0x63]],
    ['has a Float32Array of three bytes', [0x91, 0xc7, 0x03, 0x01, 0, 0, 0]],
  ])('are refused where the frame %s', async (_, frame) => {
    const file = await forged({ people: 1, templates: 1, events: 0 }, [Uint8Array.from(frame)]);
    await expect(readAll(file)).rejects.toThrow(withCode('bad-file'));
  });
});

describe('an abort', () => {
  test.each([
    ['plain', null],
    ['encrypted', PASSPHRASE],
  ])('ends writing a file that is %s wherever it is, and the source with it', async (_, passphrase) => {
    const all = sampleRecords();
    for (const at of [0, 1, all.length]) {
      const controller = new AbortController();
      const reason = new Error('enough');
      let closed = false;
      const source = async function* () {
        try {
          for (const [i, record] of all.entries()) {
            if (i === at) controller.abort(reason);
            yield record;
          }
          if (at === all.length) controller.abort(reason);
        } finally {
          closed = true;
        }
      };
      const content = { counts: countsOf(all), records: source() };
      await expect(writeGallery(content, { passphrase, signal: controller.signal })).rejects.toBe(reason);
      expect(closed).toBe(true);
    }
  });

  test('ends reading at any record', async () => {
    const all = sampleRecords();
    const file = await written(all);
    for (let at = 0; at < all.length; at++) {
      const controller = new AbortController();
      const { records } = await readGallery(file, { passphrase: null, signal: controller.signal });
      for (let i = 0; i < at; i++) expect((await records.next()).done).toBe(false);
      controller.abort();
      await expect(records.next()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    }
  });

  test('after the last record still keeps the reading from ending well', async () => {
    const controller = new AbortController();
    const all = sampleRecords();
    const { records } = await readGallery(await written(all), { passphrase: null, signal: controller.signal });
    for (const record of all) expect((await records.next()).value).toEqual(record);
    controller.abort();
    await expect(records.next()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });

  test('ends both before they begin, and during the derivation of the key', async () => {
    const file = await written(sampleRecords(), PASSPHRASE);
    const content = contentOf(sampleRecords());
    const aborted = { status: 'rejected', reason: expect.objectContaining({ name: 'AbortError' }) };
    for (const later of [false, true]) {
      const controller = new AbortController();
      const options = { passphrase: PASSPHRASE, signal: controller.signal };
      if (!later) controller.abort();
      const both = Promise.allSettled([writeGallery(content, options), readGallery(file, options)]);
      controller.abort();
      expect(await both).toEqual([aborted, aborted]);
    }
  });
});

test('progress is told in bytes and ends at the length of the file', async () => {
  const all = Array.from({ length: 1000 }, (_, i) => exportedPerson(`p${i}`, 1));
  const writing: FileProgress[] = [];
  const file = await writeGallery(contentOf(all), {
    passphrase: null,
    onProgress: (progress) => writing.push(progress),
  });
  const reading: FileProgress[] = [];
  const { records } = await readGallery(file, { passphrase: null, onProgress: (progress) => reading.push(progress) });
  for await (const _ of records);
  for (const steps of [writing, reading]) {
    expect(steps).toHaveLength(4);
    expect(steps.at(-1)).toEqual({ done: file.size, total: file.size });
    expect(steps.map(({ done }) => done)).toEqual(steps.map(({ done }) => done).sort((a, b) => a - b));
    for (const { done, total } of steps) expect(done).toBeLessThanOrEqual(total);
  }
  // Every record is like the others here, so the estimate is near from the first.
  for (const { total } of writing) expect(Math.abs(total / file.size - 1)).toBeLessThan(0.02);
});

/** One character a byte, so that bytes can be searched for text. */
function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

function relabelled(frame: Uint8Array, flag: number): Uint8Array {
  return frame.with(4, flag);
}

function resized(frame: Uint8Array, length: number): Uint8Array {
  const changed = frame.slice();
  new DataView(changed.buffer).setUint32(0, length);
  return changed;
}

/** Galleries of all shapes: labels, texts and figures as they come, embeddings of two models. */
function records(): fc.Arbitrary<GalleryRecord[]> {
  const people = fc.uniqueArray(person(), { selector: ({ person }) => person.label, maxLength: 5 });
  return fc
    .tuple(people, fc.array(event(), { maxLength: 5 }), fc.infiniteStream(fc.nat()))
    .map(([people, events, order]) => {
      const keyed = [...people, ...events].map((record) => ({ record, key: order.next().value as number }));
      return keyed.sort((a, b) => a.key - b.key).map(({ record }) => record);
    });
}

const text = (maxLength = 30) => fc.string({ unit: 'binary', maxLength });
const word = () => text().filter((word) => word !== '');
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
// MessagePack has no whole number below zero that is zero.
const number = (range: fc.DoubleConstraints = {}) => fc.double(range).map((value) => value + 0);
const time = () => fc.oneof(fc.nat(), number({ min: -8.64e15, max: 8.64e15, noNaN: true }));
const label = () =>
  fc
    .string({ unit: 'grapheme', maxLength: 20 })
    .map((label) => label.trim().normalize('NFC'))
    .filter((label) => label !== '');

function person(): fc.Arbitrary<ExportedPerson> {
  const crop = fc.record({
    digest: word(),
    type: fc.constantFrom('image/jpeg', 'image/svg+xml'),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 50 }),
    addedAt: time(),
  });
  return fc
    .record({
      about: fc.record({
        label: label(),
        displayName: text(),
        notes: text(500),
        consentAt: orNull(time()),
        createdAt: time(),
        updatedAt: time(),
      }),
      model: fc.constantFrom({ modelId: 'four@1', length: 4 }, { modelId: 'eight@2', length: 8 }),
      shots: fc.array(shot(), { minLength: 1, maxLength: 4 }),
      crops: fc.option(fc.array(crop, { maxLength: 3 }), { nil: undefined }),
    })
    .map(({ about, model: { modelId, length }, shots, crops }) => ({
      type: 'person',
      person: { ...about, modelId, templates: shots.length },
      templates: shots.map(({ numbers, ...rest }) => ({
        ...rest,
        modelId,
        embedding: normalize(Float32Array.from(numbers.slice(0, length))),
      })),
      ...(crops && { crops }),
    }));
}

function shot() {
  const component = fc.double({ min: -1, max: 1, noNaN: true });
  return fc.record({
    numbers: fc.array(component, { minLength: 8, maxLength: 8 }).filter(([first]) => Math.abs(first!) > 0.01),
    digest: word(),
    quality: number({ min: 0, max: 100, noNaN: true }),
    liveness: orNull(fc.record({ score: number({ noNaN: true, noDefaultInfinity: true }), live: fc.boolean() })),
    capturedAt: time(),
    source: orNull(text()),
    addedAt: time(),
  });
}

function event(): fc.Arbitrary<ExportedEvent> {
  const detail = fc.oneof(text(), number(), fc.boolean(), fc.constant(null));
  const name = text().filter((name) => name !== '__proto__');
  const fields = fc.record({
    at: fc.nat(),
    kind: fc.constantFrom('enrolled', 'verified', 'rejected', 'spoof-suspected', 'noted'),
    label: orNull(label()),
    reason: orNull(text()),
    details: fc.dictionary(name, detail, { noNullPrototype: true, maxKeys: 5 }),
  });
  return fields.map((event) => ({ type: 'event', event }));
}
