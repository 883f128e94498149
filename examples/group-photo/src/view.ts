import { type Picture, sizeOf } from 'face-core';
import type { FoundFace } from './recognise.ts';

/** What is drawn: the photograph with frames, and a list that says the same in words. */

export const find = <Found extends HTMLElement>(selector: string) => document.querySelector<Found>(selector)!;

/** Sharp on most screens, whatever the camera gave. */
const widest = 1600;

export function drawPicture(picture: Picture): void {
  const { width, height } = sizeOf(picture);
  const scale = Math.min(1, widest / width);
  const canvas = find<HTMLCanvasElement>('.picture canvas');
  Object.assign(canvas, { width: width * scale, height: height * scale });
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
}

/** A small picture of each face. */
export function cropsOf(picture: Picture, faces: readonly Pick<FoundFace, 'face'>[]): HTMLCanvasElement[] {
  return faces.map(({ face: { box } }) => {
    const crop = document.createElement('canvas');
    Object.assign(crop, { width: 160, height: 160, ariaHidden: 'true' });
    crop.getContext('2d')!.drawImage(picture, box.x, box.y, box.width, box.height, 0, 0, 160, 160);
    return crop;
  });
}

/** @param size that of the photograph, which the boxes are in */
export function drawFaces(
  faces: readonly FoundFace[],
  crops: readonly HTMLCanvasElement[],
  size: { width: number; height: number },
  onName: (face: FoundFace, name: string) => void,
): void {
  const frames = faces.map((face, i) => frameOf(face, String(i + 1), size));
  const [canvas] = find('.picture').children;
  find('.picture').replaceChildren(canvas!, ...frames);
  const items = faces.map((face, i) => {
    const item = element('li', crops[i]!, describe(face, String(i + 1), onName));
    // Whose turn it is stands out in the picture too.
    const choose = (isChosen: boolean) => () => frames[i]!.classList.toggle('chosen', isChosen);
    for (const event of ['focusin', 'pointerenter']) item.addEventListener(event, choose(true));
    for (const event of ['focusout', 'pointerleave']) item.addEventListener(event, choose(false));
    return item;
  });
  find('#faces').replaceChildren(...items);
}

export function drawPeople(labels: readonly string[], onForget: (label: string) => void): void {
  find('#known').hidden = labels.length === 0;
  const items = labels.map((label) => {
    const forget = element('button', 'Forget');
    Object.assign(forget, { type: 'button', className: 'quiet', ariaLabel: `Forget ${label}` });
    forget.addEventListener('click', () => onForget(label));
    return element('li', label, forget);
  });
  find('#people').replaceChildren(...items);
}

/** Says nothing that the list does not, so no screen reader reads it. */
function frameOf({ face: { box }, person }: FoundFace, number: string, size: { width: number; height: number }) {
  const frame = element('div', element('span', person?.label ?? number));
  Object.assign(frame, { className: 'frame', ariaHidden: 'true' });
  const percent = (value: number, of: number) => `${(100 * value) / of}%`;
  const [left, top] = [percent(box.x, size.width), percent(box.y, size.height)];
  Object.assign(frame.style, {
    left,
    top,
    width: percent(box.width, size.width),
    height: percent(box.height, size.height),
  });
  return frame;
}

function describe(face: FoundFace, number: string, onName: (face: FoundFace, name: string) => void): HTMLElement {
  const { person, faults } = face;
  if (person !== null)
    return element('p', element('strong', person.label), ` similarity ${person.similarity.toFixed(2)}`);
  if (faults.length > 0) return element('p', `Face ${number}: ${faults[0]!.message}`);
  const { content } = find<HTMLTemplateElement>('#unknown');
  const form = content.querySelector('form')!.cloneNode(true) as HTMLFormElement;
  form.querySelector('.number')!.textContent = number;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onName(face, new FormData(form).get('name') as string);
  });
  return form;
}

function element(name: string, ...children: (Node | string)[]): HTMLElement {
  const created = document.createElement(name);
  created.append(...children);
  return created;
}
