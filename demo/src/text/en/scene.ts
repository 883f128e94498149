import { plural } from '../plural.ts';

/** A list in words: `broom, dustpan or bag`. */
const anyOf = (names: readonly string[]) => new Intl.ListFormat('en', { type: 'disjunction' }).format(names);

const classCount = plural('en', { one: 'class', other: 'classes' });

export const scene = {
  title: 'Scene',
  lead: 'Does a photograph show this person, alive, and doing this? Three questions are asked at the same time, and all have to be answered with yes.',
  limits:
    'What a photograph shows need not be what happened, and a file that is passed on says little about life. Decisions are written to the activity, as those of a check-in are.',
  model: {
    title: 'The model',
    hint: 'A YOLO detector of your own, exported to ONNX. The file stays on this device, and is not kept.',
    choose: 'Choose an .onnx file',
    another: 'Choose another file',
    opening: (file: string) => `Opening ${file}…`,
    ready: (file: string, classes: number, input: string) =>
      `${file}: ${classCount(classes)}, input of ${input} pixels.`,
    classes: 'Classes of the model',
  },
  tasks: {
    title: 'The tasks',
    hint: 'What somebody may be asked to do, and by which things in the photograph it shows.',
    needsModel: 'Choose a model first: a task is made of its classes.',
    shownBy: (classes: readonly string[], score: string) => `Shown by ${anyOf(classes)}, from a score of ${score} on.`,
    aroundFace: 'Only around the face.',
    missing: (classes: readonly string[]) => `This model does not know ${anyOf(classes)}.`,
    add: 'Add a task',
    edit: 'Edit',
    remove: 'Remove',
    name: 'Name',
    nameHint: 'Such as “sweeping”.',
    noName: 'A task needs a name.',
    nameTaken: 'Another task has this name.',
    anyOf: 'One of these has to be seen',
    noClasses: 'Choose at least one.',
    score: 'Least score',
    around: 'Around the face',
    aroundHint: 'Counts only where the face lies in the box: for classes that are a person at work.',
    save: 'Save',
  },
  question: {
    title: 'The question',
    nobody: 'Nobody is enrolled yet.',
    person: 'Person',
    task: 'Task',
    photograph: 'Photograph of the scene',
    ask: 'Ask',
    missing: (hasModel: boolean, hasTask: boolean, hasPhotograph: boolean): string =>
      !hasModel
        ? 'Choose a model first.'
        : !hasTask
          ? 'Set up a task for this model.'
          : !hasPhotograph
            ? 'Choose a photograph.'
            : 'Enrol a person first.',
  },
  checks: {
    match: 'Who',
    liveness: 'Alive',
    'scene-task': 'Doing what',
    'image-size': 'Size of the image',
    'single-face': 'One face',
    'face-size': 'Size of the face',
    quality: 'Quality',
    record: 'Activity',
  },
  waiting: 'Looking…',
  passed: 'Yes',
  failed: 'No',
  approved: 'Approved',
  rejected: 'Rejected',
  time: (ms: string) => `${ms} ms`,
  figures: {
    similarity: (value: string, threshold: string) => `Similarity ${value}, threshold ${threshold}`,
    score: (value: string, threshold: string) => `Score ${value}, threshold ${threshold}`,
    seen: (things: string) => `Seen: ${things}`,
    nearest: (things: string) => `Nearest: ${things}`,
  },
  reasons: {
    'not-this-person': 'This is not the person who was named.',
    'not-live': 'This does not look like a living person before the camera.',
    'no-face': 'No face was found.',
    'multiple-faces': 'More than one face is in the picture.',
    'face-too-small': 'The face is too small.',
    'low-quality': 'The face is not seen well enough.',
    'task-not-shown': 'The photograph does not show the task being done.',
    'unknown-task': 'There is no such task.',
  },
};
