import { FaceEngine } from 'face-core';
import { Facebank, type FaceTemplate } from 'facebank';
import { syntheticPerson } from '../../packages/facebank/test/synthetic.ts';

/** What tests do in the demo's page beside its own doing: on the same gallery, as another tab would. */
const pageTools = {
  Facebank,
  syntheticPerson,
  /** A gallery of people by JPEGs of each alone, all in base64. */
  async galleryOf(people: readonly (readonly [label: string, photographs: string[]])[]): Promise<string> {
    const engine = await FaceEngine.create({ modelBaseUrl: '/models/' });
    const bank = await Facebank.open({ name: 'made for a test' });
    for (const [label, photographs] of people) {
      const templates: FaceTemplate[] = [];
      for (const photograph of photographs) {
        templates.push(await engine.capture(new Blob([bytesOf(photograph)]), { liveness: 'skip' }));
      }
      await bank.enroll(label, templates, { consentAt: Date.now() });
    }
    engine.close();
    const { file } = await bank.export({ passphrase: null });
    await bank.close();
    return base64(new Uint8Array(await file.arrayBuffer()));
  },
  /** Takes a gallery into the page's, in place of what is there. */
  async importGallery(gallery: string): Promise<void> {
    const bank = await Facebank.open();
    await bank.import(new Blob([bytesOf(gallery)]), { mode: 'replace', passphrase: null });
    await bank.close();
  },
  /** Enrols embeddings as they are, by the bundled model's name; those of a person must be alike. */
  async enrolEmbeddings(people: Record<string, number[][]>): Promise<void> {
    const bank = await Facebank.open();
    for (const [label, embeddings] of Object.entries(people)) {
      const templates = embeddings.map((embedding, i) => ({
        embedding: Float32Array.from(embedding),
        modelId: 'arcface-mobilefacenet@1',
        digest: `${label} ${i}`,
        quality: 90,
        liveness: null,
        capturedAt: Date.now(),
      }));
      await bank.enroll(label, templates);
    }
    await bank.close();
  },
  async remove(label: string): Promise<void> {
    const bank = await Facebank.open();
    await bank.remove(label);
    await bank.close();
  },
  /** Damages what the gallery has of whoever was enrolled first, by a bit, as a disk may. */
  async damageFirst(): Promise<void> {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open('facebank'));
    const store = database.transaction('people', 'readwrite').objectStore('people');
    const records: { sequence: number; sealed: { data: Uint8Array } }[] = await settled(store.getAll());
    const [first] = records.sort((a, b) => a.sequence - b.sequence);
    first!.sealed.data[100]! ^= 1;
    await settled(store.put(first));
    database.close();
  },
  /** What happened, the newest first: kind, label and reason. */
  async events(): Promise<(readonly [string, string | null, string | null])[]> {
    const bank = await Facebank.open();
    const events = await bank.events();
    await bank.close();
    return events.map(({ kind, label, reason }) => [kind, label, reason] as const);
  },
};

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

declare global {
  var demoTools: typeof pageTools;
}

globalThis.demoTools = pageTools;
