/**
 * Which kind of result lies in a folder, by the format that its `result.json` names.
 */
import { InputError, visible } from "../envs/index.js";
import { resultFormat } from "./training-head.js";

export type ResultKind = "evaluation" | "training" | "grid" | "subgoals" | "comparison" | "credit" | "credit learning";

const KINDS: readonly (readonly [string, ResultKind])[] = [
  ["calmhack-result/1", "evaluation"],
  ["calmhack-training/2", "training"],
  ["calmhack-grid/1", "grid"],
  ["calmhack-subgoals/1", "subgoals"],
  ["calmhack-comparison/1", "comparison"],
  ["calmhack-credit/1", "credit"],
  ["calmhack-credit-learning/2", "credit learning"],
];

/**
 * Undefined where no result.json can be read or its format is nobody's: the evaluation's reader then says what is wrong.
 * Throws an InputError for a kind of ours in a format that this version does not open.
 */
export function resultKind(folder: string): ResultKind | undefined {
  const format = resultFormat(folder);
  if (format === undefined) return undefined;
  const known = KINDS.find(([name]) => name === format);
  if (known !== undefined) return known[1];
  const near = KINDS.find(([name]) => format.startsWith(name.slice(0, name.indexOf("/") + 1)));
  if (near === undefined || near[1] === "evaluation") return undefined;
  throw new InputError(
    `${visible(folder)} is a ${near[1]} result of format ${visible(format, 40)}, which this version does not open; ${near[0]} it does.`,
  );
}
