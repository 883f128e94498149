import type { FaceErrorCode, QualityReason } from 'face-core';
import { plural } from '../plural.ts';

const shots = plural('en', { one: 'shot', other: 'shots' });
const photographs = plural('en', { one: 'photograph', other: 'photographs' });
const days = plural('en', { one: 'day', other: 'days' });
const people = plural('en', { one: 'person', other: 'people' });

/** What is poor about a photograph that was taken elsewhere, where "hold still" is no help. */
const quality: Record<QualityReason, string> = {
  blurred: 'The face is blurred.',
  'too-dark': 'The face is too dark.',
  'too-bright': 'The face is too bright.',
  'low-contrast': 'The face has too little contrast.',
  'too-small': 'The face is small.',
  'turned-away': 'The face is turned away from the camera.',
  tilted: 'The head is tilted.',
  'cut-off': 'Part of the face is outside the picture.',
};

const fault: Partial<Record<FaceErrorCode, string>> = {
  'no-face': 'No face was found on it.',
  'face-too-small': 'The face is too small: it needs 80 pixels across.',
  'image-too-small': 'The picture is too small: it needs 150 pixels a side.',
};

export const enrol = {
  title: 'Enrol',
  lead: 'A few shots of a face, so that it is recognised from now on. All of it stays in this browser.',
  person: {
    title: '1. Who is it?',
    label: 'Name',
    labelHint: 'Each name is used once.',
    displayName: 'Name to show (optional)',
    displayNameHint: 'For greetings, if it should differ.',
    exists: (name: string, count: number, most: number) =>
      `${name} is enrolled already, with ${shots(count)}. New ones are added, and the newest ${most} are kept.`,
    consentGiven: (date: string) => `Consent was given on ${date}.`,
  },
  consent: {
    title: 'Consent',
    what: 'Stored: the name, and for each shot 512 numbers that describe the face. No picture, unless you ask for it below.',
    where: 'Where: encrypted, in this browser on this device. Nothing is sent anywhere.',
    whereFor: (count: number) =>
      `Where: encrypted, in this browser on this device, for ${days(count)}. Nothing is sent anywhere.`,
    removal: 'Removal: at any time under People, or everything at once in Settings.',
    agree: 'The person whose face this is agrees to that.',
  },
  capture: {
    title: '2. Take shots',
    way: 'Where the shots come from',
    ways: { camera: 'Camera', files: 'Photographs' },
    consentFirst: 'Confirm the consent first.',
  },
  camera: {
    start: { first: 'Take the shots', others: 'Take the others', again: 'Take them again' },
    skip: 'Skip this one',
    useFiles: 'Use photographs instead',
    taken: (count: number, all: number) => `${count} of ${all} taken`,
    complete: 'All taken. Look at them, then enrol.',
    livingOnly: 'Only a living person',
    livingOnlyHint: 'Before the shots, a few seconds of the camera have to show one.',
    prompt: {
      straight: 'Look straight into the camera',
      left: 'Turn a little to your left',
      right: 'Turn a little to your right',
      up: 'Raise your chin a little',
    },
    tooFar: 'Not so far',
    otherPerson: 'This is another person than before.',
  },
  files: {
    hint: 'One or more of the same person. On a photograph of several people you choose whose face it is.',
    progress: 'Looking at the photographs',
    left: (count: number) => `${photographs(count)} to look at`,
    done: (taken: number, all: number) => `${taken} of ${photographs(all)} taken`,
    results: 'What became of the photographs',
    taken: 'is taken.',
    removed: 'was removed again.',
    choose: (count: number) => `shows ${people(count)}. Whose face is it?`,
    face: (number: number) => `Face ${number}`,
    quality,
    fault,
    format: {
      'HEIC photograph':
        'This is a HEIC photograph, which browsers do not read. Export it as JPEG, or on an iPhone choose Settings, Camera, Formats, Most Compatible.',
      'SVG drawing': 'This is a drawing, not a photograph.',
      video: 'This is a video. Use a photograph.',
    },
    poor: (score: string, least: string) => `Its quality is ${score} of 100; it needs ${least}.`,
  },
  refusal: {
    full: 'There are enough shots. Remove one first.',
    duplicate: 'This very shot is among them already.',
    'other-person': 'This is another person than on the other shots.',
  },
  shots: {
    title: '3. Look at the shots',
    hint: (most: number) => `Three or more that differ a little recognise best. The newest ${most} are kept.`,
    none: 'None yet.',
    poses: { straight: 'Straight', left: 'Left', right: 'Right', up: 'Up' },
    picture: (name: string) => `Shot: ${name}`,
    quality: (score: string) => `Quality ${score}`,
    retake: 'Retake',
    retakeOf: (name: string) => `Retake: ${name}`,
    remove: 'Remove',
    removeOf: (name: string) => `Remove: ${name}`,
    keepPictures: 'Keep these small pictures',
    keepPicturesHint: 'Encrypted beside the numbers, to look at under People. They are not needed for recognition.',
    save: 'Enrol',
    lacking: {
      label: 'A name is missing.',
      consent: 'The consent is missing.',
      shots: 'Take a shot first.',
    },
    elsewhere: {
      title: 'This face is known here',
      text: (similarity: string) =>
        `Somebody is enrolled with this face under another name (similarity ${similarity}). Under two names one person is recognised now as the one, now as the other.`,
      anyway: 'Enrol all the same',
    },
  },
  done: {
    title: (name: string) => `${name} is enrolled`,
    added: (count: number) => `${shots(count)} stored.`,
    skipped: (count: number) => `${shots(count)} left out: there already, or older than those that are kept.`,
    alsoMatches: (names: readonly string[]) =>
      `The same face is enrolled as ${new Intl.ListFormat('en').format(names)}.`,
    checkIn: 'Check in',
    person: 'See what is stored',
    next: 'Enrol somebody else',
  },
};
