import type {
  ChallengeFailure,
  ChallengeHint,
  ChallengePrompt,
  FaceErrorCode,
  LivenessReason,
  NotLiveReason,
  ObservationHint,
  QualityReason,
  UndecidedReason,
} from 'face-core';
import type { FacebankErrorCode } from 'facebank';

/** What helps, for each reason and error that the packages give. */

const quality: Record<QualityReason, string> = {
  blurred: 'Hold still.',
  'too-dark': 'Find more light.',
  'too-bright': 'Find softer light.',
  'low-contrast': 'Turn towards the light.',
  'too-small': 'Come closer.',
  'turned-away': 'Look straight into the camera.',
  tilted: 'Hold your head upright.',
  'cut-off': 'Move into the middle of the picture.',
};

const liveness: Record<Exclude<LivenessReason, QualityReason>, string> = {
  'presentation-attack': 'This does not look like a living person before the camera.',
  unsure: 'Hold still: looking for signs of a living person.',
};

/** While several frames are looked at. */
const observation: Record<Exclude<ObservationHint, QualityReason>, string> = {
  'no-face': 'Look into the camera.',
  'keep-looking': 'Keep looking into the camera.',
  'move-a-little': 'Turn your head a little.',
};

const undecided: Record<Exclude<UndecidedReason, QualityReason>, string> = {
  'no-face': 'No face was seen long enough.',
  'keep-looking': 'There were too few good pictures. Try again.',
  'no-motion': 'The head did not move. Turn it a little next time.',
};

const notLive: Record<NotLiveReason, string> = {
  'presentation-attack': 'This does not look like a living person before the camera.',
  flat: 'What moved is as flat as a picture.',
  'wrong-person': 'This is not the person who was asked for.',
  'multiple-faces': 'Somebody else came into the picture. Only one person may be.',
  'person-changed': 'Another person took your place.',
  frozen: 'The picture does not move: this is no camera, or it has stopped.',
  looped: 'The picture repeats itself: this is no camera.',
};

const prompt: Record<ChallengePrompt, string> = {
  'look-straight': 'Look straight into the camera',
  'turn-left': 'Turn your head to your left',
  'turn-right': 'Turn your head to your right',
  nod: 'Nod',
  blink: 'Close your eyes for a moment',
  'move-closer': 'Come closer',
};

const challengeHint: Record<ChallengeHint, string> = {
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

const challengeFailure: Record<ChallengeFailure, string> = {
  ...notLive,
  'face-lost': 'Your face left the picture. Try again.',
  'time-out': 'That was not done in time. Try again.',
  'wrong-movement': 'That was another movement than the one asked for. Try again.',
  'video-ended': 'The camera stopped.',
};

const face: Record<FaceErrorCode, string> = {
  'bad-image': 'This cannot be read as an image. Use a JPEG, PNG, WebP, AVIF, GIF or BMP.',
  'image-too-large': 'This image is too large. Use a smaller one.',
  'image-too-small': 'This image is too small. Use a larger one.',
  'no-face': 'No face was found. Look into the camera.',
  'multiple-faces': 'Only one person, please.',
  'face-too-small': 'Come closer.',
  'low-quality': 'Look straight, hold still, find more light.',
  'not-live': 'Hold still: looking for signs of a living person.',
  'model-load': 'A model could not be downloaded. Check the connection, then try again.',
  'model-corrupt': 'A model file is damaged. Load the page again.',
  'device-unavailable': 'The chosen device is not there. Choose another one in the settings.',
  'worker-died': 'The computation was interrupted. Try again.',
  closed: 'The models were closed. Try again.',
  internal: 'A defect of this app. Please report it.',
};

const bank: Record<FacebankErrorCode, string> = {
  'bad-label': 'A name has 1 to 200 characters.',
  'bad-template': 'These templates cannot be used.',
  'model-mismatch': 'The people here were enrolled with another model. Enrol them anew.',
  'different-people': 'These pictures are not all of one person.',
  'unknown-person': 'Nobody is enrolled under this name.',
  'already-enrolled': 'This face is enrolled under another name already. Nothing was stored.',
  'label-taken': 'Somebody else has this name already.',
  quota: "The browser's storage is full. Nothing was stored: make room, then try again.",
  storage: "The browser's storage failed. Nothing was stored: load the page again.",
  locked: 'The gallery is locked. Unlock it first.',
  'wrong-passphrase': 'This is not the passphrase.',
  'too-many-failures': 'Too many tries failed for this name. Wait a while.',
  'corrupt-record': 'This record is damaged. Remove the person and enrol them anew.',
  'bad-file': 'This file is no gallery, or it is damaged. Nothing of it was imported.',
  unsupported: 'This browser lacks what the gallery needs. Open the page over https, in a current browser.',
  'out-of-memory': 'There is not enough memory to search so many people.',
  blocked: 'Another tab of this app is in the way. Close it, then try again.',
  closed: 'The gallery was closed by another tab. Load the page again.',
  'bad-options': 'This cannot be used. A passphrase has 8 characters or more.',
};

export const advice = {
  quality,
  liveness,
  observation,
  undecided,
  notLive,
  prompt,
  challengeHint,
  challengeFailure,
  face,
  bank,
  retryAt: (time: string) => `Too many tries failed for this name. It is answered again from ${time} on.`,
  unexpected: (message: string) => `Something unexpected happened: ${message}`,
};
