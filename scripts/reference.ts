import { referenceFolder, writeReference } from './docs/reference.ts';

await writeReference(referenceFolder);
