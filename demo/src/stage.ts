import { type FaceEngine, FaceError, type FaceSource } from 'face-core';
import { startCamera, stopCamera } from './camera.ts';
import { drawFaces } from './overlay.ts';
import { element } from './page.ts';

/** The picture that the page works on, the camera's or a photograph's, with the faces found in it drawn over. */
export class Stage {
  readonly #engine: FaceEngine;
  readonly #onPicture: (isThere: boolean) => void;
  readonly #video = element('video', HTMLVideoElement);
  readonly #photo = element('photo', HTMLCanvasElement);
  readonly #overlay = element('overlay', HTMLCanvasElement);
  readonly #placeholder = element('placeholder', HTMLParagraphElement);
  readonly #camera = element('camera', HTMLButtonElement);
  readonly #notice = element('notice', HTMLParagraphElement);

  /** @param onPicture told whether there is a picture to work on, whenever that changes */
  constructor(engine: FaceEngine, onPicture: (isThere: boolean) => void) {
    this.#engine = engine;
    this.#onPicture = onPicture;
    const choose = element('choose', HTMLButtonElement);
    const file = element('file', HTMLInputElement);
    choose.disabled = this.#camera.disabled = false;
    this.#placeholder.textContent = 'Start the camera, or choose a photograph.';
    this.#camera.addEventListener('click', () => void this.#toggleCamera());
    choose.addEventListener('click', () => file.click());
    file.addEventListener('change', () => {
      const chosen = file.files?.[0];
      file.value = '';
      if (chosen) void this.#showPhoto(chosen);
    });
  }

  get source(): FaceSource {
    return this.isLive ? this.#video : this.#photo;
  }

  get isLive(): boolean {
    return this.#video.srcObject !== null;
  }

  async #toggleCamera(): Promise<void> {
    this.#notice.textContent = '';
    if (this.isLive) {
      this.#stopCamera();
      this.#show(false, false, 'The camera is off.');
      this.#onPicture(false);
      return;
    }
    this.#camera.disabled = true;
    try {
      await startCamera(this.#video);
      this.#camera.textContent = 'Stop the camera';
      this.#show(true, false, '');
      this.#onPicture(true);
      void this.#follow();
    } catch (error) {
      this.#notice.textContent = (error as Error).message;
    } finally {
      this.#camera.disabled = false;
    }
  }

  #stopCamera(): void {
    stopCamera(this.#video);
    this.#camera.textContent = 'Start the camera';
  }

  /** Draws the faces of each new frame, as fast as they are found: a frame that comes meanwhile is not waited for. */
  async #follow(): Promise<void> {
    try {
      while (this.isLive) {
        await this.#draw(this.#video, this.#video.videoWidth, this.#video.videoHeight);
        await nextFrame(this.#video);
      }
    } catch (error) {
      this.#notice.textContent = (error as Error).message;
    }
  }

  async #showPhoto(file: File): Promise<void> {
    this.#notice.textContent = '';
    this.#onPicture(false);
    try {
      const bitmap = await createImageBitmap(file).catch((cause: unknown) => {
        throw new FaceError('bad-image', `${file.name} cannot be read as an image.`, {}, { cause });
      });
      this.#stopCamera();
      [this.#photo.width, this.#photo.height] = [bitmap.width, bitmap.height];
      this.#photo.getContext('2d')!.drawImage(bitmap, 0, 0);
      bitmap.close();
      this.#show(false, true, '');
      await this.#draw(this.#photo, this.#photo.width, this.#photo.height);
      this.#onPicture(true);
    } catch (error) {
      this.#notice.textContent = (error as Error).message;
      this.#onPicture(this.isLive || !this.#photo.hidden);
    }
  }

  async #draw(source: FaceSource, width: number, height: number): Promise<void> {
    const start = performance.now();
    const faces = await this.#engine.detect(source);
    element('time', HTMLElement).textContent = `${Math.round(performance.now() - start)} ms`;
    element('faces', HTMLElement).textContent = String(faces.length);
    if (source === this.source) drawFaces(this.#overlay, width, height, faces);
  }

  #show(isVideo: boolean, isPhoto: boolean, placeholder: string): void {
    this.#video.hidden = !isVideo;
    this.#photo.hidden = !isPhoto;
    this.#placeholder.textContent = placeholder;
    this.#placeholder.hidden = placeholder === '';
    element('view', HTMLElement).classList.toggle('mirrored', isVideo);
    drawFaces(this.#overlay, 1, 1, []);
  }
}

/** Waits for the video's next frame; a hidden page's video has none until it is shown again. */
function nextFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    const stream = video.srcObject;
    if (!(stream instanceof MediaStream)) return resolve();
    video.requestVideoFrameCallback(() => resolve());
    // A camera that is stopped or unplugged has no next frame.
    for (const track of stream.getTracks()) track.addEventListener('ended', () => resolve(), { once: true });
  });
}
