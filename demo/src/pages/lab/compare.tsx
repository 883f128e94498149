import { useSignal, useSignalEffect } from '@preact/signals';
import { type FaceTemplate, templateOf } from 'face-core';
import type { Verification } from 'facebank';
import { bank, people } from '../../services/bank.ts';
import { matchThreshold } from '../../services/settings.ts';
import { adviceFor } from '../../text/advice.ts';
import { formatNumber } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Card } from '../../ui/card.tsx';
import { Select } from '../../ui/field.tsx';
import { Figures } from '../../ui/figures.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Thumbnail } from '../../ui/thumbnail.tsx';
import { type ExaminedFace, mainFace } from './examine.ts';
import { FaceParts } from './face-parts.tsx';
import { compareWith } from './gallery.ts';
import { PhotoSlot } from './photo-slot.tsx';
import { SimilarityScale } from './similarity-scale.tsx';
import { type Examining, useExamined } from './use-examined.ts';

/** Two photographs, or a photograph and an enrolled person: is it the same person? */
export function Compare() {
  const words = t().lab.compare;
  const first = useExamined();
  const second = useExamined();
  /** The person to compare with in place of a first photograph. */
  const label = useSignal<string | null>(null);
  const enrolled = useSignal<readonly FaceTemplate[]>([]);
  const problem = useSignal<string | null>(null);

  useSignalEffect(() => {
    const [asked, gallery] = [label.value, bank.value];
    // Whenever somebody changes the gallery.
    people.value;
    enrolled.value = [];
    problem.value = null;
    if (asked === null || gallery === null) return;
    gallery.templates(asked).then(
      (templates) => {
        if (label.peek() === asked) enrolled.value = templates;
      },
      (fault) => {
        if (label.peek() === asked) problem.value = adviceFor(fault);
      },
    );
  });

  const faces = { first: mainFaceIn(first), second: mainFaceIn(second) };
  const references = label.value === null ? templatesOf(faces.first) : enrolled.value;
  const [probe] = templatesOf(faces.second);
  const title = label.value === null ? words.second : words.only;
  return (
    <>
      {people.value.length > 0 && (
        <div class="compare-with">
          <Select
            label={words.with}
            value={label.value}
            options={[
              { value: null, label: words.photograph },
              ...people.value.map((person) => ({ value: person.label, label: person.displayName })),
            ]}
            onChange={(value) => {
              label.value = value;
            }}
          />
        </div>
      )}
      <Notice tone="bad">{problem.value}</Notice>
      <div class="pair">
        {label.value === null && <Side title={words.first} examining={first} face={faces.first} />}
        <Side title={title} examining={second} face={faces.second} />
      </div>
      <div aria-live="polite">
        {references.length > 0 && probe !== undefined && (
          <Result
            verification={compareWith(references, probe, matchThreshold.value)}
            shots={references.length}
            aligned={[
              [words.first, label.value === null ? faces.first?.aligned : null],
              [title, faces.second?.aligned],
            ]}
          />
        )}
      </div>
      <div class="pair">
        {label.value === null && faces.first && (
          <Card title={words.of(words.first)}>
            <FaceParts face={faces.first} />
          </Card>
        )}
        {faces.second && (
          <Card title={words.of(title)}>
            <FaceParts face={faces.second} />
          </Card>
        )}
      </div>
    </>
  );
}

function Side({ title, examining, face }: { title: string; examining: Examining; face: ExaminedFace | undefined }) {
  const marks = (examining.examined.value?.faces ?? []).map((shown) => ({
    box: shown.analysis.box,
    label: '',
    tone: shown === face ? ('good' as const) : ('plain' as const),
  }));
  return (
    <Card title={title}>
      <PhotoSlot title={title} examining={examining} marks={marks} />
      {marks.length > 1 && <p class="hint">{t().lab.compare.largest}</p>}
      {face?.aligned === null && <p>{t().lab.parts.notAligned}</p>}
    </Card>
  );
}

interface ResultProps {
  verification: Verification;
  /** How many templates the second photograph is compared with. */
  shots: number;
  /** The faces, as the model sees them. */
  aligned: readonly (readonly [title: string, face: HTMLCanvasElement | null | undefined])[];
}

function Result({ verification, shots, aligned }: ResultProps) {
  const words = t().lab.compare;
  const { match, similarity, threshold, confidence, best, mean, min } = verification;
  // Of one shot they are all the same.
  const others =
    shots > 1
      ? ([
          [words.best, best],
          [words.mean, mean],
          [words.least, min],
        ] as const)
      : [];
  return (
    <Card title={match ? words.same : words.different}>
      <SimilarityScale similarity={similarity} threshold={threshold} others={others} />
      <div class="compared">
        <div class="crops">
          {aligned.map(
            ([title, face]) =>
              face && <Thumbnail key={title} picture={face} label={`${title}: ${t().lab.parts.aligned}`} />,
          )}
        </div>
        <Figures
          figures={[
            [words.similarity, formatNumber(similarity, 3)],
            [words.threshold, formatNumber(threshold, 2)],
            [words.confidence, formatNumber(confidence)],
            ...others.map(([name, value]) => [name, formatNumber(value, 3)] as const),
          ]}
        />
      </div>
      <p class="hint">
        {t().lab.parts.alignedHint} {shots > 1 ? words.centroidHint : words.hint}
      </p>
    </Card>
  );
}

function mainFaceIn({ examined }: Examining): ExaminedFace | undefined {
  return examined.value === null ? undefined : mainFace(examined.value);
}

/** The template of a face; none where it could not be aligned. */
function templatesOf(face: ExaminedFace | undefined): FaceTemplate[] {
  return face === undefined || face.analysis.embedding === null ? [] : [templateOf(face.analysis)];
}
