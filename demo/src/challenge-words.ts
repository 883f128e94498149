import type { ChallengeFailure, ChallengeHint, ChallengePrompt } from 'face-core';

/** What the page says of a challenge. */

export const promptWords: Record<ChallengePrompt, string> = {
  'look-straight': 'Look straight into the camera',
  'turn-left': 'Turn your head to your left',
  'turn-right': 'Turn your head to your right',
  nod: 'Nod',
  blink: 'Close your eyes for a moment',
  'move-closer': 'Come closer',
};

export const hintWords: Record<ChallengeHint, string> = {
  'no-face': 'Your face is not in the picture.',
  'return-to-centre': 'Back to the middle.',
  'hold-still': 'Hold still.',
  'too-close': 'A little further away.',
  'too-small': 'A little closer.',
  'too-dark': 'Find more light.',
  'too-bright': 'Find softer light.',
  'low-contrast': 'Turn towards the light.',
  blurred: 'Hold still.',
  tilted: 'Hold your head upright.',
  'cut-off': 'Move into the middle of the picture.',
  'turn-further': 'A little further.',
  'nod-further': 'Chin down, a little further.',
  'closer-still': 'Closer still.',
  'close-eyes': 'Both eyes, and keep them closed.',
  'open-eyes': 'Open your eyes.',
  'other-way': 'The other way.',
};

export const failureWords: Record<ChallengeFailure, string> = {
  'face-lost': 'Your face left the picture. Try again.',
  'multiple-faces': 'Somebody else came into the picture. Only one person may be.',
  'person-changed': 'Another person took your place.',
  frozen: 'The picture does not move: this is no camera, or it has stopped.',
  looped: 'The picture repeats itself: this is no camera.',
  'time-out': 'That was not done in time. Try again.',
  'wrong-movement': 'That was another movement than the one asked for. Try again.',
  'presentation-attack': 'This does not look like a living person before the camera.',
  flat: 'What moved is as flat as a picture.',
  'wrong-person': 'This is not the person who was asked for.',
  'video-ended': 'The camera stopped.',
};
