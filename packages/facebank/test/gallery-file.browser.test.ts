import { expect, onTestFinished, test } from 'vitest';
import { csvToTemplates, describeGallery, readGallery, templatesToCsv } from '../src/exchange/index.ts';
import { contentOf, exportedPerson, PASSPHRASE, readAll, sampleRecords, written } from './gallery-files.ts';
import { syntheticPerson } from './synthetic.ts';

const many = [...sampleRecords(), ...Array.from({ length: 600 }, (_, i) => exportedPerson(`person ${i}`, 2))];

test.each([
  ['plain', null],
  ['encrypted', PASSPHRASE],
])('a file that is %s reads back from the browser’s file system', async (_, passphrase) => {
  const handle = await newFile();
  const file = await saved(handle, await written(many, passphrase));
  expect(await describeGallery(file)).toMatchObject({ ...contentOf(many).counts, encrypted: passphrase !== null });
  expect(await readAll(file, passphrase)).toEqual(many);
});

test('a file that is changed while it is read is refused', async () => {
  const handle = await newFile();
  const file = await saved(handle, await written(many));
  const { records } = await readGallery(file, { passphrase: null });
  await records.next();
  await saved(handle, await written(sampleRecords()));
  const rest = async () => {
    for await (const _ of records);
  };
  await expect(rest()).rejects.toThrow(
    expect.objectContaining({ name: 'FacebankError', code: 'bad-file', details: { fault: 'unreadable' } }),
  );
});

test('templates read back from CSV', async () => {
  const templates = syntheticPerson(1)
    .shots(3, {})
    .map((shot) => ({ ...shot, source: null }));
  const people = [{ label: 'Zoë, 李', templates }];
  expect(await csvToTemplates(await (await templatesToCsv(people)).text())).toEqual(people);
});

async function newFile(): Promise<FileSystemFileHandle> {
  const folder = await navigator.storage.getDirectory();
  const name = `test-${crypto.randomUUID()}`;
  onTestFinished(() => folder.removeEntry(name));
  return folder.getFileHandle(name, { create: true });
}

async function saved(handle: FileSystemFileHandle, content: Blob): Promise<File> {
  const stream = await handle.createWritable();
  await stream.write(content);
  await stream.close();
  return handle.getFile();
}
