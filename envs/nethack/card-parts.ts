/**
 * What cards of environments share: their form, observations, effects of actions, ends.
 */
import type { ObservationKey } from "../env.js";

export interface EnvironmentCard {
  /** Ids whose levels are written in the level language share docs/levels.md. */
  readonly page: "own" | "docs/levels.md";
  readonly task: string;
  /** Name and effect, in index order. */
  readonly actions: readonly (readonly [name: string, effect: string])[];
  /** Key, shape (row by row; "side" is the option `cropSize`), and what it holds. */
  readonly observations: readonly (readonly [key: ObservationKey, shape: string, holds: string])[];
  readonly rewards: readonly (readonly [reward: string, when: string])[];
  /** End status, what the step returns, and when. */
  readonly ends: readonly (readonly [status: string, flag: string, when: string])[];
  /** How a level is drawn, a part each. */
  readonly level: readonly (readonly [part: string, how: string])[];
  /** Subgoals that a judge can be asked for, the event that is their truth, and the truth in words. */
  readonly subgoals: readonly (readonly [subgoal: string, event: string, truth: string])[];
  /** Beyond those that all ids have. */
  readonly differences: readonly string[];
}

const CROP = "side x side";
export const OBSERVATIONS: EnvironmentCard["observations"] = [
  ["glyphs", "21 x 79", "NLE's glyph numbers; 2359 is nothing"],
  ["chars", "21 x 79", "characters as shown; 32 is a blank"],
  ["colors", "21 x 79", "0 to 15"],
  ["specials", "21 x 79", "flags of the glyph shown: 1 a corpse, 64 a pile"],
  ["glyphs_crop", CROP, "the window around the hero; beyond the map 0"],
  ["chars_crop", CROP, "the same of chars: beyond the map 0, not a blank"],
  ["colors_crop", CROP, "the same of colors"],
  ["specials_crop", CROP, "the same of specials"],
  ["blstats", "27", "column, row, attributes, hit points, clock (entry 20), …"],
  ["message", "256", "the top line, zero-padded"],
  ["internal", "9", "entry 4: on the stairs down; entry 7: nutrition"],
  ["inv_glyphs", "55", "of each thing carried; filler 5976"],
  ["inv_letters", "55", "of each thing carried; filler 0"],
  ["inv_oclasses", "55", "object classes; filler 18"],
  ["inv_strs", "55 x 80", 'such as "a +0 short sword (weapon in hand)"'],
  ["tty_chars", "24 x 80", "the terminal: message, map, status lines"],
  ["tty_colors", "24 x 80", "0 to 15; NLE has Int8"],
  ["tty_cursor", "2", "row, column"],
  ["screen_descriptions", "21 x 79 x 80", 'what the look-around command says of each cell, such as "closed door"'],
];

/** Commands that written levels have besides. */
const COMMANDS: Readonly<Record<string, string>> = {
  OPEN: "asks for a direction, which the next action tells; a turn at a closed door, none elsewhere",
  KICK: "asks for a direction, which the next action tells; then a turn, and a wall may hurt",
  SEARCH: "a turn; hidden doors and passages beside the hero may come to light",
  EAT: "asks whether to eat the apple that lies here; NW says yes",
};

const COMPASS: Readonly<Record<string, string>> = {
  N: "north",
  E: "east",
  S: "south",
  W: "west",
  NE: "north-east",
  SE: "south-east",
  SW: "south-west",
  NW: "north-west",
};

export const effectOf = (name: string): string => {
  if (name === "PICKUP") return "takes the key from the hero's cell; a turn if it lies there, else none";
  if (name === "APPLY") {
    return "with the key beside a closed door, also diagonally: unlocks and opens it, 2 turns or more; else nothing";
  }
  const more = COMMANDS[name];
  if (more !== undefined) return more;
  return `a step ${COMPASS[name]}; no turn when something is in the way`;
};

export const LIMIT_END = ["-1", "truncated", "the step limit; the step that reaches it does not win"] as const;
export const RUNNING = ["0", "–", "the episode goes on"] as const;
export const NO_DEATH = ["1", "–", "death: nothing here kills"] as const;
export const WON = ["2", "terminated", "the hero stands on the stairs down"] as const;

export const onlyThese = (actions: readonly string[]): string =>
  `\`actions\` takes these ${actions.length}, and those others of MiniHack's 85 that are played, in any order and choice.`;
