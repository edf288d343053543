/**
 * Arms with the errors of a judge that was evaluated: "would this judge help an agent?" without asking it again.
 * Simulated: the truth, turned as often as the judge was wrong on transitions of the same kind. What a rate per kind
 * cannot hold is lost: which texts of a kind the judge gets wrong, and whether its two verdicts err together.
 */
import { own } from "../annotations/index.js";
import type { StoredResult } from "../calm/index.js";
import { visible, worlds } from "../envs/index.js";
import type { ArmSpec } from "./arm.js";
import { ACHIEVED, type ErrorTable, errorTable, OTHER, OTHER_ACHIEVED } from "./error-rates.js";
import type { JudgeSource } from "./judge-source.js";
import type { ErrorClasses } from "./noise.js";
import { lookAlikeOf } from "./strata.js";

type Measured = Extract<JudgeSource, { kind: "measured" }>;

/** Index among a task's look-alikes of what a step that achieved nothing looks like; their number: like nothing. */
function looksOf({ family, lookAlikes }: own.Task): ErrorClasses["classOf"] {
  if (family === "keyroom") return lookAlikeOf;
  return ({ events }) => {
    const kind = worlds.lookAlikeIndex(events);
    return kind < 0 ? lookAlikes.length : kind;
  };
}

/**
 * Classes below two to the number of subgoals: the set of achieved ones (the empty one does not occur). From there on:
 * nothing achieved, by what it looks like.
 */
export function measuredClasses(
  table: ErrorTable,
  at: Measured["at"],
  task: own.Task = own.KEYROOM_PLAY,
): ErrorClasses {
  const subgoals = task.subgoals.length;
  const first = 2 ** subgoals;
  const nothing = [...task.lookAlikes, OTHER];
  /** The stratum of a class's verdicts on a subgoal. */
  const stratumOf = (errorClass: number, subgoal: number): string => {
    if (errorClass >= first) return nothing[errorClass - first]!;
    return (errorClass >> subgoal) & 1 ? ACHIEVED : OTHER_ACHIEVED;
  };
  const cells = new Map(table.strata.map(({ name, cells }) => [name, cells]));
  const chances = new Float64Array(subgoals * (first + nothing.length));
  for (let i = subgoals; i < chances.length; i++) {
    const cell = cells.get(stratumOf(Math.floor(i / subgoals), i % subgoals))![i % subgoals]!;
    chances[i] = at === "measured" ? cell.rate : cell.high;
  }
  const looks = looksOf(task);
  return {
    reads: "text",
    subgoals,
    chances,
    classOf: (step, number) => (step.truth !== 0 ? step.truth : first + looks(step, number)),
  };
}

/**
 * Three arms with the errors of one row of a result: drawn anew in every step; the same for the same text; and so, at
 * the upper limits of the rates. Throws an InputError as `errorTable` does.
 */
export function measuredArms(
  stored: StoredResult,
  row: string,
  task: own.Task = own.KEYROOM_PLAY,
): readonly [ArmSpec, ArmSpec, ArmSpec] {
  const table = errorTable(stored, row, task);
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
