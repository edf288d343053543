/**
 * A level of one's own as an environment: `register("MyLevel-v0", levels.maker("MyLevel-v0", text))`.
 */
import type { Env } from "../../env.js";
import { type EnvOptions, makeNetHack } from "../environment.js";
import { LevelBuilder } from "./builder.js";
import { parseLevel } from "./des/parser.js";
import type { Level } from "./des/syntax.js";

export interface LevelOptions {
  /** Steps of an episode at most; MiniHack's 100 when absent. */
  readonly limit?: number;
}

const MOVES = ["N", "E", "S", "W", "NE", "SE", "SW", "NW"] as const;

/**
 * A maker of environments on a level: its text, its tree, or a builder. Throws a LevelError for a mistake in the text at
 * once, and for what this engine does not play yet when a level is drawn.
 */
export function maker(
  id: string,
  level: string | Level | LevelBuilder,
  { limit = 100 }: LevelOptions = {},
): (options: EnvOptions) => Env {
  const tree = typeof level === "string" ? parseLevel(level) : level instanceof LevelBuilder ? level.build() : level;
  const plan = {
    family: "written",
    level: () => tree,
    signs: { light: "lit" },
    isMapped: tree.flags.includes("premapped"),
  } as const;
  return (options) => makeNetHack(id, { plan, limit, actions: [...MOVES, "PICKUP", "APPLY"] }, options);
}
