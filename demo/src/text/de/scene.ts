import type { Text } from '../index.ts';
import { plural } from '../plural.ts';

/** Eine Liste in Worten: `Besen, Schaufel oder Sack`. */
const anyOf = (names: readonly string[]) => new Intl.ListFormat('de', { type: 'disjunction' }).format(names);

const classCount = plural('de', { one: 'Klasse', other: 'Klassen' });

export const scene: Text['scene'] = {
  title: 'Szene',
  lead: 'Zeigt ein Foto diese Person, lebend, und tut sie dies? Drei Fragen werden zugleich gestellt, und alle müssen mit Ja beantwortet sein.',
  limits:
    'Was ein Foto zeigt, muss nicht so geschehen sein, und eine weitergereichte Datei sagt wenig über Leben. Entscheidungen kommen in den Verlauf, wie die beim Einchecken.',
  model: {
    title: 'Das Modell',
    hint: 'Ein eigener YOLO-Detektor, als ONNX exportiert. Die Datei bleibt auf diesem Gerät und wird nicht gespeichert.',
    choose: 'Eine .onnx-Datei wählen',
    another: 'Eine andere Datei wählen',
    opening: (file) => `${file} wird geöffnet…`,
    ready: (file, classes, input) => `${file}: ${classCount(classes)}, Eingabe von ${input} Pixeln.`,
    classes: 'Klassen des Modells',
  },
  tasks: {
    title: 'Die Aufgaben',
    hint: 'Was jemand tun soll, und an welchen Dingen im Foto man es sieht.',
    needsModel: 'Wählen Sie zuerst ein Modell: Eine Aufgabe besteht aus seinen Klassen.',
    shownBy: (classes, score) => `Zu sehen an ${anyOf(classes)}, ab einem Wert von ${score}.`,
    aroundFace: 'Nur um das Gesicht herum.',
    missing: (classes) => `Dieses Modell kennt ${anyOf(classes)} nicht.`,
    add: 'Aufgabe hinzufügen',
    edit: 'Bearbeiten',
    remove: 'Entfernen',
    name: 'Name',
    nameHint: 'Etwa „Fegen“.',
    noName: 'Eine Aufgabe braucht einen Namen.',
    nameTaken: 'Eine andere Aufgabe heißt schon so.',
    anyOf: 'Eines davon muss zu sehen sein',
    noClasses: 'Wählen Sie mindestens eines.',
    score: 'Geringster Wert',
    around: 'Um das Gesicht herum',
    aroundHint: 'Zählt nur, wo das Gesicht im Rahmen liegt: für Klassen, die eine Person bei der Arbeit sind.',
    save: 'Speichern',
  },
  question: {
    title: 'Die Frage',
    nobody: 'Noch ist niemand registriert.',
    person: 'Person',
    task: 'Aufgabe',
    photograph: 'Foto der Szene',
    ask: 'Fragen',
    missing: (hasModel, hasTask, hasPhotograph) =>
      !hasModel
        ? 'Wählen Sie zuerst ein Modell.'
        : !hasTask
          ? 'Legen Sie eine Aufgabe für dieses Modell an.'
          : !hasPhotograph
            ? 'Wählen Sie ein Foto.'
            : 'Registrieren Sie zuerst eine Person.',
  },
  checks: {
    match: 'Wer',
    liveness: 'Lebend',
    'scene-task': 'Was sie tut',
    'image-size': 'Größe des Bildes',
    'single-face': 'Ein Gesicht',
    'face-size': 'Größe des Gesichts',
    quality: 'Qualität',
    record: 'Verlauf',
  },
  waiting: 'Wird geprüft…',
  passed: 'Ja',
  failed: 'Nein',
  approved: 'Angenommen',
  rejected: 'Abgelehnt',
  time: (ms) => `${ms} ms`,
  figures: {
    similarity: (value, threshold) => `Ähnlichkeit ${value}, Schwelle ${threshold}`,
    score: (value, threshold) => `Wert ${value}, Schwelle ${threshold}`,
    seen: (things) => `Gesehen: ${things}`,
    nearest: (things) => `Am nächsten: ${things}`,
  },
  reasons: {
    'not-this-person': 'Das ist nicht die genannte Person.',
    'not-live': 'Das wirkt nicht wie ein lebender Mensch vor der Kamera.',
    'no-face': 'Es wurde kein Gesicht gefunden.',
    'multiple-faces': 'Es ist mehr als ein Gesicht im Bild.',
    'face-too-small': 'Das Gesicht ist zu klein.',
    'low-quality': 'Das Gesicht ist nicht gut genug zu sehen.',
    'task-not-shown': 'Das Foto zeigt nicht, wie die Aufgabe getan wird.',
    'unknown-task': 'Diese Aufgabe gibt es nicht.',
  },
};
