/** What a shot must be like to become a template. */
export interface CapturePolicy {
  /** `require` (default): a face that is not live is refused. `report`: it is scored, not refused. `skip`: not looked at. */
  liveness?: 'require' | 'report' | 'skip';
  /** Least width of the face's box in source pixels; 80 by default. */
  minimumFaceSize?: number;
  /** Least length of the image's shorter side in pixels; 150 by default. */
  minimumImageSize?: number;
  /** Least quality, 0–100; 40 by default. */
  minimumQuality?: number;
}

/** The policy with its defaults, also where an option is given as `undefined` or `null`. */
export function completePolicy(policy: CapturePolicy): Required<CapturePolicy> {
  return {
    liveness: policy.liveness ?? 'require',
    minimumFaceSize: policy.minimumFaceSize ?? 80,
    minimumImageSize: policy.minimumImageSize ?? 150,
    minimumQuality: policy.minimumQuality ?? 40,
  };
}
