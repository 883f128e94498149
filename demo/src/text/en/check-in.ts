import type { ChallengeStep } from 'face-core';
import { plural } from '../plural.ts';

const steps: Record<ChallengeStep, string> = {
  'turn-left': 'turn my head left',
  'turn-right': 'turn my head right',
  nod: 'nod',
  blink: 'close my eyes',
  'move-closer': 'come closer',
};

const arrivals = plural('en', { one: 'arrival', other: 'arrivals' });

export const checkIn = {
  title: 'Check in',
  empty: {
    title: 'Nobody is enrolled yet',
    advice:
      'To be recognised, a person enrols first: with a name, their consent, and a few pictures from the camera. All of it stays in this browser.',
    enrol: 'Enrol somebody',
  },
  mode: 'How to check in',
  modes: {
    verify: { label: 'By name', hint: 'You say who you are, and your face has to agree.' },
    identify: { label: 'By face', hint: 'Your face is looked for among everybody who is enrolled.' },
    attend: { label: 'Attendance', hint: 'Hands-free: whoever comes before the camera is checked in.' },
  },
  person: { label: 'Your name', placeholder: 'Type or choose', nobody: 'Nobody of this name is enrolled.' },
  liveness: {
    by: (check: string) => `Liveness: ${check}.`,
    change: 'Change',
    cannot: 'I cannot…',
    cannotHint: 'What you tick is not asked for.',
    tooFew: 'Two movements have to be left, at least.',
    steps,
  },
  start: 'Check in',
  photograph: 'Use a photograph',
  ready: 'Ready.',
  moment: 'One moment…',
  step: (step: number, steps: number) => `${step} of ${steps}`,
  result: {
    welcome: (name: string) => `Welcome, ${name}`,
    is: (name: string) => `This is ${name}`,
    isNot: (name: string) => `This is not ${name}`,
    nobody: 'Nobody who is enrolled here',
    refused: 'Not checked in',
    failed: 'That did not work',
    cancelled: 'Cancelled',
    undecided: 'Nothing was decided. Start the camera again.',
    photograph: 'The photograph',
    ofPhotograph: 'A photograph says who is on it, not that they are here.',
  },
  figures: {
    similarity: 'Similarity',
    nearest: 'Highest similarity',
    liveness: 'Liveness',
    quality: 'Quality',
    took: 'Took',
    at: 'Time',
    from: (value: string, threshold: string) => `${value} (from ${threshold} on)`,
    ofHundred: (value: string) => `${value} of 100`,
  },
  attendance: {
    interval: 'Log each person once in',
    title: 'Today',
    count: (count: number) => (count === 0 ? 'Nobody has arrived yet.' : arrivals(count)),
  },
};
