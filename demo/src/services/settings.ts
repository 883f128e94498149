import { computed } from '@preact/signals';
import type { LivenessPreset } from 'face-core';
import type { Threshold } from 'facebank';
import { thresholdsByFmr } from 'facebank/matching';
import { kept, oneOf } from './kept.ts';

/** What a person chose on this device. Each is a signal: whoever reads its value follows it. */

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

export const devices = ['auto', 'webgpu', 'wasm'] as const;
export const presets = ['relaxed', 'balanced', 'strict'] as const satisfies readonly LivenessPreset[];
export const livenessChecks = ['passive', 'challenge'] as const;
export const themes = ['system', 'light', 'dark'] as const;
/** How long templates and events are kept, in days. */
export const retentions = [null, 1, 7, 30, 90, 365] as const;

/** The false match rates that were measured for the bundled model, the laxest first. */
export const measuredFmrs: readonly number[] = thresholdsByFmr['arcface-mobilefacenet@1']!.thresholds.map(
  ({ fmr }) => fmr,
).sort((a, b) => b - a);

/** Cosines that a person may choose from; the default lies within. */
export const cosines = { least: 0.1, most: 0.9 } as const;

export type ThresholdChoice = { by: 'default' } | { by: 'fmr'; fmr: number } | { by: 'cosine'; cosine: number };

const byDefault: ThresholdChoice = { by: 'default' };

export const settings = {
  language: kept<Language | 'auto'>('language', 'auto', oneOf(['auto', ...languages])),
  theme: kept<(typeof themes)[number]>('theme', 'system', oneOf(themes)),
  device: kept<(typeof devices)[number]>('device', 'auto', oneOf(devices)),
  preset: kept<LivenessPreset>('preset', 'balanced', oneOf(presets)),
  /** How a person shows that they are alive: by being looked at, or by movements that are asked for. */
  livenessCheck: kept<(typeof livenessChecks)[number]>('liveness-check', 'passive', oneOf(livenessChecks)),
  threshold: kept<ThresholdChoice>('threshold', byDefault, isThresholdChoice),
  templateDays: kept<(typeof retentions)[number]>('template-days', null, oneOf(retentions)),
  eventDays: kept<(typeof retentions)[number]>('event-days', null, oneOf(retentions)),
  /** The camera that was chosen last, by its device id. */
  camera: kept<string | null>('camera', null, (value) => value === null || typeof value === 'string'),
};

/** The threshold as `verify` and `identify` take it; `undefined` is the model's own. */
export const matchThreshold = computed((): Threshold | undefined => {
  const choice = settings.threshold.value;
  if (choice.by === 'default') return undefined;
  return choice.by === 'fmr' ? { targetFmr: choice.fmr } : choice.cosine;
});

function isThresholdChoice(value: unknown): value is ThresholdChoice {
  if (typeof value !== 'object' || value === null) return false;
  const { by, fmr, cosine } = value as Record<string, unknown>;
  if (by === 'fmr') return measuredFmrs.includes(fmr as number);
  if (by === 'cosine') return typeof cosine === 'number' && cosine >= cosines.least && cosine <= cosines.most;
  return by === 'default';
}
