import { type CapturedFace, FaceEngine, sizeOf } from 'face-core';
import { Facebank } from 'facebank';
import { wordsFor } from '../../shared/words.ts';
import { type FoundFace, facesIn, recognise } from './recognise.ts';
import { cropsOf, drawFaces, drawPeople, drawPicture, find } from './view.ts';

/** A group photograph is looked at; whoever is known is named, and whoever is not can be. */

const progress = find<HTMLProgressElement>('progress');
const chooser = find<HTMLInputElement>('input[type=file]');

function say(words: string): void {
  find('[role=status]').textContent = words;
}

async function start(): Promise<void> {
  const engine = await FaceEngine.create({
    modelBaseUrl: '/models/',
    onProgress: ({ loaded, total }) => Object.assign(progress, { max: total, value: loaded }),
  });
  const bank = await Facebank.open({ name: 'group-photo' });

  /** What is on show. */
  let shown: { faces: CapturedFace[]; crops: HTMLCanvasElement[]; width: number; height: number } | null = null;

  async function look(photograph: File): Promise<void> {
    say('Looking at the photograph…');
    // Decoded once: what is drawn is what was judged.
    const picture = await engine.decode(photograph);
    try {
      const faces = await facesIn(engine, picture);
      shown = { faces, crops: cropsOf(picture, faces), ...sizeOf(picture) };
      drawPicture(picture);
    } finally {
      picture.close();
    }
    say(await refresh());
  }

  /** Draws who is known now; says how many, in words. */
  async function refresh(): Promise<string> {
    drawPeople(await bank.list().then((people) => people.map(({ label }) => label)), told(forget));
    if (shown === null) return '';
    const found = await recognise(bank, shown.faces);
    drawFaces(found, shown.crops, shown, told(name));
    find('#found').hidden = false;
    const known = found.filter(({ person }) => person !== null).length;
    return `${found.length === 1 ? '1 face' : `${found.length} faces`}, ${known} known.`;
  }

  async function name({ template }: FoundFace, label: string): Promise<void> {
    await bank.enroll(label, [template!], { consentAt: Date.now(), source: 'group-photo', duplicates: 'refuse' });
    say(`${label} is known now. ${await refresh()}`);
    // On to whoever has no name yet.
    (document.querySelector<HTMLElement>('#faces input') ?? find('#faces-title')).focus();
  }

  async function forget(label: string): Promise<void> {
    await bank.remove(label);
    say(`${label} is forgotten. ${await refresh()}`);
    find(find('#known').hidden ? 'input[type=file]' : '#people-title').focus();
  }

  chooser.addEventListener('change', () => {
    const [photograph] = chooser.files ?? [];
    if (photograph !== undefined) told(look)(photograph);
  });
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    const [photograph] = event.dataTransfer?.files ?? [];
    if (photograph !== undefined) told(look)(photograph);
  });

  await refresh();
  progress.hidden = true;
  chooser.disabled = false;
  say('Ready.');
}

/** The same task, whose errors are told to the person. */
function told<Given extends unknown[]>(task: (...given: Given) => Promise<void>): (...given: Given) => void {
  return (...given) => void task(...given).catch((error) => say(wordsFor(error)));
}

told(start)();
