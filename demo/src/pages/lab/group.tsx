import { useComputed, useSignal } from '@preact/signals';
import { templateOf } from 'face-core';
import type { Candidate } from 'facebank';
import { GalleryGate } from '../../app/gallery-gate.tsx';
import { addressOf } from '../../app/router.ts';
import { people } from '../../services/bank.ts';
import { matchThreshold } from '../../services/settings.ts';
import { formatNumber } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Thumbnail } from '../../ui/thumbnail.tsx';
import type { ExaminedFace } from './examine.ts';
import { FaceParts } from './face-parts.tsx';
import { type GalleryPerson, whoIs } from './gallery.ts';
import { PhotoSlot } from './photo-slot.tsx';
import { useExamined } from './use-examined.ts';
import { useGallery } from './use-gallery.ts';

/** A face of the photograph, and who it is. */
interface Recognised {
  face: ExaminedFace;
  match: Candidate | null;
  /** The nearest person, match or not. */
  nearest: Candidate | null;
  name: string;
}

/** Everybody in a photograph, with their names. */
export function Group() {
  return (
    <GalleryGate>
      <Recognition />
    </GalleryGate>
  );
}

function Recognition() {
  const words = t().lab.group;
  const examining = useExamined();
  const { gallery, error } = useGallery();
  const opened = useSignal<number | null>(null);
  const recognised = useComputed((): Recognised[] => {
    const [found, known] = [examining.examined.value, gallery.value];
    if (found === null || known === null) return [];
    return found.faces.map((face) => recognise(face, known));
  });
  const marks = recognised.value.map(({ face, match, name }, i) => ({
    box: face.analysis.box,
    label: match === null ? String(i + 1) : `${i + 1} ${name}`,
    tone: match === null ? ('plain' as const) : ('good' as const),
  }));
  return (
    <div class="pair pair-uneven">
      <Card title={words.photograph} hint={words.hint}>
        {people.value.length === 0 && (
          <p>
            {words.nobody} <a href={addressOf('enrol')}>{t().shell.nav.enrol}</a>
          </p>
        )}
        <Notice tone="bad">{error.value}</Notice>
        <PhotoSlot title={words.slot} examining={examining} marks={marks} />
      </Card>
      {recognised.value.length > 0 && (
        <Card title={words.people}>
          <ol class="recognised">
            {recognised.value.map(({ face, match, nearest, name }, i) => (
              <li key={face.analysis.digest}>
                <div class="row">
                  <span class="recognised-number">{formatNumber(i + 1)}</span>
                  <Thumbnail picture={face.aligned ?? face.crop} label={words.face(i + 1)} />
                  <div class="recognised-who">
                    <h3>{match === null ? words.unknown : name}</h3>
                    <p class="hint">{similarityText(match, nearest, name)}</p>
                  </div>
                </div>
                <details
                  open={opened.value === i}
                  onToggle={(event) => {
                    if (event.currentTarget.open) opened.value = i;
                    else if (opened.value === i) opened.value = null;
                  }}
                >
                  <summary>
                    {words.more}
                    <span class="visually-hidden">: {words.face(i + 1)}</span>
                  </summary>
                  {opened.value === i && <FaceParts face={face} />}
                </details>
              </li>
            ))}
          </ol>
        </Card>
      )}
    </div>
  );
}

function recognise(face: ExaminedFace, gallery: readonly GalleryPerson[]): Recognised {
  const nobody = { face, match: null, nearest: null, name: '' };
  if (face.analysis.embedding === null) return nobody;
  const probe = templateOf(face.analysis);
  // Cosines between two models mean nothing.
  const comparable = gallery.filter(({ modelId }) => modelId === probe.modelId);
  const { match, candidates } = whoIs(comparable, probe, matchThreshold.value);
  const nearest = candidates[0] ?? null;
  const name = comparable.find(({ label }) => label === nearest?.label)?.displayName ?? '';
  return { face, match, nearest, name };
}

function similarityText(match: Candidate | null, nearest: Candidate | null, name: string): string {
  const words = t().lab.group;
  if (nearest === null) return words.nobodyToCompare;
  const similarity = formatNumber(nearest.similarity, 2);
  return match === null ? words.nearest(name, similarity) : words.similarity(similarity);
}
