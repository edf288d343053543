/**
 * A level of one's own as an environment: `register(levels.define({ id: "MyLevel-v0", level: text }))`, or exported from a
 * module that `--import` brings. `maker` is the same without a registry.
 */
import type { Env } from "../../env.js";
import { type ActionChoice, actionNames } from "../action-set.js";
import { type EnvOptions, makeNetHack } from "../environment.js";
import { LevelBuilder } from "./builder.js";
import { parseLevel } from "./des/parser.js";
import { printLevel } from "./des/print.js";
import type { Level } from "./des/syntax.js";

export interface LevelOptions {
  /** Steps of an episode at most; MiniHack's 100 when absent. */
  readonly limit?: number;
  /** The eight moves, PICKUP and APPLY when absent. */
  readonly actions?: Exclude<ActionChoice, "default">;
}

/** A level as a value, plain data. */
export interface OwnLevel extends LevelOptions {
  readonly kind: "level";
  readonly id: string;
  readonly text: string;
}

type Given = string | Level | LevelBuilder;

const treeOf = (level: Given): Level =>
  typeof level === "string" ? parseLevel(level) : level instanceof LevelBuilder ? level.build() : level;

/** A level of one's own under an id. Throws a LevelError for a mistake in its text. */
export function define({
  id,
  level,
  ...options
}: LevelOptions & { readonly id: string; readonly level: Given }): OwnLevel {
  const tree = treeOf(level);
  // A text stays as it was given: what cannot be drawn is told with its own lines.
  return { kind: "level", id, text: typeof level === "string" ? level : printLevel(tree), ...options };
}

const OWN_ACTIONS = ["N", "E", "S", "W", "NE", "SE", "SW", "NW", "PICKUP", "APPLY"] as const;

/**
 * A maker of environments on a level: its text, its tree, or a builder. Throws a LevelError for a mistake in the text at
 * once, and for what this engine does not play yet when a level is drawn.
 */
export function maker(
  id: string,
  level: Given,
  { limit = 100, actions }: LevelOptions = {},
): (options?: EnvOptions) => Env {
  const names = actionNames(OWN_ACTIONS, actions);
  const tree = treeOf(level);
  const plan = {
    family: "written",
    level: () => tree,
    signs: { light: "lit" },
    isMapped: tree.flags.includes("premapped"),
  } as const;
  return (options = {}) => makeNetHack(id, { plan, limit, actions: names }, options);
}
