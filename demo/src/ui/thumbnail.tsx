import { useEffect, useRef } from 'preact/hooks';

interface Props {
  /** The policy allows no `blob:` or `data:` image, so a picture is drawn. */
  picture: ImageBitmap | ImageData | HTMLCanvasElement;
  /** What is on it, in words. */
  label: string;
  /** Whether left and right change places, as in a mirror. */
  isMirrored?: boolean;
}

/** A small picture. */
export function Thumbnail({ picture, label, isMirrored = false }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    if (picture instanceof ImageData) context.putImageData(picture, 0, 0);
    else context.drawImage(picture, 0, 0);
  }, [picture]);
  return (
    <canvas
      ref={canvas}
      class={isMirrored ? 'thumbnail mirrored' : 'thumbnail'}
      width={picture.width}
      height={picture.height}
      role="img"
      aria-label={label}
    />
  );
}
