import { expect, test } from 'vitest';
import { Answers } from '../src/answers.ts';
import { syntheticPerson } from './synthetic.ts';

test('an answer is found by its question, and by the probe', () => {
  const answers = new Answers();
  const ada = syntheticPerson(1);
  const probe = ada.shot();
  answers.set('who?', probe, 7, { label: 'Ada' });
  expect(answers.get('who?', probe)).toEqual({ answer: { label: 'Ada' }, sequence: 7 });
  expect(answers.get('how old?', probe)).toBeNull();
  expect(answers.get('who?', ada.shot())).toBeNull();
  expect(answers.get('who?', { ...probe, modelId: 'other@1' })).toBeNull();
});

test('what is not identity does not count', () => {
  const answers = new Answers();
  const probe = syntheticPerson(1).shot();
  answers.set('who?', probe, 7, 'Ada');
  const again = { ...probe, quality: 1, liveness: null, capturedAt: 0, embedding: probe.embedding.slice() };
  expect(answers.get('who?', again)).not.toBeNull();
});

test('the digest alone proves nothing', () => {
  const answers = new Answers();
  const probe = syntheticPerson(1).shot();
  answers.set('who?', probe, 7, 'Ada');
  const other = syntheticPerson(2).shot({ digest: probe.digest });
  expect(answers.get('who?', other)).toBeNull();
  const shorter = { ...probe, embedding: probe.embedding.slice(0, 511) };
  expect(answers.get('who?', shorter)).toBeNull();
  const near = { ...probe, embedding: probe.embedding.slice() };
  near.embedding[0]! += 1e-6;
  expect(answers.get('who?', near)).toBeNull();
});

test('kind and digest cannot be mistaken for each other', () => {
  const answers = new Answers();
  const probe = syntheticPerson(1).shot({ digest: 'b","c' });
  answers.set('a', probe, 7, 'Ada');
  expect(answers.get('a","b', { ...probe, digest: 'c' })).toBeNull();
});

test('answers and probes are copies', () => {
  const answers = new Answers();
  const probe = syntheticPerson(1).shot();
  const original = { ...probe, embedding: probe.embedding.slice() };
  const answer = { candidates: [{ label: 'Ada' }] };
  answers.set('who?', probe, 7, answer);
  answer.candidates[0]!.label = 'Eve';
  probe.embedding.fill(0);
  const first = answers.get<typeof answer>('who?', original)!;
  expect(first.answer).toEqual({ candidates: [{ label: 'Ada' }] });
  first.answer.candidates.pop();
  expect(answers.get('who?', original)!.answer).toEqual({ candidates: [{ label: 'Ada' }] });
});

test('the last 32 are kept, and asking anew keeps one longer', () => {
  const answers = new Answers();
  const shots = syntheticPerson(1).shots(33);
  for (const shot of shots.slice(0, 31)) answers.set('who?', shot, 1, 'old');
  answers.set('who?', shots[0]!, 2, 'new');
  for (const shot of shots.slice(31)) answers.set('who?', shot, 1, 'old');
  expect(shots.map((shot) => answers.get('who?', shot) !== null)).toEqual(shots.map((_, index) => index !== 1));
  expect(answers.get('who?', shots[0]!)).toEqual({ answer: 'new', sequence: 2 });
});

test('all can be forgotten', () => {
  const answers = new Answers();
  const probe = syntheticPerson(1).shot();
  answers.set('who?', probe, 7, 'Ada');
  answers.clear();
  expect(answers.get('who?', probe)).toBeNull();
});
