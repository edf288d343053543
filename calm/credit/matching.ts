/**
 * Which call of an episode answers to which call of the reference? MatchTIR's similarity (arXiv 2601.10712) and four ways
 * of matching, with the rewards that the paper makes of each.
 *
 * exact: a best assignment (Kuhn 1955; Jonker and Volgenant 1987; `bestAssignment`). greedy: best pair first, which is
 * what the released code does under the name of Hungarian; it finds 0.9 of 1.6 on [[0.9, 0.8], [0.8, 0]]. sinkhorn:
 * entropic transport with uniform margins (Cuturi 2013, arXiv 1306.0895), in logarithms where exp(1 / 0.001) overflows;
 * its rewards carry the margin 1/m. sinkhorn rescaled (ours): times m, so that a perfect call earns about 1 again.
 */
import { InputError } from "../../envs/index.js";
import { bestAssignment } from "../../stats/index.js";

/** Something that happened: a name, what it was done to, and when. */
export interface Call {
  readonly t: number;
  readonly name: string;
  readonly params: readonly (readonly [string, string | number])[];
}

export type MatchMode = "exact" | "greedy" | "sinkhorn" | "sinkhorn rescaled";
export const MATCH_MODES: readonly MatchMode[] = ["exact", "greedy", "sinkhorn", "sinkhorn rescaled"];

/** Jaccard of two lists of names, counting how often each occurs; 1 for two empty ones, 0 when one is empty. */
function namesShared(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 && other.length === 0) return 1;
  const left = new Map<string, number>();
  for (const name of one) left.set(name, (left.get(name) ?? 0) + 1);
  let both = 0;
  for (const name of other) {
    const count = left.get(name) ?? 0;
    if (count === 0) continue;
    both += 1;
    left.set(name, count - 1);
  }
  return both / (one.length + other.length - both);
}

/** 0 for different names, else (1 + J + M) / (2 + parameters of the reference), in [0, 1]. */
export function similarity(call: Call, reference: Call): number {
  if (call.name !== reference.name) return 0;
  const namesOf = ({ params }: Call) => params.map(([name]) => name);
  const values = new Map(call.params);
  const matched = reference.params.filter(([name, value]) => values.get(name) === value).length;
  return (1 + namesShared(namesOf(call), namesOf(reference)) + matched) / (2 + reference.params.length);
}

/** m calls x n references; `width` of an order kernel exp(-|i/m - j/n| / width), or none. */
export function similarities(
  calls: readonly Call[],
  references: readonly Call[],
  width = Number.POSITIVE_INFINITY,
): readonly (readonly number[])[] {
  return calls.map((call, i) =>
    references.map((reference, j) => {
      const apart = Math.abs(i / calls.length - j / references.length);
      return similarity(call, reference) * Math.exp(-apart / width);
    }),
  );
}

interface Pair {
  readonly row: number;
  readonly column: number;
  readonly score: number;
}

/** Best pair first, the earlier row and column of equals; pairs of 0 are none. */
export function greedyAssignment(scores: readonly (readonly number[])[]): readonly Pair[] {
  const all = scores.flatMap((row, i) => row.map((score, j): Pair => ({ row: i, column: j, score })));
  const [rows, columns] = [new Set<number>(), new Set<number>()];
  return all
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.row - b.row || a.column - b.column)
    .filter(({ row, column }) => {
      if (rows.has(row) || columns.has(column)) return false;
      rows.add(row);
      columns.add(column);
      return true;
    })
    .sort((a, b) => a.row - b.row);
}

const MOST_ROUNDS = 10_000;
const CLOSE = 1e-9;

function logSumExp(count: number, term: (i: number) => number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) most = Math.max(most, term(i));
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.exp(term(i) - most);
  return most + Math.log(sum);
}

/** Beyond this many times the regulariser, powers of e are not multiplied but added as logarithms. */
const MOST_POWER = 100;

/** Rounds of scaling on the powers themselves: as the logarithms, and many times faster. Rows of the plan. */
function scaled(powers: readonly Float64Array[], m: number, n: number): readonly Float64Array[] {
  const [u, v] = [new Float64Array(m).fill(1), new Float64Array(n).fill(1)];
  const rowSum = (i: number): number => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += powers[i]![j]! * v[j]!;
    return sum;
  };
  for (let round = 0, worst = Number.POSITIVE_INFINITY; round < MOST_ROUNDS && worst >= CLOSE; round++) {
    for (let i = 0; i < m; i++) u[i] = 1 / m / rowSum(i);
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let i = 0; i < m; i++) sum += powers[i]![j]! * u[i]!;
      v[j] = 1 / n / sum;
    }
    worst = 0;
    for (let i = 0; i < m; i++) worst = Math.max(worst, Math.abs(u[i]! * rowSum(i) - 1 / m));
  }
  return powers.map((row, i) => row.map((power, j) => u[i]! * power * v[j]!));
}

/**
 * The transport plan of m x n scores in [0, 1]: rows sum to 1/m, columns to 1/n, as far as 10,000 rounds bring it. Empty
 * for no rows or no columns. Throws an InputError for a regulariser that is not positive.
 */
export function sinkhorn(
  scores: readonly (readonly number[])[],
  regulariser = 0.1,
  domain: "as fits" | "logarithms" = "as fits",
): readonly Float64Array[] {
  if (!(regulariser > 0)) throw new InputError(`The regulariser is ${regulariser}; accepted is a number above 0.`);
  const [m, n] = [scores.length, scores[0]?.length ?? 0];
  if (m === 0 || n === 0) return scores.map(() => new Float64Array(n));
  const largest = scores.reduce((most, row) => row.reduce((top, score) => Math.max(top, Math.abs(score)), most), 0);
  if (domain === "as fits" && largest / regulariser <= MOST_POWER) {
    return scaled(
      scores.map((row) => Float64Array.from(row, (score) => Math.exp(score / regulariser))),
      m,
      n,
    );
  }
  const [f, g] = [new Float64Array(m), new Float64Array(n)];
  const at = (i: number, j: number): number => scores[i]![j]! / regulariser;
  for (let round = 0, worst = Number.POSITIVE_INFINITY; round < MOST_ROUNDS && worst >= CLOSE; round++) {
    for (let i = 0; i < m; i++) f[i] = -Math.log(m) - logSumExp(n, (j) => at(i, j) + g[j]!);
    for (let j = 0; j < n; j++) g[j] = -Math.log(n) - logSumExp(m, (i) => at(i, j) + f[i]!);
    worst = 0;
    for (let i = 0; i < m; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += Math.exp(f[i]! + at(i, j) + g[j]!);
      worst = Math.max(worst, Math.abs(sum - 1 / m));
    }
  }
  return scores.map((_, i) => Float64Array.from({ length: n }, (_, j) => Math.exp(f[i]! + at(i, j) + g[j]!)));
}

export interface Matched {
  /** Per call. */
  readonly rewards: Float64Array;
  /** Sum of the matched similarities over the calls, over the references; 0 where there are none. */
  readonly precision: number;
  readonly recall: number;
}

export interface MatchOptions {
  readonly mode: MatchMode;
  /** Reward of a call that matches nothing, in the modes with pairs; 0 as the paper's runs. */
  readonly penalty?: number;
  /** Of the transport; 0.1 when absent. */
  readonly regulariser?: number;
}

/** What each call earns. */
export function matchRewards(
  scores: readonly (readonly number[])[],
  references: number,
  { mode, penalty = 0, regulariser = 0.1 }: MatchOptions,
): Matched {
  const calls = scores.length;
  const rewards = new Float64Array(calls);
  if (mode === "exact" || mode === "greedy") {
    rewards.fill(penalty);
    const pairs = mode === "exact" ? bestAssignment(scores) : greedyAssignment(scores);
    let sum = 0;
    for (const { row, score } of pairs) {
      rewards[row] = score;
      sum += score;
    }
    return { rewards, precision: calls === 0 ? 0 : sum / calls, recall: references === 0 ? 0 : sum / references };
  }
  const scale = mode === "sinkhorn" ? 1 : calls;
  let sum = 0;
  for (const [i, row] of sinkhorn(scores, regulariser).entries()) {
    for (const [j, mass] of row.entries()) rewards[i] = rewards[i]! + scale * mass * scores[i]![j]!;
    sum += rewards[i]! * (mode === "sinkhorn" ? calls : 1);
  }
  return { rewards, precision: calls === 0 ? 0 : sum / calls, recall: references === 0 ? 0 : sum / references };
}
