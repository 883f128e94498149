import { useMemo } from 'preact/hooks';
import { t } from '../../text/index.ts';
import { Thumbnail } from '../../ui/thumbnail.tsx';

/** Patches a side. */
const side = 14;

/** What DeepPixBiS says of each patch of a face, over the face: red where it sees an attack, green where a living person. */
export function PatchMap({ crop, map }: { crop: HTMLCanvasElement; map: Float32Array }) {
  const words = t().lab.parts;
  const painted = useMemo(() => paint(crop, map), [crop, map]);
  return (
    <figure class="crop">
      <Thumbnail picture={painted} label={words.map} />
      <figcaption>{words.map}</figcaption>
    </figure>
  );
}

function paint(crop: HTMLCanvasElement, map: Float32Array): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [crop.width, crop.height];
  const context = canvas.getContext('2d')!;
  context.filter = 'grayscale(1)';
  context.drawImage(crop, 0, 0);
  context.filter = 'none';
  const [width, height] = [crop.width / side, crop.height / side];
  map.forEach((bonaFide, i) => {
    context.fillStyle = `hsl(${Math.round(140 * bonaFide)} 80% 45% / 55%)`;
    context.fillRect((i % side) * width, Math.floor(i / side) * height, width, height);
  });
  return canvas;
}
