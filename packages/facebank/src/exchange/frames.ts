import { decodeBounded } from './bounded-decode.ts';
import { type Bytes, concatenate, readBytes, uint32 } from './bytes.ts';
import { badFile } from './faults.ts';
import type { FrameGuard } from './frame-guard.ts';

/** A frame is closed when it has this many records, or bytes. */
const fullRecords = 256;
const fullLength = 2 ** 20;

/** Of one record, encoded. */
export const maximumRecordLength = 2 ** 24;
/** The last record of a frame may begin just before it is full. A reader sets no more aside. */
const maximumLength = fullLength + maximumRecordLength;

/** The length of the wrapped frame, and 1 if it is the last, else 0. */
const prefixLength = 5;

/** MessagePack's array with a 32-bit length. */
const array32 = 0xdd;

/** Collects encoded records until they make a frame: a MessagePack array of them. */
export class FrameBuilder {
  #records: Bytes[] = [];
  #length = 0;

  get full(): boolean {
    return this.#records.length >= fullRecords || this.#length >= fullLength;
  }

  add(record: Bytes): void {
    this.#records.push(record);
    this.#length += record.length;
  }

  /** The frame so far. Another is begun. */
  take(): Bytes {
    const frame = concatenate(Uint8Array.of(array32), uint32(this.#records.length), ...this.#records);
    this.#records = [];
    this.#length = 0;
    return frame;
  }
}

/** The records of a frame, none of them looked at. */
export function recordsOf(frame: Bytes): unknown[] {
  try {
    const records = decodeBounded(frame);
    if (Array.isArray(records)) return records;
  } catch (error) {
    throw badFile('damaged', error);
  }
  throw badFile('damaged');
}

/** The bytes of a frame as it stands in a file. */
export async function encodeFrame(guard: FrameGuard, frame: Bytes, last: boolean): Promise<Bytes[]> {
  const wrapped = await guard.wrap(frame, last);
  const length = frame.length + guard.overhead;
  return [uint32(length), Uint8Array.of(last ? 1 : 0), ...wrapped];
}

/**
 * The frames of a file from the byte `start` on, one at a time, each with the place of its end. Ends with the frame that is
 * marked as the last, provided that nothing follows it.
 *
 * @throws FacebankError `bad-file`
 */
export async function* readFrames(
  file: Blob,
  start: number,
  guard: FrameGuard,
): AsyncGenerator<{ frame: Bytes; end: number }, void> {
  for (let at = start, last = false; !last; ) {
    const prefix = new DataView((await readBytes(file, at, at + prefixLength)).buffer);
    const length = prefix.getUint32(0);
    const flag = prefix.getUint8(4);
    if (flag > 1 || length < guard.overhead || length > guard.overhead + maximumLength) throw badFile('damaged');
    last = flag === 1;

    const end = at + prefixLength + length;
    const wrapped = await readBytes(file, at + prefixLength, end);
    if (last && end !== file.size) throw badFile('damaged');
    yield { frame: await guard.unwrap(wrapped, last), end };
    at = end;
  }
}
