import { type Bytes, concatenate, equalBytes, sha256, subtleCrypto, uint32 } from './bytes.ts';
import { badFile } from './faults.ts';

const nonceLength = 12;
const tagLength = 16;
const checksumLength = 32;

/**
 * Wraps the frames of one file, in their order, so that each fits behind those before it in this file and nowhere else: none
 * can be dropped, doubled, moved, cut off at the end or taken from another file. One guard for one way through one file.
 */
export interface FrameGuard {
  /** How many bytes longer a wrapped frame is. */
  readonly overhead: number;
  /** @returns the parts of the wrapped frame */
  wrap(frame: Bytes, last: boolean): Promise<Bytes[]>;
  /** @throws FacebankError `bad-file` */
  unwrap(wrapped: Bytes, last: boolean): Promise<Bytes>;
}

/**
 * AES-256-GCM under a fresh random nonce, authenticated together with the hash of the file's header, the frame's place and
 * whether it is the last. A wrapped frame: nonce (12 bytes), ciphertext, tag (16).
 */
export function encryptingGuard(key: CryptoKey, headerHash: Bytes): FrameGuard {
  const subtle = subtleCrypto();
  let index = 0;
  const algorithm = (iv: Bytes, last: boolean): AesGcmParams => {
    const additionalData = concatenate(headerHash, uint32(index), flag(last));
    index += 1;
    return { name: 'AES-GCM', iv, additionalData };
  };
  return {
    overhead: nonceLength + tagLength,
    async wrap(frame, last) {
      const nonce = crypto.getRandomValues(new Uint8Array(nonceLength));
      return [nonce, new Uint8Array(await subtle.encrypt(algorithm(nonce, last), key, frame))];
    },
    async unwrap(wrapped, last) {
      const parameters = algorithm(wrapped.slice(0, nonceLength), last);
      try {
        return new Uint8Array(await subtle.decrypt(parameters, key, wrapped.subarray(nonceLength)));
      } catch (error) {
        throw badFile('damaged', error);
      }
    },
  };
}

/**
 * SHA-256 over the checksum before (at first the hash of the header), whether it is the last, and the frame. Finds every
 * accident, but no forgery: whoever changes a frame can compute the checksums anew. A wrapped frame: frame, checksum (32 bytes).
 */
export function checksumGuard(headerHash: Bytes): FrameGuard {
  let before = headerHash;
  const nextChecksum = async (frame: Bytes, last: boolean) => {
    before = await sha256(concatenate(before, flag(last), frame));
    return before;
  };
  return {
    overhead: checksumLength,
    async wrap(frame, last) {
      return [frame, await nextChecksum(frame, last)];
    },
    async unwrap(wrapped, last) {
      const end = wrapped.length - checksumLength;
      const frame = wrapped.subarray(0, end);
      if (!equalBytes(await nextChecksum(frame, last), wrapped.subarray(end))) throw badFile('damaged');
      return frame;
    },
  };
}

function flag(last: boolean): Bytes {
  return Uint8Array.of(last ? 1 : 0);
}
