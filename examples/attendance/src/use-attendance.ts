import type { FaceEngine } from 'face-core';
import type { Facebank, Person } from 'facebank';
import { type RefObject, useEffect, useState } from 'react';
import { startCamera } from '../../shared/camera.ts';
import { wordsFor } from '../../shared/words.ts';
import { attend, type Sighting } from './attend.ts';

interface Parts {
  engine: FaceEngine;
  bank: Facebank;
  people: readonly Person[];
  video: RefObject<HTMLVideoElement | null>;
  onArrival: (labels: string[]) => void;
}

/** Runs the camera and `attend` for as long as the component is there: who is seen, and what keeps it from seeing. */
export function useAttendance({ engine, bank, people, video, onArrival }: Parts) {
  const [sightings, setSightings] = useState<Sighting[]>([]);
  const [fault, setFault] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: begins anew at another attempt, and asks anew when people change
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const run = async () => {
      await startCamera(video.current!);
      setFault(null);
      for await (const { sightings, arrived } of attend(engine, bank, video.current!, signal)) {
        setSightings(sightings);
        if (arrived.length > 0) onArrival(arrived);
      }
      throw new Error('The camera has stopped.');
    };
    run().catch((error) => {
      if (signal.aborted) return;
      setSightings([]);
      setFault(wordsFor(error));
    });
    return () => controller.abort();
  }, [engine, bank, video, onArrival, people, attempt]);

  return { sightings, fault, retry: () => setAttempt(attempt + 1) };
}
