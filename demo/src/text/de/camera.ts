import type { Text } from '../index.ts';

export const camera: Text['camera'] = {
  states: {
    off: { title: 'Die Kamera ist aus', advice: 'Das Bild bleibt auf diesem Gerät. Nichts davon wird gesendet.' },
    asking: { title: 'Warten auf die Kamera', advice: 'Ihr Browser fragt vielleicht, ob Sie sie erlauben.' },
    refused: {
      title: 'Die Kamera ist nicht erlaubt',
      advice:
        'Erlauben Sie sie über das Symbol in der Adresszeile oder in den Einstellungen des Geräts und versuchen Sie es noch einmal.',
    },
    none: {
      title: 'Keine Kamera gefunden',
      advice: 'Schließen Sie eine an und versuchen Sie es noch einmal, oder nehmen Sie ein Foto.',
    },
    'in-use': {
      title: 'Die Kamera ist belegt',
      advice: 'Ein anderes Programm scheint sie zu benutzen. Schließen Sie es und versuchen Sie es noch einmal.',
    },
    ended: {
      title: 'Die Kamera hat angehalten',
      advice:
        'Sie wurde abgezogen, von einem anderen Programm genommen oder ist nicht mehr erlaubt. Starten Sie sie neu.',
    },
    insecure: {
      title: 'Für diese Seite gibt es keine Kamera',
      advice: 'Browser geben Kameras nur Seiten über https oder auf localhost. Öffnen Sie diese Seite so.',
    },
    failed: {
      title: 'Die Kamera konnte nicht gestartet werden',
      advice: 'Versuchen Sie es noch einmal, oder wählen Sie eine andere Kamera.',
    },
  },
  start: 'Kamera starten',
  stop: 'Stopp',
  label: 'Ihre Kamera',
  device: 'Kamera',
  unnamed: (number) => `Kamera ${number}`,
};
