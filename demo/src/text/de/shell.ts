import type { Text } from '../index.ts';

export const shell: Text['shell'] = {
  name: 'Gesichtsprüfung',
  skip: 'Zum Inhalt springen',
  pages: 'Seiten',
  nav: {
    'check-in': 'Einchecken',
    enrol: 'Registrieren',
    people: 'Personen',
    activity: 'Verlauf',
    lab: 'Labor',
    scene: 'Szene',
    settings: 'Einstellungen',
    about: 'Über',
  },
  pageFailed: 'Diese Seite konnte nicht geladen werden.',
  reload: 'Neu laden',
  retry: 'Noch einmal',
  cancel: 'Abbrechen',
  close: 'Schließen',
  engine: {
    loading: (loaded, total) => `Modelle werden geladen: ${loaded} von ${total}`,
    starting: 'Wird gestartet…',
    failed: 'Die Modelle konnten nicht gestartet werden.',
  },
  update: {
    waiting: 'Eine neue Version dieser App ist bereit.',
    taken: 'Ein anderes Fenster hat eine neue Version dieser App geladen.',
    load: 'Jetzt laden',
    later: 'Später',
  },
  dropZone: {
    drop: 'Fotos oder Ordner hier ablegen',
    dropOne: 'Foto hier ablegen',
    file: 'Foto wählen',
    files: 'Fotos wählen',
    folder: 'Ordner wählen',
  },
};
