import { about } from './about.ts';
import { activity } from './activity.ts';
import { advice } from './advice.ts';
import { camera } from './camera.ts';
import { checkIn } from './check-in.ts';
import { enrol } from './enrol.ts';
import { gallery } from './gallery.ts';
import { lab } from './lab.ts';
import { people } from './people.ts';
import { scene } from './scene.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';

/** Every word of the app, in English: the catalogue that the other languages have to match. */
export const en = { shell, camera, gallery, advice, checkIn, enrol, people, activity, lab, scene, settings, about };
