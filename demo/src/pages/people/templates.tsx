import { useSignal } from '@preact/signals';
import type { KeptTemplate, Picture } from 'facebank';
import { useEffect } from 'preact/hooks';
import { addressOf } from '../../app/router.ts';
import { formatDate, formatNumber, formatTime } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Card } from '../../ui/card.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Thumbnail } from '../../ui/thumbnail.tsx';

interface Props {
  label: string;
  templates: readonly KeptTemplate[];
  pictures: readonly Picture[];
}

/** What a person is compared with, with the pictures of it where they were kept. */
export function Templates({ label, templates, pictures }: Props) {
  const words = t().people.person;
  return (
    <Card title={words.templates} hint={words.templatesHint}>
      <ol class="templates">
        {templates.map((template, index) => {
          const picture = pictures.find(({ of, digest }) => of === 'enrolment' && digest === template.digest);
          return (
            <TemplateItem key={template.digest} name={words.shot(index + 1)} template={template} picture={picture} />
          );
        })}
      </ol>
      <div class="row">
        <a class="button button-quiet" href={addressOf('enrol', label)}>
          <Icon name="enrol" />
          {words.addShots}
        </a>
      </div>
    </Card>
  );
}

interface ItemProps {
  name: string;
  template: KeptTemplate;
  picture: Picture | undefined;
}

function TemplateItem({ name, template, picture }: ItemProps) {
  const { quality, liveness, capturedAt, source } = template;
  const words = t().people.person;
  const facts = [words.captured(formatTime(capturedAt)), livenessOf(liveness), ...(source === null ? [] : [source])];
  return (
    <li>
      {picture && <KeptPicture picture={picture} name={name} />}
      <div class="stack">
        <div class="template-quality">
          <h3>{name}</h3>
          <meter min={0} max={100} low={40} optimum={100} value={quality} aria-label={`${words.quality}, ${name}`} />
          <span>
            {words.quality} {formatNumber(quality)}
          </span>
        </div>
        <p class="hint">{facts.join(' · ')}</p>
      </div>
    </li>
  );
}

function livenessOf(liveness: KeptTemplate['liveness']): string {
  const words = t().people.person;
  if (liveness === null) return words.notAsked;
  const score = formatNumber(liveness.score, 2);
  return liveness.live ? words.live(score) : words.notLive(score);
}

/** The pictures of check-ins that were kept, if any were. */
export function Proofs({ pictures }: { pictures: readonly Picture[] }) {
  const words = t().people.person;
  const proofs = pictures.filter(({ of }) => of === 'proof');
  if (proofs.length === 0) return null;
  return (
    <Card title={words.proofs}>
      <ul class="proofs">
        {proofs.map((picture) => (
          <li key={`${picture.digest} ${picture.at}`}>
            <KeptPicture picture={picture} name={words.proofs} />
            <span class="hint">{formatTime(picture.at)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Nothing where it cannot be decoded. */
function KeptPicture({ picture, name }: { picture: Picture; name: string }) {
  const bitmap = useSignal<ImageBitmap | null>(null);
  useEffect(() => {
    let isOver = false;
    createImageBitmap(picture.picture).then(
      (decoded) => {
        if (isOver) decoded.close();
        else bitmap.value = decoded;
      },
      () => {},
    );
    return () => {
      isOver = true;
      bitmap.peek()?.close();
      bitmap.value = null;
    };
  }, [picture.picture]);
  return (
    bitmap.value && (
      <Thumbnail picture={bitmap.value} label={t().people.person.pictureOf(name, formatDate(picture.at))} />
    )
  );
}
