export type Strength = 'none' | 'weak' | 'fair' | 'good';

const shortest = 8;

/**
 * A rough judgement, by an upper bound: what the characters could tell, in bits, if each had been drawn at random from those
 * that occur. Words that everybody knows are weaker than that.
 */
export function strengthOf(passphrase: string): Strength {
  const characters = [...passphrase];
  if (characters.length < shortest) return 'none';
  const bits = characters.length * Math.log2(new Set(characters).size);
  return bits < 50 ? 'weak' : bits < 70 ? 'fair' : 'good';
}

/** 32 characters that are not taken for each other. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
const groups = 5;
const groupLength = 4;

/** A passphrase of 100 random bits, in groups to write down: `k7mp-x2rd-…`. */
export function makeUpPassphrase(): string {
  // 256 is a multiple of 32, so every character is as likely.
  const drawn = [...crypto.getRandomValues(new Uint8Array(groups * groupLength))].map((byte) => alphabet[byte % 32]!);
  return Array.from({ length: groups }, (_, group) =>
    drawn.slice(group * groupLength, (group + 1) * groupLength).join(''),
  ).join('-');
}
