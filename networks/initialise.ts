/**
 * Starting values. Orthogonal matrices (Saxe, McClelland, Ganguli 2014, arXiv 1312.6120), with the gains that are usual
 * in PPO: sqrt(2) before a rectifier, 0.01 for the policy's head, 1 for the value's (37 implementation details, Huang et
 * al. 2022). Drawn in double precision by Gram and Schmidt, twice over, which keeps the columns orthogonal to 1e-12.
 */
import type { Draw } from "./layer.js";

/** A standard normal number (Box and Muller 1958). */
export function normal(draw: Draw): number {
  // 1 - u lies in (0, 1], so the logarithm is finite.
  return Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}

/** Fills `out` [rows x columns] so that the shorter side's vectors are orthogonal and of length `gain`. */
export function orthogonal(out: Float32Array, rows: number, columns: number, gain: number, draw: Draw): void {
  const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => normal(draw));
    for (let pass = 0; pass < 2; pass++) {
      for (const other of vectors) {
        let dot = 0;
        for (let i = 0; i < length; i++) dot += vector[i]! * other[i]!;
        for (let i = 0; i < length; i++) vector[i]! -= dot * other[i]!;
      }
    }
    const size = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    vectors.push(vector.map((value) => value / size));
  }
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = rows < columns ? vectors[row]![column]! : vectors[column]![row]!;
      out[row * columns + column] = gain * value;
    }
  }
}
