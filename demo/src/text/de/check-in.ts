import type { Text } from '../index.ts';
import { plural } from '../plural.ts';

const arrivals = plural('de', { one: 'Ankunft', other: 'Ankünfte' });

export const checkIn: Text['checkIn'] = {
  title: 'Einchecken',
  empty: {
    title: 'Noch ist niemand registriert',
    advice:
      'Um erkannt zu werden, registriert man sich zuerst: mit einem Namen, dem Einverständnis und einigen Bildern der Kamera. All das bleibt in diesem Browser.',
    enrol: 'Jemanden registrieren',
  },
  mode: 'Wie Sie einchecken',
  modes: {
    verify: { label: 'Name', hint: 'Sie sagen, wer Sie sind, und Ihr Gesicht muss dazu passen.' },
    identify: { label: 'Gesicht', hint: 'Ihr Gesicht wird unter allen Registrierten gesucht.' },
    attend: { label: 'Anwesenheit', hint: 'Freihändig: Wer vor die Kamera kommt, wird eingecheckt.' },
  },
  person: {
    label: 'Ihr Name',
    placeholder: 'Eingeben oder wählen',
    nobody: 'Unter diesem Namen ist niemand registriert.',
  },
  liveness: {
    by: (check) => `Lebenderkennung: ${check}.`,
    change: 'Ändern',
    cannot: 'Ich kann nicht…',
    cannotHint: 'Was Sie ankreuzen, wird nicht verlangt.',
    tooFew: 'Mindestens zwei Bewegungen müssen übrig bleiben.',
    steps: {
      'turn-left': 'den Kopf nach links drehen',
      'turn-right': 'den Kopf nach rechts drehen',
      nod: 'nicken',
      blink: 'die Augen schließen',
      'move-closer': 'näher kommen',
    },
  },
  start: 'Einchecken',
  photograph: 'Ein Foto verwenden',
  ready: 'Bereit.',
  moment: 'Einen Moment…',
  step: (step, steps) => `${step} von ${steps}`,
  result: {
    welcome: (name) => `Willkommen, ${name}`,
    is: (name) => `Das ist ${name}`,
    isNot: (name) => `Das ist nicht ${name}`,
    nobody: 'Niemand, der hier registriert ist',
    refused: 'Nicht eingecheckt',
    failed: 'Das hat nicht geklappt',
    cancelled: 'Abgebrochen',
    undecided: 'Es wurde nichts entschieden. Starten Sie die Kamera neu.',
    photograph: 'Das Foto',
    ofPhotograph: 'Ein Foto zeigt, wer darauf ist, nicht, dass die Person hier ist.',
  },
  figures: {
    similarity: 'Ähnlichkeit',
    nearest: 'Höchste Ähnlichkeit',
    liveness: 'Lebendigkeit',
    quality: 'Qualität',
    took: 'Dauer',
    at: 'Uhrzeit',
    from: (value, threshold) => `${value} (ab ${threshold})`,
    ofHundred: (value) => `${value} von 100`,
  },
  attendance: {
    interval: 'Jede Person einmal erfassen in',
    title: 'Heute',
    count: (count) => (count === 0 ? 'Noch ist niemand angekommen.' : arrivals(count)),
  },
};
