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
  readonly #cameraButton = element('camera', HTMLButtonElement);
  readonly #choose = element('choose', HTMLButtonElement);
  readonly #notice = element('notice', HTMLParagraphElement);
  /** Ends with the camera. */
  #session = new AbortController();
  /** Whether the camera's frames are left to somebody else. */
  #isResting = false;

  /** @param onPicture told whether there is a picture to work on, whenever that changes */
  constructor(engine: FaceEngine, onPicture: (isThere: boolean) => void) {
    this.#engine = engine;
    this.#onPicture = onPicture;
    const file = element('file', HTMLInputElement);
    this.lock(false);
    this.#placeholder.textContent = 'Start the camera, or choose a photograph.';
    this.#cameraButton.addEventListener('click', () => void this.#toggleCamera());
    this.#choose.addEventListener('click', () => file.click());
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

  /** The camera's picture; `null` while there is none. */
  get camera(): HTMLVideoElement | null {
    return this.isLive ? this.#video : null;
  }

  /** Leaves the engine to a task that looks at every frame by itself. */
  rest(isResting: boolean): void {
    this.#isResting = isResting;
    if (isResting) drawFaces(this.#overlay, 1, 1, []);
  }

  /** Keeps the picture's source as it is while somebody is enrolled or checked. */
  lock(isLocked: boolean): void {
    this.#cameraButton.disabled = this.#choose.disabled = isLocked;
  }

  async #toggleCamera(): Promise<void> {
    this.#notice.textContent = '';
    if (this.isLive) {
      this.#stopCamera('The camera is off.');
      return;
    }
    this.#cameraButton.disabled = true;
    try {
      const stream = await startCamera(this.#video);
      const session = new AbortController();
      this.#session = session;
      // An unplugged or forbidden camera leaves its last picture behind, which nobody must be judged by.
      for (const track of stream.getTracks()) {
        track.addEventListener('ended', () => {
          this.#stopCamera('The camera has stopped.');
          this.#notice.textContent = 'The camera was unplugged or is no longer allowed. Start it again.';
        });
      }
      // Should the camera end, no earlier photograph may stand in for it.
      this.#photo.width = 0;
      this.#cameraButton.textContent = 'Stop the camera';
      this.#show(true, false, '');
      this.#onPicture(true);
      void this.#follow(session.signal);
    } catch (error) {
      this.#notice.textContent = (error as Error).message;
    } finally {
      this.#cameraButton.disabled = false;
    }
  }

  #stopCamera(placeholder: string): void {
    this.#session.abort();
    stopCamera(this.#video);
    this.#cameraButton.textContent = 'Start the camera';
    this.#show(false, false, placeholder);
    this.#onPicture(false);
  }

  /** Draws the faces of each new frame, as fast as they are found: a frame that comes meanwhile is not waited for. */
  async #follow(session: AbortSignal): Promise<void> {
    while (!session.aborted) {
      try {
        if (!this.#isResting) await this.#draw(this.#video, this.#video.videoWidth, this.#video.videoHeight);
      } catch (error) {
        if (session.aborted) return;
        // A frame that could not be read is no reason to stop; an engine that is gone is.
        if (!(error instanceof FaceError && error.code === 'bad-image')) {
          this.#stopCamera('The page has to be loaded again.');
          this.#notice.textContent = (error as Error).message;
          return;
        }
      }
      await nextFrame(this.#video, session);
    }
  }

  async #showPhoto(file: File): Promise<void> {
    this.#notice.textContent = '';
    this.#onPicture(false);
    try {
      const bitmap = await createImageBitmap(file).catch((cause: unknown) => {
        throw new FaceError('bad-image', `${file.name} cannot be read as an image.`, {}, { cause });
      });
      this.#stopCamera('');
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
    if (source === this.source && !this.#isResting) drawFaces(this.#overlay, width, height, faces);
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

/** Waits for the video's next frame, or for the end of the session; a hidden page's video has none until it is shown again. */
function nextFrame(video: HTMLVideoElement, session: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const callback = video.requestVideoFrameCallback(() => {
      session.removeEventListener('abort', end);
      resolve();
    });
    const end = () => {
      video.cancelVideoFrameCallback(callback);
      resolve();
    };
    session.addEventListener('abort', end);
  });
}
