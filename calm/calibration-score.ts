/**
 * Does a row's confidence mean what it says? Per part and subgoal: Brier score, its skill against the base rate, and the
 * calibration error with its bins, on the probability of "yes" that the row states (stats/calibration.ts has the sources).
 *
 * Only verdicts with a confidence and a label are in it; what has a label and no confidence is counted, with the reason.
 * A tie of votes is unanswered, yet states a confidence of one half, and is in it.
 */
import type { Answers, Figure, Judgement, Transition } from "../annotations/index.js";
import { calibration, forecastCell } from "../stats/index.js";
import { episodeFigures, episodeTable } from "./episode-table.js";
import { type GridPart, gridParts } from "./grid-score.js";

/** Bins of equal width; every figure that depends on their number stands beside it. */
export const CALIBRATION_BINS = 10;

export const ALL_SUBGOALS = "all subgoals";

/** Labelled verdicts without a confidence, by reason. */
export type MissingConfidence = Readonly<Record<"unanswered" | "not offered" | "not located" | "not stated", number>>;

export interface CalibrationColumn {
  /** A subgoal's name, or "all subgoals". */
  readonly name: string;
  /** Verdicts with a confidence. */
  readonly stated: number;
  readonly missing: MissingConfidence;
  readonly brier: Figure;
  /** 1: perfect, 0: no better than always stating how often it is so. */
  readonly skill: Figure;
  /** Expected calibration error over the bins. */
  readonly error: Figure;
  /** Bins in use: [index / bins, (index + 1) / bins), the last one closed. */
  readonly reliability: readonly {
    readonly index: number;
    readonly count: number;
    readonly meanForecast: number;
    readonly meanOutcome: number;
  }[];
}

export interface CalibrationPart {
  readonly name: string;
  readonly role: GridPart["role"];
  readonly columns: readonly CalibrationColumn[];
}

export interface RowCalibration {
  readonly row: string;
  /** votes: the share of yes among several answers. */
  readonly source: "log-probabilities" | "votes" | "the row's own";
  readonly bins: number;
  readonly parts: readonly CalibrationPart[];
}

interface Forecasts {
  readonly forecasts: number[];
  readonly outcomes: (0 | 1)[];
  readonly missing: Record<keyof MissingConfidence, number>;
}

const noForecasts = (): Forecasts => ({
  forecasts: [],
  outcomes: [],
  missing: { unanswered: 0, "not offered": 0, "not located": 0, "not stated": 0 },
});

function reasonOf({ verdicts, noConfidence }: Judgement, subgoal: number): keyof MissingConfidence {
  return (verdicts[subgoal] ?? "unanswered") === "unanswered" ? "unanswered" : (noConfidence ?? "not stated");
}

function partOfRow(
  { name, role, at }: ReturnType<typeof gridParts>[number],
  items: readonly Transition[],
  { judgements }: Answers,
  options: { readonly seed: number; readonly repetitions: number },
): CalibrationPart {
  const chosen = at.map((i) => items[i]!);
  const subgoals = [...new Set(chosen.flatMap((item) => item.subgoals))];
  const columns = subgoals.length === 1 ? subgoals : [...subgoals, ALL_SUBGOALS];
  const found = columns.map(noForecasts);
  const cell = forecastCell(CALIBRATION_BINS);
  const table = episodeTable(chosen, columns.length * cell.width, (item, i, add) => {
    const judgement = judgements[at[i]!]!;
    item.subgoals.forEach((subgoal, s) => {
      const label = item.labels?.[s] ?? "unanswered";
      if (label === "unanswered") return;
      const outcome = label === "yes" ? 1 : 0;
      const forecast = judgement.confidence?.[s] ?? null;
      for (const [c, column] of columns.entries()) {
        if (column !== subgoal && column !== ALL_SUBGOALS) continue;
        const { forecasts, outcomes, missing } = found[c]!;
        if (forecast === null) {
          missing[reasonOf(judgement, s)]++;
          continue;
        }
        forecasts.push(forecast);
        outcomes.push(outcome);
        for (const [place, by] of cell.terms(forecast, outcome)) add(c * cell.width + place, by);
      }
    });
  });
  const statistics = columns.flatMap((_, c) => {
    const { brier, skill, error } = cell.statistics(c * cell.width);
    return [brier, skill, error];
  });
  const figures = episodeFigures(table, statistics, { ...options, stream: `calibration ${name}` });
  return {
    name,
    role,
    columns: columns.map((column, c) => {
      const { forecasts, outcomes, missing } = found[c]!;
      const reliable = calibration.calibrationError(forecasts, outcomes, CALIBRATION_BINS);
      return {
        name: column,
        stated: forecasts.length,
        missing,
        brier: figures[3 * c]!,
        skill: figures[3 * c + 1]!,
        error: figures[3 * c + 2]!,
        reliability: reliable.ok ? reliable.reliability : [],
      };
    }),
  };
}

const states = ({ confidence, noConfidence }: Judgement): boolean =>
  confidence !== undefined || noConfidence !== undefined;

function sourceOf(judgements: readonly Judgement[], { kind }: Answers["provenance"]): RowCalibration["source"] {
  if (judgements.some(({ samples }) => samples !== undefined)) return "votes";
  return kind === "model" || kind === "replayed" || kind === "mock" ? "log-probabilities" : "the row's own";
}

/** One entry per row that states confidence, or was asked to; none for the others. */
export function calibrations(
  items: readonly Transition[],
  answers: readonly Answers[],
  options: { readonly seed: number; readonly repetitions: number },
): readonly RowCalibration[] {
  return answers
    .filter(({ judgements }) => judgements.some(states))
    .map((row) => ({
      row: row.provenance.name,
      source: sourceOf(row.judgements, row.provenance),
      bins: CALIBRATION_BINS,
      parts: gridParts(items).map((part) => partOfRow(part, items, row, options)),
    }));
}
