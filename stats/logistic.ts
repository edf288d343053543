/**
 * Logistic regression on indicator rows (each column is there or not), with an L2 penalty on the weights and none on the
 * bias: minimises
 *   sum over rows of yes * log(1 + exp(-z)) + no * log(1 + exp(z)), z = bias + sum of the row's weights,
 *   + penalty / 2 * sum of squared weights,
 * where `yes` and `no` say how often the row was answered so. That is scikit-learn's LogisticRegression with C = 1 /
 * penalty, and the test holds it to that.
 *
 * Source: Newton's method with conjugate gradients inside (Nocedal and Wright 2006, "Numerical Optimization", algorithm
 * 7.1), here with the Hessian's diagonal as preconditioner. Differs: all rows at every step, in their order, so the same
 * rows give the same bits; no random start, no shuffling.
 */
import { checkFinite } from "./check.js";

/** Sparse rows of ones: row r has the columns `columns[starts[r]]` to `columns[starts[r + 1] - 1]`. */
export interface IndicatorRows {
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  /** Columns there are; each index is below it. */
  readonly width: number;
}

export interface LogisticData {
  readonly rows: IndicatorRows;
  /** Per row, how often the answer was yes and how often no; both >= 0. */
  readonly yes: Float64Array;
  readonly no: Float64Array;
}

export interface LogisticModel {
  readonly bias: number;
  readonly weights: Float64Array;
}

export interface LogisticOptions {
  /** Above 0. */
  readonly penalty: number;
  /** Where to begin; zeros when absent. */
  readonly start?: LogisticModel;
  /** Ends when no part of the gradient exceeds this times the number of answers; 1e-6 when absent. */
  readonly tolerance?: number;
}

const MOST_STEPS = 100;
const MOST_INNER_STEPS = 250;
/** No step changes a row's score by more. */
const MOST_CHANGE = 10;

export const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

/** log(1 + exp(z)) without overflow. */
const softplus = (z: number): number => (z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)));

/** bias + weights of each row; `point` holds the weights and, last, the bias. */
function scores({ starts, columns, width }: IndicatorRows, point: Float64Array, into: Float64Array): void {
  for (let r = 0; r < into.length; r++) {
    let sum = point[width]!;
    for (let k = starts[r]!; k < starts[r + 1]!; k++) sum += point[columns[k]!]!;
    into[r] = sum;
  }
}

/** Adds `values[r]` to every column of row r, and all of them to the bias' place. */
function spread({ starts, columns, width }: IndicatorRows, values: Float64Array, into: Float64Array): void {
  let all = 0;
  for (let r = 0; r < values.length; r++) {
    const value = values[r]!;
    all += value;
    for (let k = starts[r]!; k < starts[r + 1]!; k++) into[columns[k]!]! += value;
  }
  into[width]! += all;
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

function loss({ rows, yes, no }: LogisticData, point: Float64Array, penalty: number, z: Float64Array): number {
  scores(rows, point, z);
  let sum = 0;
  for (let r = 0; r < z.length; r++) sum += yes[r]! * softplus(-z[r]!) + no[r]! * softplus(z[r]!);
  let squares = 0;
  for (let i = 0; i < rows.width; i++) squares += point[i]! * point[i]!;
  return sum + (penalty / 2) * squares;
}

function check({ rows, yes, no }: LogisticData, penalty: number): number {
  checkFinite("yes", yes);
  checkFinite("no", no);
  if (!(penalty > 0 && penalty < Number.POSITIVE_INFINITY)) throw new RangeError(`penalty is ${penalty}, not above 0`);
  if (yes.length !== no.length || rows.starts.length !== yes.length + 1) {
    throw new RangeError(
      `${yes.length} yes, ${no.length} no and ${rows.starts.length} starts are not of the same rows`,
    );
  }
  if (rows.columns.some((column) => column < 0 || column >= rows.width))
    throw new RangeError("a column is out of range");
  const [yeses, noes] = [yes, no].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  if (!(yeses! > 0 && noes! > 0)) throw new RangeError("logistic regression needs answers of both kinds");
  return yeses! + noes!;
}

/**
 * The one minimum.
 * @throws RangeError when the shapes do not fit, or the answers are all of one kind (the bias would run off).
 */
export function fitLogistic(data: LogisticData, { penalty, start, tolerance = 1e-6 }: LogisticOptions): LogisticModel {
  const answers = check(data, penalty);
  const { rows, yes, no } = data;
  const count = yes.length;
  const size = rows.width + 1;
  const point = new Float64Array(size);
  if (start !== undefined) {
    point.set(start.weights);
    point[rows.width] = start.bias;
  }
  const [z, slopes, curves, along] = [0, 0, 0, 0].map(() => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [gradient, diagonal, trial] = [0, 0, 0].map(() => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  /** Hessian times a direction. */
  const curve = (direction: Float64Array, into: Float64Array): void => {
    scores(rows, direction, along);
    for (let r = 0; r < count; r++) along[r]! *= curves[r]!;
    for (let i = 0; i < rows.width; i++) into[i] = penalty * direction[i]!;
    into[rows.width] = 0;
    spread(rows, along, into);
  };
  let value = loss(data, point, penalty, z);
  for (let step = 0; step < MOST_STEPS; step++) {
    // z holds the scores at the point.
    for (let r = 0; r < count; r++) {
      const p = sigmoid(z[r]!);
      slopes[r] = no[r]! * p - yes[r]! * (1 - p);
      curves[r] = (yes[r]! + no[r]!) * p * (1 - p);
    }
    for (let i = 0; i < rows.width; i++) {
      gradient[i] = penalty * point[i]!;
      diagonal[i] = penalty;
    }
    gradient[rows.width] = 0;
    // A bias without curvature (every answer certain) still needs a scale.
    diagonal[rows.width] = 1e-12 * answers;
    spread(rows, slopes, gradient);
    spread(rows, curves, diagonal);
    if (gradient.every((part) => Math.abs(part) <= tolerance * answers)) break;
    const direction = newtonDirection(gradient, diagonal, curve);
    const slope = dot(gradient, direction);
    scores(rows, direction, along);
    // Where every answer is certain there is hardly any curvature, and a whole step would lead out of sight.
    const farthest = along.reduce((most, change) => Math.max(most, Math.abs(change)), 0);
    let [length, next] = [Math.min(1, MOST_CHANGE / farthest), Number.POSITIVE_INFINITY];
    for (const shortest = 1e-10 * length; length > shortest; length /= 2) {
      for (let i = 0; i < size; i++) trial[i] = point[i]! + length * direction[i]!;
      next = loss(data, trial, penalty, z);
      if (next <= value + 1e-4 * length * slope) break;
    }
    // No shorter step lowers the loss by more than its rounding: this is the minimum.
    if (!(next < value)) break;
    point.set(trial);
    value = next;
  }
  return { bias: point[rows.width]!, weights: point.slice(0, rows.width) };
}

/** Solves Hessian * d = -gradient as far as the gradient's size makes worth while. */
function newtonDirection(
  gradient: Float64Array,
  diagonal: Float64Array,
  curve: (direction: Float64Array, into: Float64Array) => void,
): Float64Array {
  const size = gradient.length;
  const solution = new Float64Array(size);
  const residual = gradient.map((part) => -part);
  const scaled = residual.map((part, i) => part / diagonal[i]!);
  const direction = scaled.slice();
  const curved = new Float64Array(size);
  let energy = dot(residual, scaled);
  const enough = Math.min(0.25, Math.sqrt(Math.sqrt(energy))) ** 2 * energy;
  for (let inner = 0; inner < MOST_INNER_STEPS && energy > enough; inner++) {
    curve(direction, curved);
    const bend = dot(direction, curved);
    if (!(bend > 0)) break;
    const length = energy / bend;
    for (let i = 0; i < size; i++) {
      solution[i]! += length * direction[i]!;
      residual[i]! -= length * curved[i]!;
      scaled[i] = residual[i]! / diagonal[i]!;
    }
    const next = dot(residual, scaled);
    for (let i = 0; i < size; i++) direction[i] = scaled[i]! + (next / energy) * direction[i]!;
    energy = next;
  }
  return solution;
}
