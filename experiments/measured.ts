/**
 * Arms with the errors of a judge that was evaluated: "would this judge help an agent?" without asking it again.
 * Simulated: the truth, turned as often as the judge was wrong on transitions of the same kind. What a rate per kind
 * cannot hold is lost: which texts of a kind the judge gets wrong, and whether its two verdicts err together.
 */
import type { StoredResult } from "../calm/index.js";
import { visible } from "../envs/index.js";
import type { ArmSpec } from "./arm.js";
import { ACHIEVED, type ErrorTable, errorTable, OTHER, OTHER_ACHIEVED } from "./error-rates.js";
import type { JudgeSource } from "./judge-source.js";
import type { ErrorClasses } from "./noise.js";
import { LOOK_ALIKES, lookAlikeOf } from "./strata.js";

type Measured = Extract<JudgeSource, { kind: "measured" }>;

/** Classes 1 to 3: the set of achieved subgoals. From 4 on: nothing achieved, by what it looks like. */
const FIRST_LOOK_ALIKE = 4;
const NOTHING_ACHIEVED: readonly string[] = [...LOOK_ALIKES, OTHER];

/** The stratum of a class's verdicts on a subgoal; class 0 does not occur. */
function stratumOf(errorClass: number, subgoal: number): string {
  if (errorClass >= FIRST_LOOK_ALIKE) return NOTHING_ACHIEVED[errorClass - FIRST_LOOK_ALIKE]!;
  return (errorClass >> subgoal) & 1 ? ACHIEVED : OTHER_ACHIEVED;
}

export function measuredClasses(table: ErrorTable, at: Measured["at"]): ErrorClasses {
  const cells = new Map(table.strata.map(({ name, cells }) => [name, cells]));
  const chances = new Float64Array(2 * (FIRST_LOOK_ALIKE + NOTHING_ACHIEVED.length));
  for (let i = 2; i < chances.length; i++) {
    const cell = cells.get(stratumOf(i >> 1, i & 1))![i & 1]!;
    chances[i] = at === "measured" ? cell.rate : cell.high;
  }
  return {
    reads: "text",
    chances,
    classOf: (step, number) => (step.truth !== 0 ? step.truth : FIRST_LOOK_ALIKE + lookAlikeOf(step, number)),
  };
}

/**
 * Three arms with the errors of one row of a result: drawn anew in every step; the same for the same text; and so, at
 * the upper limits of the rates. Throws an InputError as `errorTable` does.
 */
export function measuredArms(stored: StoredResult, row: string): readonly [ArmSpec, ArmSpec, ArmSpec] {
  const table = errorTable(stored, row);
  const { items, data } = table;
  const judge = `${visible(row, 60)} (${table.row.kind})`;
  const judged = `${items} judged transitions of ${visible(data.name, 60)} ${visible(data.version, 40)}`;
  const arm = (tail: string, rates: string, source: Omit<Measured, "kind" | "table">): ArmSpec => ({
    name: `errors of ${visible(row, 60)}${tail}`,
    what: `simulated: the truth with errors ${rates} ${judge} by kind of step, from ${judged}`,
    source: { kind: "measured", table, ...source },
  });
  return [
    arm("", "drawn anew in every step, as often as those of", { errors: "independent", at: "measured" }),
    arm(" by text", "alike for the same text, as often as those of", { errors: "by text", at: "measured" }),
    arm(" by text, upper limits", "alike for the same text, at the upper 95 % limits of", {
      errors: "by text",
      at: "upper limit",
    }),
  ];
}
