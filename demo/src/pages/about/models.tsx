import type { EngineInfo } from 'face-core';
import manifest from 'models';
import { installedModels } from '../../../../models/installed.ts';
import { engineInfo } from '../../services/engine.ts';
import { formatBytes } from '../../text/format.ts';
import { t } from '../../text/index.ts';
import { Card } from '../../ui/card.tsx';
import { Figures } from '../../ui/figures.tsx';

type Purpose = keyof ReturnType<typeof t>['about']['models']['purposes'];

/** A file that the app may load, as the manifest has it. */
interface Part {
  id: Purpose;
  bytes: number;
  sha256: string;
  licence: string;
  source: string;
  card: string | null;
  isInUse: (info: EngineInfo) => boolean;
}

/** The models and the runtimes, with their licences and digests. */
export function Models() {
  const words = t().about.models;
  return (
    <Card title={words.title}>
      <ul class="parts">
        {parts.map((part) => (
          <PartItem key={part.id} part={part} />
        ))}
      </ul>
    </Card>
  );
}

function PartItem({ part: { id, bytes, sha256, licence, source, card, isInUse } }: { part: Part }) {
  const words = t().about.models;
  const info = engineInfo.value;
  const inUse = info !== null && isInUse(info);
  return (
    <li>
      <h3>
        {id} <span class={inUse ? 'badge badge-good' : 'badge'}>{inUse ? words.inUse : words.notInUse}</span>
      </h3>
      <p>{words.purposes[id]}</p>
      <Figures
        figures={[
          [words.size, formatBytes(bytes)],
          [words.licence, licence],
          [words.source, <code key="source">{source}</code>],
          [words.digest, <code key="digest">{sha256}</code>],
        ]}
      />
      {card && (
        <a href={card} target="_blank" rel="noreferrer">
          {words.paper}
          <span class="visually-hidden">: {id}</span>
        </a>
      )}
    </li>
  );
}

const models = Object.values(manifest.models).map(
  ({ id, version, bytes, sha256, licence, source, card }): Part => ({
    id: id as Purpose,
    bytes,
    sha256,
    licence,
    source: `${source.package}/${source.path}`,
    card,
    isInUse: (info) => modelsOf(info).includes(`${id}@${version}`),
  }),
);

const runtimes = Object.entries(manifest.runtimes).map(
  ([id, { bytes, sha256, licence, source }]): Part => ({
    id: id as Purpose,
    bytes,
    sha256,
    licence,
    source: `${source.package}/${source.path}`,
    card: null,
    isInUse: ({ device }) => id.startsWith(`onnx-${device}`),
  }),
);

const parts = [...models, ...installedParts(), ...runtimes];

/** DeepPixBiS where it is installed. */
function installedParts(): Part[] {
  const { deeppixbis } = installedModels;
  if (deeppixbis === undefined || deeppixbis.weights instanceof Uint8Array) return [];
  const { licence, url, card } = manifest.optional.deeppixbis;
  const { bytes, sha256 } = deeppixbis.weights;
  return [
    {
      id: 'deeppixbis',
      bytes,
      sha256,
      licence,
      source: url,
      card,
      isInUse: ({ models }) => models.deeppixbis !== null,
    },
  ];
}

function modelsOf({ models: { detection, embedding, liveness, attributes } }: EngineInfo): string[] {
  return [...detection, embedding, liveness, ...Object.values(attributes)];
}
