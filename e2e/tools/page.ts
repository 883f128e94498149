import { FaceEngine } from 'face-core';
import { Facebank, type FaceTemplate } from 'facebank';
import { syntheticPerson } from '../../packages/facebank/test/synthetic.ts';

/** What tests do in the demo's page before a person comes: people are enrolled, without the pages that are for that. */
const pageTools = {
  /** Enrols the one face of each photograph, JPEGs in base64. */
  async enrolPhotographs(people: Record<string, string[]>): Promise<void> {
    const engine = await FaceEngine.create({ modelBaseUrl: '/models/' });
    const bank = await Facebank.open();
    for (const [label, photographs] of Object.entries(people)) {
      const templates: FaceTemplate[] = [];
      for (const photograph of photographs) {
        const bytes = Uint8Array.from(atob(photograph), (character) => character.charCodeAt(0));
        templates.push(await engine.capture(new Blob([bytes]), { liveness: 'skip' }));
      }
      await bank.enroll(label, templates, { consentAt: Date.now() });
    }
    await bank.close();
    engine.close();
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
  /** Enrols so many people who are alike by chance alone, with a template each. */
  async enrolStrangers(count: number): Promise<void> {
    const bank = await Facebank.open();
    for (let i = 0; i < count; i++) {
      await bank.enroll(`stranger ${i}`, syntheticPerson(i + 1).shots(1));
    }
    await bank.close();
  },
  async remove(label: string): Promise<void> {
    const bank = await Facebank.open();
    await bank.remove(label);
    await bank.close();
  },
  /** What happened, the newest first: kind, label and reason. */
  async events(): Promise<(readonly [string, string | null, string | null])[]> {
    const bank = await Facebank.open();
    const events = await bank.events();
    await bank.close();
    return events.map(({ kind, label, reason }) => [kind, label, reason] as const);
  },
};

declare global {
  var demoTools: typeof pageTools;
}

globalThis.demoTools = pageTools;
