import { FaceEngine } from 'face-core';
import { createGate, type Decision } from 'face-gate';
import { Facebank } from 'facebank';
import { startCamera, stopCamera } from '../../shared/camera.ts';
import { wordsFor } from '../../shared/words.ts';
import { livingPerson } from './living-person.ts';

/**
 * Sign up, log in by face, and a view for whoever is logged in. It is this page that decides: where the person at the device
 * is not to be trusted, a server has to ask for more than its word.
 */

const find = <Found extends HTMLElement>(selector: string) => document.querySelector<Found>(selector)!;
const progress = find<HTMLProgressElement>('progress');
const video = find<HTMLVideoElement>('video');
const [outside, inside] = [find('#outside'), find('#inside')];

function say(words: string): void {
  const status = find('[role=status]');
  // The same words again would be read out again.
  if (status.textContent !== words) status.textContent = words;
}

async function start(): Promise<void> {
  const engine = await FaceEngine.create({
    modelBaseUrl: '/models/',
    onProgress: ({ loaded, total }) => Object.assign(progress, { max: total, value: loaded }),
  });
  const bank = await Facebank.open({ name: 'login' });
  // The check over many frames decides about liveness; the score of the first one is only reported.
  const gate = createGate({ engine, bank, policy: { liveness: 'report' } });
  const checks = [livingPerson(engine, video, say)];

  onSubmit('#log-in', async (name) => {
    await startCamera(video);
    say('Look into the camera.');
    if (explain(await gate.verify(name, video, { checks }))) enter(name);
  });

  onSubmit('#sign-up', async (name, fields) => {
    const photograph = fields.get('photograph') as File;
    const details = { consentAt: Date.now() };
    say('Looking at your face.');
    const registration =
      photograph.size > 0
        ? await gate.register(name, [photograph], { details })
        : await startCamera(video).then(() => gate.register(name, [video], { details, checks }));
    if (explain(registration)) say('You have signed up. Now log in.');
  });

  find('#log-out').addEventListener('click', () => leave('You are logged out.'));
  find('#delete').addEventListener('click', async () => {
    await bank.remove(inside.dataset['name']!);
    leave('Your face is deleted.');
  });

  progress.hidden = true;
  leave('Ready.');
}

/** One try at a time; whatever goes wrong is told. */
function onSubmit(form: string, attempt: (name: string, fields: FormData) => Promise<void>): void {
  find<HTMLFormElement>(form).addEventListener('submit', async (event) => {
    event.preventDefault();
    if (outside.ariaBusy === 'true') return;
    outside.ariaBusy = 'true';
    const fields = new FormData(event.target as HTMLFormElement);
    await attempt(fields.get('name') as string, fields).catch((error) => say(wordsFor(error)));
    outside.ariaBusy = 'false';
  });
}

/** Was it approved? Where not, says why. */
function explain({ status, reasons }: Decision): boolean {
  if (status === 'rejected') say([...new Set(reasons.map(wordsFor))].join(' '));
  return status === 'approved';
}

function enter(name: string): void {
  stopCamera(video);
  inside.dataset['name'] = name;
  const heading = inside.querySelector('h2')!;
  heading.textContent = `Welcome, ${name}`;
  show(inside);
  heading.focus();
  say('You are logged in.');
}

function leave(words: string): void {
  show(outside);
  say(words);
  startCamera(video).catch((error) => say(wordsFor(error)));
}

function show(view: HTMLElement): void {
  for (const each of [outside, inside]) each.hidden = each !== view;
}

start().catch((error) => say(wordsFor(error)));
