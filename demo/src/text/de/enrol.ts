import type { Text } from '../index.ts';
import { plural } from '../plural.ts';

const shots = plural('de', { one: 'Aufnahme', other: 'Aufnahmen' });
const photographs = plural('de', { one: 'Foto', other: 'Fotos' });
const days = plural('de', { one: 'Tag', other: 'Tage' });
const people = plural('de', { one: 'Person', other: 'Personen' });

export const enrol: Text['enrol'] = {
  title: 'Registrieren',
  lead: 'Ein paar Aufnahmen eines Gesichts, damit es künftig erkannt wird. Alles bleibt in diesem Browser.',
  person: {
    title: '1. Wer ist es?',
    label: 'Name',
    labelHint: 'Jeder Name kommt hier nur einmal vor.',
    displayName: 'Anzeigename (optional)',
    displayNameHint: 'Für die Begrüßung, wenn er anders lauten soll.',
    exists: (name, count, most) =>
      `${name} ist schon registriert, mit ${shots(count)}. Neue kommen hinzu, die neuesten ${most} bleiben.`,
    consentGiven: (date) => `Die Einwilligung wurde am ${date} gegeben.`,
  },
  consent: {
    title: 'Einwilligung',
    what: 'Gespeichert werden der Name und je Aufnahme 512 Zahlen, die das Gesicht beschreiben. Ein Bild nur, wenn Sie es unten wünschen.',
    where: 'Wo: verschlüsselt, in diesem Browser auf diesem Gerät. Nichts wird gesendet.',
    whereFor: (count) =>
      `Wo: verschlüsselt, in diesem Browser auf diesem Gerät, ${days(count)} lang. Nichts wird gesendet.`,
    removal: 'Löschen: jederzeit unter „Personen“, oder alles auf einmal in den Einstellungen.',
    agree: 'Die Person, um deren Gesicht es geht, ist damit einverstanden.',
  },
  capture: {
    title: '2. Aufnahmen machen',
    way: 'Woher die Aufnahmen kommen',
    ways: { camera: 'Kamera', files: 'Fotos' },
    consentFirst: 'Bestätigen Sie zuerst die Einwilligung.',
  },
  camera: {
    start: { first: 'Aufnahmen machen', others: 'Die übrigen machen', again: 'Neu aufnehmen' },
    skip: 'Diese auslassen',
    useFiles: 'Stattdessen Fotos verwenden',
    taken: (count, all) => `${count} von ${all} gemacht`,
    complete: 'Alle gemacht. Sehen Sie sie an, dann registrieren Sie.',
    livingOnly: 'Nur eine lebende Person',
    livingOnlyHint: 'Vor den Aufnahmen muss die Kamera einige Sekunden lang eine zeigen.',
    prompt: {
      straight: 'Schauen Sie gerade in die Kamera',
      left: 'Den Kopf etwas nach links',
      right: 'Den Kopf etwas nach rechts',
      up: 'Das Kinn etwas höher',
    },
    tooFar: 'Nicht so weit',
    otherPerson: 'Das ist eine andere Person als zuvor.',
  },
  files: {
    hint: 'Eines oder mehrere von derselben Person. Sind auf einem Foto mehrere Personen, wählen Sie das Gesicht aus.',
    progress: 'Die Fotos werden angesehen',
    left: (count) => `Noch ${photographs(count)}`,
    done: (taken, all) => `${taken} von ${photographs(all)} übernommen`,
    results: 'Was aus den Fotos wurde',
    taken: 'ist übernommen.',
    removed: 'wurde wieder entfernt.',
    choose: (count) => `zeigt ${people(count)}. Um wessen Gesicht geht es?`,
    face: (number) => `Gesicht ${number}`,
    quality: {
      blurred: 'Das Gesicht ist unscharf.',
      'too-dark': 'Das Gesicht ist zu dunkel.',
      'too-bright': 'Das Gesicht ist zu hell.',
      'low-contrast': 'Das Gesicht hat zu wenig Kontrast.',
      'too-small': 'Das Gesicht ist klein.',
      'turned-away': 'Das Gesicht ist von der Kamera abgewandt.',
      tilted: 'Der Kopf ist geneigt.',
      'cut-off': 'Ein Teil des Gesichts ist nicht im Bild.',
    },
    fault: {
      'no-face': 'Darauf wurde kein Gesicht gefunden.',
      'face-too-small': 'Das Gesicht ist zu klein: Es muss 80 Pixel breit sein.',
      'image-too-small': 'Das Bild ist zu klein: Jede Seite muss 150 Pixel haben.',
    },
    format: {
      'HEIC photograph':
        'Das ist ein HEIC-Foto, das Browser nicht lesen. Exportieren Sie es als JPEG, oder wählen Sie auf dem iPhone Einstellungen, Kamera, Formate, Maximale Kompatibilität.',
      'SVG drawing': 'Das ist eine Zeichnung, kein Foto.',
      video: 'Das ist ein Video. Nehmen Sie ein Foto.',
    },
    poor: (score, least) => `Die Qualität ist ${score} von 100, nötig sind ${least}.`,
  },
  refusal: {
    full: 'Es gibt genug Aufnahmen. Entfernen Sie zuerst eine.',
    duplicate: 'Genau diese Aufnahme gibt es schon.',
    'other-person': 'Das ist eine andere Person als auf den übrigen Aufnahmen.',
  },
  shots: {
    title: '3. Aufnahmen ansehen',
    hint: (most) => `Drei oder mehr, die sich etwas unterscheiden, erkennen am besten. Die neuesten ${most} bleiben.`,
    none: 'Noch keine.',
    poses: { straight: 'Gerade', left: 'Links', right: 'Rechts', up: 'Oben' },
    picture: (name) => `Aufnahme: ${name}`,
    quality: (score) => `Qualität ${score}`,
    retake: 'Neu',
    retakeOf: (name) => `Neu aufnehmen: ${name}`,
    remove: 'Entfernen',
    removeOf: (name) => `Entfernen: ${name}`,
    keepPictures: 'Diese kleinen Bilder behalten',
    keepPicturesHint:
      'Verschlüsselt neben den Zahlen, zum Ansehen unter „Personen“. Zum Erkennen werden sie nicht gebraucht.',
    save: 'Registrieren',
    lacking: {
      label: 'Der Name fehlt.',
      consent: 'Die Einwilligung fehlt.',
      shots: 'Machen Sie zuerst eine Aufnahme.',
    },
    elsewhere: {
      title: 'Dieses Gesicht ist hier bekannt',
      text: (similarity) =>
        `Mit diesem Gesicht ist schon jemand unter einem anderen Namen registriert (Ähnlichkeit ${similarity}). Unter zwei Namen wird eine Person mal als die eine, mal als die andere erkannt.`,
      anyway: 'Trotzdem registrieren',
    },
  },
  done: {
    title: (name) => `${name} ist registriert`,
    added: (count) => `${shots(count)} gespeichert.`,
    skipped: (count) => `${shots(count)} ausgelassen: schon vorhanden, oder älter als die, die bleiben.`,
    alsoMatches: (names) => `Dasselbe Gesicht ist registriert als ${new Intl.ListFormat('de').format(names)}.`,
    checkIn: 'Einchecken',
    person: 'Ansehen, was gespeichert ist',
    next: 'Noch jemanden registrieren',
  },
};
