export const gallery = {
  opening: 'Opening the gallery…',
  failed: 'The gallery could not be opened',
  locked: {
    title: 'The gallery is locked',
    advice: 'Its passphrase opens it. Without the passphrase nobody can read it.',
    passphrase: 'Passphrase',
    unlock: 'Unlock',
  },
};
