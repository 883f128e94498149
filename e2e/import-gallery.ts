import { Facebank } from 'facebank';

/** Runs in a page: takes a gallery's file, in base64, into the gallery of this origin. */
async function importGallery(text: string): Promise<void> {
  const bank = await Facebank.open();
  try {
    await bank.import(new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))]), {
      mode: 'replace',
      passphrase: null,
    });
  } finally {
    await bank.close();
  }
}

Object.assign(globalThis, { importGallery });
