import { livenessFigures } from '../evaluate/liveness.ts';
import { verificationFigures } from '../evaluate/verification.ts';
import { isLeftOut, type Measurements } from './measurements.ts';

/** The figures of every part, without the scores behind them. */
export function summary({ verification, identification, detection, liveness, bench }: Measurements) {
  return {
    verification: isLeftOut(verification) ? verification : verificationFigures(verification),
    identification,
    detection,
    liveness: isLeftOut(liveness) ? liveness : livenessFigures(liveness),
    bench,
  };
}
