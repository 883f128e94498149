import { expect, test } from 'vitest';
import { completeGatePolicy } from '../src/policy.ts';

test('a policy has defaults that are those of capture', () => {
  expect(completeGatePolicy()).toEqual({
    liveness: 'require',
    minimumFaceSize: 80,
    minimumImageSize: 150,
    minimumQuality: 40,
    attempts: 3,
    nearMiss: 0.05,
    duplicates: 'refuse',
    threshold: undefined,
  });
});

test.each([
  { attempts: 0 },
  { attempts: 1.5 },
  { nearMiss: -0.1 },
  { nearMiss: Number.NaN },
  { duplicates: 'perhaps' as 'refuse' },
  { liveness: 'yes' as 'require' },
])('%o is refused', (policy) => {
  expect(() => completeGatePolicy(policy)).toThrow(TypeError);
});
