import { describe, expect, test } from 'vitest';
import type { Picture } from '../src/index.ts';
import { stopClock } from './clock.ts';
import { galleryName, openGallery, plain, rawContents, rawGallery } from './galleries.ts';
import { syntheticPerson } from './synthetic.ts';

const [ada, eve] = [syntheticPerson(1), syntheticPerson(2)];
const withCode = (code: string) => expect.objectContaining({ name: 'FacebankError', code });
const pictureOf = (text: string, type = 'image/jpeg') => new Blob([text], { type });

/** What they show, instead of their bytes. */
async function shown(pictures: Picture[]) {
  return Promise.all(pictures.map(async ({ picture, ...rest }) => ({ ...rest, shows: await picture.text() })));
}

test('none is kept that the app did not hand over', async () => {
  const name = galleryName();
  const bank = await openGallery({ name });
  await bank.enroll('Ada', ada.shots(2));
  await bank.verify('Ada', ada.shot());
  await bank.verify('Ada', eve.shot());
  await bank.identify(eve.shot());
  expect((await rawContents(name)).pictures).toEqual([]);
  expect(await bank.pictures('Ada')).toEqual([]);
});

describe('of enrolments', () => {
  test('each is kept with its template, and read back as it was, newest first', async () => {
    const { advance } = stopClock();
    const bank = await openGallery();
    const [a, b, c] = [ada.shot(), ada.shot(), ada.shot()];
    await bank.enroll('Ada', [a, b], { pictures: [pictureOf('a', 'image/png'), null] });
    const at = Date.now();
    advance(1);
    await bank.enroll('Ada', [c], { pictures: [pictureOf('c')] });
    const pictures = await bank.pictures('Ada');
    expect(await shown(pictures)).toEqual([
      { of: 'enrolment', digest: c.digest, at: at + 1, shows: 'c' },
      { of: 'enrolment', digest: a.digest, at, shows: 'a' },
    ]);
    expect(pictures.map(({ picture }) => picture.type)).toEqual(['image/jpeg', 'image/png']);
  });

  test('one goes with the template that newer ones displace', async () => {
    const name = galleryName();
    const bank = await openGallery({ name, maxTemplatesPerPerson: 2 });
    const shots = ada.shots(4);
    const pictures = shots.map(({ digest }) => pictureOf(digest));
    await bank.enroll('Ada', shots.slice(1, 3), { pictures: pictures.slice(1, 3) });
    // The first is too old to be kept, and so is its picture.
    await bank.enroll('Ada', [shots[3]!, shots[0]!], { pictures: [pictures[3]!, pictures[0]!] });
    expect(new Set((await bank.pictures('Ada')).map(({ digest }) => digest))).toEqual(
      new Set([shots[2]!.digest, shots[3]!.digest]),
    );
    expect((await rawContents(name)).pictures).toHaveLength(2);
  });

  test('a duplicate brings none', async () => {
    const bank = await openGallery();
    const shot = ada.shot();
    await bank.enroll('Ada', [shot]);
    await bank.enroll('Ada', [shot, ada.shot()], { pictures: [pictureOf('again'), null] });
    expect(await bank.pictures('Ada')).toEqual([]);
  });

  test('one for each template, or none at all', async () => {
    const name = galleryName();
    const bank = await openGallery({ name });
    for (const pictures of [[], [pictureOf('a')], [null, null, null]]) {
      await expect(bank.enroll('Ada', ada.shots(2), { pictures })).rejects.toThrow(withCode('bad-options'));
    }
    expect((await rawContents(name)).people).toEqual([]);
  });
});

describe('of probes', () => {
  test('each is kept as a proof', async () => {
    const { advance } = stopClock();
    const bank = await openGallery();
    await bank.enroll('Ada', [ada.shot()]);
    const probes = [ada.shot(), eve.shot(), ada.shot()] as const;
    const at = Date.now();
    await bank.verify('Ada', probes[0], { picture: pictureOf('verified') });
    advance(1);
    await bank.verify('Ada', probes[1], { picture: pictureOf('rejected') });
    advance(1);
    await bank.identify(probes[2], { picture: pictureOf('identified') });
    expect(await shown(await bank.pictures('Ada'))).toEqual([
      { of: 'proof', digest: probes[2].digest, at: at + 2, shows: 'identified' },
      { of: 'proof', digest: probes[1].digest, at: at + 1, shows: 'rejected' },
      { of: 'proof', digest: probes[0].digest, at, shows: 'verified' },
    ]);
  });

  test('those of strangers are told apart from everybody’s', async () => {
    const bank = await openGallery();
    await bank.enroll('Ada', [ada.shot()]);
    const stranger = eve.shot();
    await bank.identify(stranger, { picture: pictureOf('a stranger') });
    await bank.identify(ada.shot(), { picture: pictureOf('Ada') });
    expect(await shown(await bank.pictures(null))).toEqual([
      { of: 'proof', digest: stranger.digest, at: expect.any(Number), shows: 'a stranger' },
    ]);
    expect(await shown(await bank.pictures('Ada'))).toMatchObject([{ shows: 'Ada' }]);
  });

  test('none is kept while a label has to wait', async () => {
    const name = galleryName();
    const bank = await openGallery({ name, maximumFailures: 1 });
    await bank.enroll('Ada', [ada.shot()]);
    await bank.verify('Ada', eve.shot());
    const picture = pictureOf('a');
    await expect(bank.verify('Ada', eve.shot(), { picture })).rejects.toThrow(withCode('too-many-failures'));
    expect((await rawContents(name)).pictures).toEqual([]);
  });

  test('the event is there when the picture is', async () => {
    const name = galleryName();
    const bank = await openGallery({ name });
    await bank.enroll('Ada', [ada.shot()]);
    await bank.verify('Ada', ada.shot({ liveness: { score: 0, live: false } }), { picture: pictureOf('a') });
    expect((await rawContents(name)).events).toHaveLength(3);
  });
});

test.each([
  ['text', new Blob(['a'], { type: 'text/plain' })],
  ['of no type', new Blob(['a'])],
  ['no Blob', 'data:image/png;base64,'],
  ['more than a megabyte', new Blob([new Uint8Array(1_000_001)], { type: 'image/png' })],
])('what is %s is refused before anything is written', async (_, picture) => {
  const name = galleryName();
  const bank = await openGallery({ name });
  await bank.enroll('Ada', [ada.shot()]);
  const before = await rawContents(name);
  const bad = picture as Blob;
  const shot = ada.shot();
  await expect(bank.enroll('Ada', [shot], { pictures: [bad] })).rejects.toThrow(withCode('bad-options'));
  await expect(bank.verify('Ada', eve.shot(), { picture: bad })).rejects.toThrow(withCode('bad-options'));
  await expect(bank.identify(shot, { picture: bad })).rejects.toThrow(withCode('bad-options'));
  await bank.events();
  expect(await rawContents(name)).toEqual(before);
});

test('a megabyte is not too much', async () => {
  const bank = await openGallery();
  const picture = new Blob([new Uint8Array(1_000_000)], { type: 'image/png' });
  await bank.enroll('Ada', [ada.shot()], { pictures: [picture] });
  expect((await bank.pictures('Ada'))[0]!.picture.size).toBe(1_000_000);
});

test('they lie encrypted in the database, each for its own place', async () => {
  const name = galleryName();
  const bank = await openGallery({ name });
  await bank.enroll('Ada', [ada.shot()], { pictures: [pictureOf('Ada’s face')] });
  await bank.enroll('Eve', [eve.shot()], { pictures: [pictureOf('Eve’s face')] });
  const { pictures, people, templates } = await rawContents(name);
  for (const { sealed, ...rest } of pictures) {
    expect(sealed).toMatchObject({ format: 'aes-256-gcm' });
    expect(new TextDecoder().decode((sealed as { data: Uint8Array }).data)).not.toContain('face');
    expect(Object.keys(rest).sort()).toEqual(['at', 'id', 'person', 'template']);
    expect(people.map(({ id }) => id)).toContain(rest.person);
    expect(templates.find(({ id }) => id === rest.template)?.person).toBe(rest.person);
  }

  const [first, second] = pictures as [(typeof pictures)[0], (typeof pictures)[0]];
  const { connection } = await rawGallery(name);
  await connection.transaction(['pictures'], 'readwrite', async (tx) => {
    await tx.objectStore('pictures').put({ ...first, person: second.person });
  });
  const read = { Ada: await shown(await bank.pictures('Ada')), Eve: await shown(await bank.pictures('Eve')) };
  // One was put in the other's place, and is read in neither.
  expect(read.Ada.length + read.Eve.length).toBe(1);
  for (const [label, shown] of Object.entries(read)) for (const { shows } of shown) expect(shows).toContain(label);
});

test('they follow the gallery to other keys', async () => {
  const name = galleryName();
  const bank = await openGallery({ name });
  await bank.enroll('Ada', [ada.shot()], { pictures: [pictureOf('enrolled')] });
  await bank.verify('Ada', ada.shot(), { picture: pictureOf('verified') });
  await bank.setEncryption('none');
  expect((await shown(await bank.pictures('Ada'))).map(({ shows }) => shows).sort()).toEqual(['enrolled', 'verified']);
  const [picture] = (await rawContents(name)).pictures;
  expect(plain(picture!.sealed)).toMatchObject({ type: 'image/jpeg' });
});
