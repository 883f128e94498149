import { alignedToImage } from '../alignment/arcface-template.ts';
import type { RgbaImage } from '../image/pixels.ts';
import type { Keypoints } from '../types.ts';
import { estimateAge, ssrNetAge } from './age.ts';
import { type Eyes, eyeState, openness } from './eyes.ts';
import { estimateGender, type Gender, ssrNetGender } from './gender.ts';
import { findLandmarks, inFrame, type Landmarks, landmarks68 } from './landmarks.ts';
import { type Attribute, attributeNames } from './names.ts';
import type { AttributeModel, Viewer } from './viewer.ts';

/** The model of each attribute. */
export const attributeModels: Record<Attribute, AttributeModel> = {
  age: ssrNetAge,
  gender: ssrNetGender,
  landmarks: landmarks68,
  eyes: eyeState,
};

/** The models that are loaded, each ready as soon as it is there. */
export type AttributeViewers = Partial<Record<Attribute, Promise<Viewer>>>;

/**
 * What is said of a face beside who it is: the estimates of small models, for statistics and hints, never for a
 * decision about a person. How they differ between groups of people has not been measured, but for what is said here.
 * `null`: not asked for.
 */
export interface Attributes {
  /**
   * How old the person looks, in years, 0–101. On 35 photographs of 11 people of 22 to 71, whose ages are known to
   * within two years, the mean error was 6 years, and under 10 in 29. Ages are drawn to the middle: who was 45 or older
   * was taken for 12 years younger. Nobody under 22 was tried: no age check.
   */
  age: number | null;
  /** What the face looks like to a model of two genders. */
  gender: Gender | null;
  /** 68 points on the brows, eyes, nose, mouth and jaw. */
  landmarks: Landmarks | null;
  /** How open the eyes are. */
  eyes: Eyes | null;
}

export const noAttributes: Readonly<Attributes> = { age: null, gender: null, landmarks: null, eyes: null };

/**
 * The attributes that are wanted, whose models have to be loaded; the rest are `null`, and all are where the keypoints
 * are those of no face.
 */
export async function attributesOf(
  viewers: AttributeViewers,
  frame: RgbaImage,
  keypoints: Keypoints,
  wanted: Partial<Record<Attribute, boolean>>,
): Promise<Attributes> {
  const attributes = { ...noAttributes };
  const toImage = attributeNames.some((name) => wanted[name]) ? alignedToImage(keypoints) : null;
  if (toImage === null) return attributes;
  const face = { frame, toImage };
  if (wanted.age) attributes.age = await estimateAge((await viewers.age)!, face);
  if (wanted.gender) attributes.gender = await estimateGender((await viewers.gender)!, face);
  if (wanted.landmarks || wanted.eyes) {
    const landmarks = await findLandmarks((await viewers.landmarks)!, face);
    if (wanted.landmarks) attributes.landmarks = inFrame(landmarks, toImage);
    if (wanted.eyes) attributes.eyes = await openness((await viewers.eyes)!, face, landmarks.points);
  }
  return attributes;
}
