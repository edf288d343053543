/**
 * The figures of a prompt grid for one rater: every cell on the same items, each compared with the base cell.
 *
 * Unanswered counts as wrong. Intervals resample episodes; a difference is paired, because one resample serves all
 * cells. p-values are given on one part that is declared before anything is asked, and corrected by Holm over all its
 * cells; differences on other parts are shown without a p-value and support no claim.
 */
import { DefaultMap } from "mnemonist";
import {
  ANY,
  anyFlagged,
  type Figure,
  type Judgement,
  partOf,
  type Transition,
  type Verdict,
} from "../annotations/index.js";
import { randomStream } from "../envs/index.js";
import {
  type ClusterStatistic,
  clusterBootstrap,
  confusionStatistic,
  holm,
  testedDifferences,
  wilson,
} from "../stats/index.js";

export interface CellFigures {
  readonly f1: Figure;
  readonly kappa: Figure;
  /** Share of items on which something was answered yes that is not so. */
  readonly falseRewards: Figure;
  readonly unanswered: number;
}

export interface CellDifference {
  /** Cell minus base; the base itself and parts of one class have none. */
  readonly kappa?: Figure;
  readonly f1?: Figure;
  /** On the declared part only. */
  readonly p?: number;
  readonly holm?: number;
}

export interface GridColumn {
  readonly name: string;
  /** Per cell; null where the cell's prompt does not ask about this subgoal. */
  readonly cells: readonly (CellFigures | null)[];
}

export interface GridPart {
  readonly name: string;
  readonly role: "declared" | "other";
  readonly items: number;
  readonly episodes: number;
  readonly columns: readonly GridColumn[];
  /** On "any flagged", per cell. */
  readonly differences: readonly CellDifference[];
}

export interface ScoredCell {
  /** Whether verdicts are on the given subgoals, or one on "any" that the model names. */
  readonly asks: "given" | "any";
  /** Aligned with the items. */
  readonly judgements: readonly Pick<Judgement, "verdicts">[];
}

export interface GridScoreOptions {
  readonly seed: number;
  readonly repetitions: number;
}

/** tp fp fn tn (unanswered as wrong), false reward, unanswered. */
export const CELL = 6;

export const TOGETHER = "balanced + hard negatives";

const labelOf = (item: Transition, column: string): Verdict => {
  const labels = item.labels ?? item.subgoals.map((): Verdict => "unanswered");
  return column === ANY ? anyFlagged(labels) : (labels[item.subgoals.indexOf(column)] ?? "unanswered");
};

function verdictOf(item: Transition, cell: ScoredCell, i: number, column: string): Verdict {
  const verdicts = cell.judgements[i]?.verdicts ?? [];
  if (cell.asks === "any") return verdicts[0] ?? "unanswered";
  if (column === ANY) return anyFlagged(item.subgoals.map((_, s) => verdicts[s] ?? "unanswered"));
  return verdicts[item.subgoals.indexOf(column)] ?? "unanswered";
}

/** A yes to what is not so: for given subgoals also beside a right yes. */
function isFalseReward(item: Transition, cell: ScoredCell, i: number, column: string): boolean {
  if (column !== ANY || cell.asks === "any") {
    return verdictOf(item, cell, i, column) === "yes" && labelOf(item, column) === "no";
  }
  return item.subgoals.some((_, s) => item.labels?.[s] === "no" && cell.judgements[i]?.verdicts[s] === "yes");
}

/** Place of a labelled verdict among tp, fp, fn, tn. */
const placeOf = (label: "yes" | "no", verdict: Verdict): number =>
  label === "yes" ? (verdict === "yes" ? 0 : 2) : verdict === "no" ? 3 : 1;

/** episodes x (cells x columns x CELL) */
export function tabulate(
  items: readonly Transition[],
  at: readonly number[],
  cells: readonly ScoredCell[],
  columns: readonly string[],
) {
  const episodes = new DefaultMap<string, number>((_, size) => size);
  const rows = at.map((i) => episodes.get(items[i]!.episode ?? items[i]!.id));
  const width = cells.length * columns.length * CELL;
  const counts = new Float64Array(episodes.size * width);
  at.forEach((i, row) => {
    const item = items[i]!;
    columns.forEach((column, c) => {
      const label = labelOf(item, column);
      if (label === "unanswered") return;
      cells.forEach((cell, k) => {
        const verdict = verdictOf(item, cell, i, column);
        const place = rows[row]! * width + (k * columns.length + c) * CELL;
        counts[place + placeOf(label, verdict)]!++;
        if (isFalseReward(item, cell, i, column)) counts[place + 4]!++;
        if (verdict === "unanswered") counts[place + 5]!++;
      });
    });
  });
  return { counts, width, episodes: episodes.size };
}

type Interval = ReturnType<typeof clusterBootstrap>[number];

function figure(value: number, interval: Interval): Figure {
  if (Number.isNaN(value)) return { value: null, why: interval.ok ? "no value" : interval.why };
  return interval.ok ? { value, low: interval.low, high: interval.high } : { value, low: null, high: null };
}

function scorePart(
  name: string,
  role: GridPart["role"],
  items: readonly Transition[],
  at: readonly number[],
  cells: readonly ScoredCell[],
  options: GridScoreOptions,
): GridPart {
  const columns = [ANY, ...new Set(at.flatMap((i) => items[i]!.subgoals))];
  const table = tabulate(items, at, cells, columns);
  const sums = new Float64Array(table.width);
  table.counts.forEach((count, i) => {
    sums[i % table.width]! += count;
  });
  const place = (k: number, c: number) => (k * columns.length + c) * CELL;
  const seeded = () => {
    const stream = randomStream(options.seed, `grid ${name}`);
    return () => stream.uniform();
  };
  const { repetitions } = options;
  const statistics = cells.flatMap((_, k) =>
    columns.flatMap((_, c) => (["f1", "kappa"] as const).map((score) => confusionStatistic(score, place(k, c)))),
  );
  const intervals = clusterBootstrap(table, statistics, { repetitions, random: seeded() });
  const figuresOf = (k: number, c: number): CellFigures => {
    const [f1, kappa] = [0, 1].map((s) => {
      const i = (k * columns.length + c) * 2 + s;
      return figure(statistics[i]!(sums), intervals[i]!);
    });
    const cell = place(k, c);
    const trials = sums[cell]! + sums[cell + 1]! + sums[cell + 2]! + sums[cell + 3]!;
    const rate = wilson({ successes: sums[cell + 4]!, trials });
    const falseRewards: Figure = rate.ok
      ? { value: rate.estimate, low: rate.low, high: rate.high }
      : { value: null, why: rate.why };
    return { f1: f1!, kappa: kappa!, falseRewards, unanswered: sums[cell + 5]! };
  };
  const [tp, fp, fn, tn] = sums;
  const hasBothClasses = tp! + fn! > 0 && fp! + tn! > 0;
  const minus = (k: number, score: "f1" | "kappa"): ClusterStatistic => {
    const [cell, base] = [confusionStatistic(score, place(k, 0)), confusionStatistic(score, place(0, 0))];
    return (s) => cell(s) - base(s);
  };
  const others = cells.map((_, k) => k).slice(1);
  const compared = hasBothClasses
    ? testedDifferences(
        table,
        others.flatMap((k) => [minus(k, "kappa"), minus(k, "f1")]),
        { repetitions, seeded },
      )
    : [];
  const differenceOf = (k: number, s: number): Figure | undefined => {
    const tested = compared[(k - 1) * 2 + s];
    return tested?.ok ? { value: tested.estimate, low: tested.low, high: tested.high } : undefined;
  };
  const ps = role === "declared" ? others.map((k) => pOf(compared[(k - 1) * 2])) : [];
  const family = ps.flatMap((p) => (p === undefined ? [] : [p]));
  const adjusted = holm(family)[Symbol.iterator]();
  const corrected = ps.map((p) => (p === undefined ? undefined : { p, holm: adjusted.next().value ?? 1 }));
  return {
    name,
    role,
    items: at.length,
    episodes: table.episodes,
    columns: columns.map((column, c) => ({
      name: column,
      cells: cells.map((cell, k) => (column !== ANY && cell.asks === "any" ? null : figuresOf(k, c))),
    })),
    differences: cells.map((_, k): CellDifference => {
      const [kappa, f1] = k === 0 ? [] : [differenceOf(k, 0), differenceOf(k, 1)];
      return { ...(kappa && { kappa }), ...(f1 && { f1 }), ...(k === 0 ? undefined : corrected[k - 1]) };
    }),
  };
}

const pOf = (tested: ReturnType<typeof testedDifferences>[number] | undefined): number | undefined =>
  tested?.ok ? tested.p : undefined;

/** The parts of these items: balanced and hard negatives as one, declared, where there are both; else the first. */
export function gridParts(
  items: readonly Transition[],
): readonly { readonly name: string; readonly role: GridPart["role"]; readonly at: readonly number[] }[] {
  const names = [...new Set(items.map(partOf))];
  const at = (isIn: (name: string) => boolean) => items.flatMap((item, i) => (isIn(partOf(item)) ? [i] : []));
  const together = ["balanced", "hard negatives"];
  const hasBoth = together.every((name) => names.includes(name));
  const apart = names.map((name, i) => {
    const role = !hasBoth && i === 0 ? ("declared" as const) : ("other" as const);
    return { name, role, at: at((one) => one === name) };
  });
  return hasBoth ? [{ name: TOGETHER, role: "declared", at: at((one) => together.includes(one)) }, ...apart] : apart;
}

export function scoreGrid(
  items: readonly Transition[],
  cells: readonly ScoredCell[],
  options: GridScoreOptions,
): readonly GridPart[] {
  return gridParts(items).map(({ name, role, at }) => scorePart(name, role, items, at, cells, options));
}
