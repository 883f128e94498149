/** One grid of anchors: `side` × `side` cells with `perCell` anchors each, all at the cell's centre. */
export interface AnchorGrid {
  side: number;
  perCell: number;
}

/**
 * The centres of a single-shot detector's anchors as x, y, x, y, …, in shares of the input, row by row, grid after grid: what
 * MediaPipe's SsdAnchorsCalculator gives for `fixed_anchor_size`, where every anchor is as large as the input.
 */
export function anchorCentres(grids: readonly AnchorGrid[]): Float32Array {
  const centres: number[] = [];
  for (const { side, perCell } of grids) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        for (let i = 0; i < perCell; i++) centres.push((x + 0.5) / side, (y + 0.5) / side);
      }
    }
  }
  return Float32Array.from(centres);
}
