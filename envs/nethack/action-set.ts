/**
 * Which actions an environment has: MiniHack's for the id, the CALM paper's six, all 85 of MiniHack, or any of these by
 * name or key code.
 */
import { InputError } from "../errors.js";
import { nearest } from "../nearest.js";
import { visible } from "../text.js";
import { ACTIONS, KEYS } from "./keys.js";

/** "default", "paper" (N E S W PICKUP APPLY), "all" (MiniHack's 85 in its order), or names and key codes in your order. */
export type ActionChoice = "default" | "paper" | "all" | readonly (string | number)[];

/** The six of the CALM paper. */
const PAPER_ACTIONS = ["N", "E", "S", "W", "PICKUP", "APPLY"] as const;

const NAME_OF_CODE: ReadonlyMap<number, string> = new Map(ACTIONS.map(([name, code]) => [code, name]));

function nameOf(wanted: unknown, accepted: readonly string[]): string {
  const name = typeof wanted === "number" ? NAME_OF_CODE.get(wanted) : wanted;
  if (typeof name === "string" && Object.hasOwn(KEYS, name)) return name;
  const shown = visible(String(wanted), 40);
  if (typeof wanted === "number") {
    throw new InputError(
      `There is no action with key code ${shown} here; accepted are MiniHack's 85, by code or name.`,
    );
  }
  throw new InputError(
    `There is no action "${shown}" here; accepted are ${accepted.join(" ")}, or others of MiniHack's by name or key code, of which the nearest is ${nearest(shown.toUpperCase(), Object.keys(KEYS))}.`,
  );
}

/** Names in index order. `own`: the id's. Throws an InputError for an action that is none. */
export function actionNames(own: readonly string[], choice: ActionChoice | undefined): readonly string[] {
  if (choice === undefined || choice === "default") return own;
  if (choice === "all") return ACTIONS.map(([name]) => name);
  const wanted: readonly unknown[] | string = choice === "paper" ? PAPER_ACTIONS : choice;
  if (!Array.isArray(wanted)) {
    throw new InputError(
      `The actions are "default", "paper", "all" or a list of names, not "${visible(String(wanted), 40)}".`,
    );
  }
  if (wanted.length === 0) {
    throw new InputError(`The list of actions is empty; accepted are ${own.join(" ")}, or others of MiniHack's.`);
  }
  return wanted.map((one) => nameOf(one, own));
}
