import { FaceEngine, type FaceTemplate } from 'face-core';
import { Facebank } from 'facebank';
import { thresholdFor } from 'facebank/matching';
import { installedModels } from '../../models/installed.ts';
import { runChallenge } from './challenge.ts';
import { failureWords } from './challenge-words.ts';
import { element, showResult } from './page.ts';
import { takeShot, takeShots } from './shots.ts';
import { Stage } from './stage.ts';

const shotsToEnrol = 3;
/** How long a person may try before the camera, in milliseconds. */
const patience = 20_000;
/** How long a challenge may take; each of its prompts has a limit of its own. */
const challengePatience = 120_000;

const name = element('name', HTMLInputElement);
const person = element('person', HTMLSelectElement);
const living = element('living', HTMLInputElement);
const enrolButton = element('enrol-button', HTMLButtonElement);
const verifyButton = element('verify', HTMLButtonElement);
const identifyButton = element('identify', HTMLButtonElement);
const challengeButton = element('challenge-button', HTMLButtonElement);
const giveUpButton = element('give-up', HTMLButtonElement);
const cancelButton = element('cancel', HTMLButtonElement);

let hasPicture = false;
let hasCamera = false;
let isBusy = false;

try {
  await start();
} catch (error) {
  element('loading', HTMLElement).hidden = true;
  element('placeholder', HTMLElement).textContent = 'The page could not start.';
  element('notice', HTMLElement).textContent = (error as Error).message;
}

async function start(): Promise<void> {
  const progress = element('progress', HTMLProgressElement);
  const bank = await Facebank.open();
  await showPeople(bank);
  const engine = await FaceEngine.create({
    modelBaseUrl: '/models/',
    models: installedModels,
    // For a challenge: whether somebody blinks.
    attributes: ['eyes'],
    onProgress: ({ loaded, total }) => {
      progress.value = loaded / total;
    },
  });
  element('loading', HTMLElement).hidden = true;
  const { device, threads } = engine.info;
  element('device', HTMLElement).textContent = `${device}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  const stage = new Stage(engine, (isThere) => {
    hasPicture = isThere;
    hasCamera = stage.isLive;
    // A verdict is about the picture that it was given on.
    if (!isBusy) showResult('neutral', 'Nobody checked yet');
    allowActions();
  });

  /** Liveness is always measured; whether it refuses a shot is the person's choice on the page. */
  const policy = () => ({ liveness: living.checked ? 'require' : 'report' }) as const;
  const probe = (signal: AbortSignal) =>
    takeShot(engine, stage, policy(), signal, (hint) => showResult('neutral', 'Checking…', hint));

  on(stage, element('enrol', HTMLFormElement), 'submit', async (signal) => {
    const label = name.value.trim();
    if (label === '') throw new Error('Give a name first.');
    const shots = await takeShots(engine, stage, shotsToEnrol, policy(), signal, (taken, hint) =>
      showResult('neutral', `Enrolling: ${taken} of ${shotsToEnrol} shots`, hint),
    );
    const { added, skipped } = await bank.enroll(label, shots);
    await showPeople(bank, label);
    name.value = '';
    const reason = skipped.length > 0 ? `${skipped.length} of the shots were known already.` : '';
    showResult('good', `${label} is enrolled`, reason, [['Shots added', String(added)], ...figuresOf(shots.at(-1)!)]);
  });

  on(stage, element('check', HTMLFormElement), 'submit', async (signal) => {
    const label = person.value;
    const shot = await probe(signal);
    const { match, similarity, threshold } = await bank.verify(label, shot);
    showResult(match ? 'good' : 'bad', match ? `Welcome, ${label}` : `This is not ${label}`, '', [
      ['Similarity', similarity.toFixed(2)],
      ['Threshold', threshold.toFixed(2)],
      ...figuresOf(shot),
    ]);
  });

  on(stage, identifyButton, 'click', async (signal) => {
    const shot = await probe(signal);
    const { match, candidates } = await bank.identify(shot);
    const nearest = candidates[0];
    const verdict = match ? `This is ${match.label}` : 'Nobody who is enrolled here';
    showResult(match ? 'good' : 'bad', verdict, '', [
      ...(nearest ? ([['Highest similarity', nearest.similarity.toFixed(2)]] as [string, string][]) : []),
      ['Threshold', thresholdFor(shot.modelId).toFixed(2)],
      ...figuresOf(shot),
    ]);
  });

  on(
    stage,
    element('challenge', HTMLFormElement),
    'submit',
    async (signal) => {
      showResult('neutral', 'Proving that you are live…');
      const { status, reason, evidence } = await runChallenge(engine, stage, signal);
      const done = evidence.steps.filter(({ doneAt }) => doneAt !== null).length;
      showResult(
        status === 'passed' ? 'good' : 'bad',
        status === 'passed' ? 'You are live' : 'That did not prove it',
        reason === null ? '' : failureWords[reason],
        [
          ['Steps done', String(done)],
          ['Frames', String(evidence.frames)],
          ['Liveness', evidence.liveness.score?.toFixed(2) ?? '–'],
        ],
      );
    },
    challengePatience,
  );

  element('people', HTMLUListElement).addEventListener('click', (event) => {
    const label = (event.target as HTMLElement).dataset['remove'];
    if (label === undefined) return;
    void act(stage, async () => {
      if (!confirm(`Remove ${label} and all their templates?`)) return showResult('neutral', `${label} is kept`);
      await bank.remove(label);
      await showPeople(bank);
      showResult('neutral', `${label} is removed`);
    });
  });
}

/** Runs an action whenever a button is pressed or a form submitted. */
function on(
  stage: Stage,
  target: HTMLElement,
  type: 'click' | 'submit',
  action: Action,
  limit: number = patience,
): void {
  target.addEventListener(type, (event) => {
    event.preventDefault();
    void act(stage, action, limit);
  });
}

type Action = (signal: AbortSignal) => Promise<void>;

/** Runs one action at a time, on the picture as it is; it can be cancelled, and its error is told. */
async function act(stage: Stage, action: Action, limit: number = patience): Promise<void> {
  if (isBusy) return;
  const attempt = new AbortController();
  cancelButton.onclick = giveUpButton.onclick = () => attempt.abort(null);
  const timer = setTimeout(() => attempt.abort(new Error('It took too long. Try again.')), limit);
  setBusy(stage, true);
  try {
    await action(attempt.signal);
  } catch (error) {
    if (error === null) showResult('neutral', 'Cancelled');
    else showResult('bad', 'That did not work', (error as Error).message);
  } finally {
    clearTimeout(timer);
    // The button that was pressed is disabled or gone: what came of it is the place to go on from.
    if (document.activeElement === document.body || document.activeElement === cancelButton) {
      element('verdict', HTMLElement).focus();
    }
    setBusy(stage, false);
  }
}

function setBusy(stage: Stage, busy: boolean): void {
  isBusy = busy;
  stage.lock(busy);
  cancelButton.hidden = !busy;
  allowActions();
}

function allowActions(): void {
  const isReady = hasPicture && !isBusy;
  const hasPeople = person.options.length > 0;
  enrolButton.disabled = !isReady;
  challengeButton.disabled = !(isReady && hasCamera);
  person.disabled = !hasPeople;
  verifyButton.disabled = identifyButton.disabled = !(isReady && hasPeople);
}

/** Lists the enrolled people, and selects one. */
async function showPeople(bank: Facebank, selected = person.value): Promise<void> {
  const people = await bank.list();
  person.replaceChildren(...people.map(({ label }) => new Option(label, label, false, label === selected)));
  element('nobody', HTMLElement).hidden = people.length > 0;
  element('people', HTMLUListElement).replaceChildren(
    ...people.map(({ label, templates }) => {
      const item = document.createElement('li');
      const who = document.createElement('span');
      const remove = document.createElement('button');
      who.className = 'who';
      who.textContent = `${label} · ${templates} ${templates === 1 ? 'shot' : 'shots'}`;
      remove.type = 'button';
      remove.className = 'quiet';
      remove.dataset['remove'] = label;
      remove.textContent = 'Remove';
      remove.setAttribute('aria-label', `Remove ${label}`);
      item.append(who, remove);
      return item;
    }),
  );
  allowActions();
}

function figuresOf({ liveness, quality }: FaceTemplate): [string, string][] {
  return [
    ['Liveness', `${liveness!.score.toFixed(2)} (${liveness!.live ? 'live' : 'not live'})`],
    ['Quality', `${Math.round(quality)} of 100`],
  ];
}
