import { computed, type Signal, signal } from '@preact/signals';
import type { Pose as Angles, FaceTemplate } from 'face-core';
import { people } from '../../services/bank.ts';
import { matchThreshold } from '../../services/settings.ts';
import { isSamePerson } from './enrol.ts';
import { type Pose, poses } from './poses.ts';

/** As many as the gallery keeps of a person. */
export const mostShots = 5;

/** Where shots come from. */
export const ways = ['camera', 'files'] as const;

export interface Shot {
  template: FaceTemplate;
  picture: HTMLCanvasElement;
  /** Of the camera: how the head was to be held, and how it was. */
  pose?: { name: Pose; angles: Angles };
  /** Of a photograph: its file's name. */
  file?: string;
}

/** Why a good shot is not taken all the same. */
export type Refusal = 'full' | 'duplicate' | 'other-person';

/** An enrolment that is being prepared. Nothing of it is stored, and it is gone when the page is left. */
export class Draft {
  readonly label: Signal<string>;
  readonly displayName = signal('');
  readonly hasConsent = signal(false);
  readonly keepsPictures = signal(false);
  readonly way = signal<(typeof ways)[number]>('camera');
  readonly shots = signal<readonly Shot[]>([]);
  /** A pose that the camera is to take again. */
  readonly retaking = signal<Pose | null>(null);

  /** The poses of which there is no shot yet. */
  readonly missing = computed(() => poses.filter((pose) => !this.shots.value.some((shot) => shot.pose?.name === pose)));
  /** Who is enrolled under this label already. */
  readonly existing = computed(() => {
    const label = this.label.value.trim().normalize('NFC');
    return people.value.find((person) => person.label === label);
  });
  /** Consent that was given is not asked for again. */
  readonly mayCapture = computed(() => this.hasConsent.value || typeof this.existing.value?.consentAt === 'number');

  constructor(label: string) {
    this.label = signal(label);
  }

  /** Adds a shot, or says why not. */
  add(shot: Shot): Refusal | null {
    const shots = this.shots.peek();
    if (shots.some(({ template }) => template.digest === shot.template.digest)) return 'duplicate';
    // As the gallery will ask: every two have to match.
    const isPerson = ({ template }: Shot) => isSamePerson(template, shot.template.embedding, matchThreshold.peek());
    if (!shots.every(isPerson)) return 'other-person';
    if (shots.length >= mostShots) return 'full';
    this.shots.value = [...shots, shot].sort((a, b) => rankOf(a) - rankOf(b));
    return null;
  }

  remove(shot: Shot): void {
    this.shots.value = this.shots.peek().filter((other) => other !== shot);
  }

  /** Removes those of the camera. */
  removePoses(): void {
    this.shots.value = this.shots.peek().filter(({ pose }) => pose === undefined);
  }

  retake(shot: Shot): void {
    this.remove(shot);
    this.way.value = 'camera';
    this.retaking.value = shot.pose?.name ?? null;
  }
}

/** The camera's shots in the order of their poses, then photographs. */
function rankOf({ pose }: Shot): number {
  return pose === undefined ? poses.length : poses.indexOf(pose.name);
}
