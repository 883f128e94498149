import { describe, expect, test } from 'vitest';
import { FaceError, type Fault } from '../src/errors.ts';

describe('FaceError', () => {
  test('has a code, a sentence, numbers and a cause', () => {
    const cause = new TypeError('why');
    const error = new FaceError('bad-image', 'A sentence.', { bytes: 0 }, { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'FaceError',
      code: 'bad-image',
      message: 'A sentence.',
      details: { bytes: 0 },
    });
    expect(error.cause).toBe(cause);
    expect(String(error)).toBe('FaceError: A sentence.');
  });

  test('lists itself as its one fault', () => {
    const error = new FaceError('closed', 'A sentence.');
    expect(error.details).toEqual({});
    expect(error.faults).toEqual([{ code: 'closed', message: 'A sentence.', details: {} }]);
  });
});

describe('fromFaults', () => {
  const faults: [Fault, ...Fault[]] = [
    { code: 'not-live', message: 'One.', details: { score: 0.1 } },
    { code: 'face-too-small', message: 'Two.', details: { width: 20 } },
    { code: 'low-quality', message: 'Three.', details: {} },
  ];

  test('carries all faults, and says them all', () => {
    const error = FaceError.fromFaults(faults);
    expect(error).toBeInstanceOf(FaceError);
    expect(error.faults).toEqual(faults);
    expect(error.message).toBe('One. Two. Three.');
  });

  test('has the code and the numbers of the first', () => {
    expect(FaceError.fromFaults(faults)).toMatchObject({ code: 'not-live', details: { score: 0.1 } });
    expect(FaceError.fromFaults([faults[2]!])).toMatchObject({ code: 'low-quality', message: 'Three.' });
  });
});
