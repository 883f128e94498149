import type { Fault, QualityReason } from 'face-core';
import { formatNumber } from '../../text/format.ts';
import { t } from '../../text/index.ts';

/** What is held against a photograph, in the language on show: every reason there is. */
export function faultWords({ code, details }: Fault): string[] {
  const { fault, quality, format, poor } = t().enrol.files;
  const { reasons, score, minimum, format: found } = details;
  if (code === 'low-quality' && Array.isArray(reasons) && reasons.length > 0) {
    return (reasons as QualityReason[]).map((reason) => quality[reason]);
  }
  if (code === 'low-quality' && typeof score === 'number' && typeof minimum === 'number') {
    return [poor(formatNumber(score), formatNumber(minimum))];
  }
  if (code === 'bad-image' && typeof found === 'string' && found in format) {
    return [format[found as keyof typeof format]];
  }
  return [fault[code] ?? t().advice.face[code]];
}
