/**
 * Which actions an environment has: MiniHack's for the id, the CALM paper's six, or any of MiniHack's 85 by name or key
 * code that this engine plays.
 */
import { InputError } from "../errors.js";
import { visible } from "../text.js";
import { ACTIONS, KEYS } from "./keys.js";
import { REMARKED } from "./remarks.js";

/** "default", "paper" (N E S W PICKUP APPLY), or names and key codes in your order. */
export type ActionChoice = "default" | "paper" | readonly (string | number)[];

/** The six of the CALM paper. */
const PAPER_ACTIONS = ["N", "E", "S", "W", "PICKUP", "APPLY"] as const;

const PLAYED: ReadonlySet<string> = new Set([
  ...["N", "E", "S", "W", "NE", "SE", "SW", "NW", "PICKUP", "APPLY", "OPEN", "CLOSE", "KICK", "SEARCH", "EAT"],
  ...REMARKED,
]);

const NAME_OF_CODE: ReadonlyMap<number, string> = new Map(ACTIONS.map(([name, code]) => [code, name]));

function nameOf(wanted: unknown, accepted: readonly string[]): string {
  const name = typeof wanted === "number" ? NAME_OF_CODE.get(wanted) : wanted;
  if (typeof name === "string" && PLAYED.has(name)) return name;
  const shown = visible(String(wanted), 40);
  if (typeof name === "string" && Object.hasOwn(KEYS, name)) {
    throw new InputError(`MiniHack's action ${name} is not played here; played are ${[...PLAYED].join(" ")}.`);
  }
  throw new InputError(
    `There is no action "${shown}" here; accepted are ${accepted.join(" ")}, or others of MiniHack's by name or key code.`,
  );
}

/** Names in index order. `own`: the id's. Throws an InputError for an action that is none, or that is not played. */
export function actionNames(own: readonly string[], choice: ActionChoice | undefined): readonly string[] {
  if (choice === undefined || choice === "default") return own;
  const wanted: readonly unknown[] | string = choice === "paper" ? PAPER_ACTIONS : choice;
  if (!Array.isArray(wanted)) {
    throw new InputError(
      `The actions are "default", "paper" or a list of names, not "${visible(String(wanted), 40)}".`,
    );
  }
  if (wanted.length === 0) {
    throw new InputError(`There is no action "" here; accepted are ${own.join(" ")}, or others of MiniHack's.`);
  }
  return wanted.map((one) => nameOf(one, own));
}
