import {
  type CapturePolicy,
  faultsOfCount,
  faultsOfImage,
  faultsOfLiveness,
  faultsOfQuality,
  faultsOfSize,
} from 'face-core';
import type { Check } from '../check.ts';
import { findingOf } from './finding.ts';

/** The checks of a picture and its face, by the rules of `capture`; each asks one thing. */
export function pictureChecks(policy: Required<CapturePolicy>): Check[] {
  const checks = [imageSize(policy), singleFace(), faceSize(policy), quality(policy)];
  return policy.liveness === 'skip' ? checks : [...checks, liveness(policy)];
}

function imageSize(policy: Required<CapturePolicy>): Check {
  return {
    name: 'image-size',
    run: ({ width, height }) =>
      findingOf(faultsOfImage({ width, height }, policy), { width, height, minimum: policy.minimumImageSize }),
  };
}

function singleFace(): Check {
  return {
    name: 'single-face',
    async run(context) {
      const faces = await context.faces();
      return findingOf(faultsOfCount(faces.length), { faces: faces.map(({ score }) => score) });
    },
  };
}

function faceSize(policy: Required<CapturePolicy>): Check {
  return {
    name: 'face-size',
    async run(context) {
      const face = await context.face();
      return findingOf(faultsOfSize(face, policy), { width: face.box.width, minimum: policy.minimumFaceSize });
    },
  };
}

function quality(policy: Required<CapturePolicy>): Check {
  return {
    name: 'quality',
    async run(context) {
      const face = await context.face();
      const { score, parts, reasons } = face.quality!;
      const figures = { score, parts: { ...parts }, shortcomings: reasons, minimum: policy.minimumQuality };
      return findingOf(faultsOfQuality(face, policy), figures);
    },
  };
}

/** Under the policy `report` it passes whatever it finds, and says so. */
function liveness(policy: Required<CapturePolicy>): Check {
  return {
    name: 'liveness',
    needs: ['liveness'],
    async run(context) {
      const face = await context.face();
      const { live, score, threshold, reasons } = face.liveness!;
      const figures = { live, score, threshold, signs: reasons, required: policy.liveness === 'require' };
      return findingOf(faultsOfLiveness(face, policy), figures);
    },
  };
}
