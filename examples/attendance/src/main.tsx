import { FaceEngine } from 'face-core';
import { Facebank } from 'facebank';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { wordsFor } from '../../shared/words.ts';
import { Kiosk } from './kiosk.tsx';

/** The engine and the gallery are the page's, and open before anything else: React only shows them. */

const root = createRoot(document.getElementById('app')!);
const show = (content: ReactNode) =>
  root.render(
    <StrictMode>
      <h1>Attendance</h1>
      {content}
    </StrictMode>,
  );

function Loading({ loaded, total }: { loaded: number; total: number }) {
  return (
    <>
      <progress aria-label="Loading the models" value={loaded} max={total} />
      <p role="status">Loading the models…</p>
    </>
  );
}

try {
  show(<Loading loaded={0} total={1} />);
  const engine = await FaceEngine.create({
    modelBaseUrl: '/models/',
    onProgress: (progress) => show(<Loading {...progress} />),
  });
  const bank = await Facebank.open({ name: 'attendance' });
  show(<Kiosk engine={engine} bank={bank} />);
} catch (error) {
  show(<p role="alert">{wordsFor(error)}</p>);
}
