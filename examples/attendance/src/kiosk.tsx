import type { FaceEngine } from 'face-core';
import type { BankEvent, Facebank, Person } from 'facebank';
import { useCallback, useEffect, useRef, useState } from 'react';
import { wordsFor } from '../../shared/words.ts';
import { arrivalsToday } from './arrivals.ts';
import { ArrivalsCard } from './arrivals-card.tsx';
import { CameraView } from './camera-view.tsx';
import { PeopleCard } from './people-card.tsx';
import { useAttendance } from './use-attendance.ts';

/** Whoever comes before the camera is greeted and logged, without a hand being lifted. */
export function Kiosk({ engine, bank }: { engine: FaceEngine; bank: Facebank }) {
  const video = useRef<HTMLVideoElement>(null);
  const [people, setPeople] = useState<Person[]>([]);
  const [arrivals, setArrivals] = useState<BankEvent[]>([]);
  const [message, setMessage] = useState('');

  const refresh = useCallback(async () => {
    setPeople(await bank.list());
    setArrivals(await arrivalsToday(bank));
  }, [bank]);
  const greet = useCallback(
    async (labels: string[]) => {
      setMessage(`Welcome, ${labels.join(' and ')}`);
      setArrivals(await arrivalsToday(bank));
    },
    [bank],
  );
  const { sightings, fault, retry } = useAttendance({ engine, bank, people, video, onArrival: greet });

  /** Does something with the people, and tells what came of it. Did it work? */
  const change = async (task: () => Promise<string>): Promise<boolean> => {
    try {
      setMessage(await task());
      await refresh();
      return true;
    } catch (error) {
      setMessage(wordsFor(error));
      return false;
    }
  };
  const add = (name: string) =>
    change(async () => {
      const template = await engine.captureBest(video.current!);
      const details = { consentAt: Date.now(), source: 'webcam', duplicates: 'refuse' } as const;
      await bank.enroll(name, [template], details);
      return `${name} is added.`;
    });
  const remove = (name: string) =>
    change(async () => {
      await bank.remove(name);
      return `${name} is removed, with their arrivals.`;
    });

  useEffect(() => void refresh().catch((error) => setMessage(wordsFor(error))), [refresh]);

  return (
    <>
      <p className="soft">Faces are recognised in this browser. No picture and no number leaves this device.</p>
      <p role="status">{fault ?? message}</p>
      {fault !== null && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
      <div className="columns">
        <CameraView video={video} sightings={sightings} />
        <ArrivalsCard arrivals={arrivals} />
        <PeopleCard people={people} onAdd={add} onRemove={remove} />
      </div>
    </>
  );
}
