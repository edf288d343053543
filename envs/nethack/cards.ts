/**
 * What an environment is, in words: the text of its page and of `calmhack envs ID`. Chances and places are computed from
 * the plan of its level.
 */
import type { ObservationKey } from "../env.js";
import { NETHACK } from "./catalogue.js";
import type { Plan } from "./game.js";
import { WRITTEN, type WrittenSpec } from "./levels/written.js";
import { KNIGHT } from "./roles.js";
import { CELLS } from "./terrain.js";

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
const OBSERVATIONS: EnvironmentCard["observations"] = [
  ["glyphs", "21 x 79", "NLE's glyph numbers; 2359 is nothing"],
  ["chars", "21 x 79", "characters as shown; 32 is a blank"],
  ["colors", "21 x 79", "0 to 15"],
  ["specials", "21 x 79", "flags of the glyph shown; 0 in these levels"],
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

type KeyRoomPlan = Extract<Plan, { family: "keyroom" }>;
type RoomPlan = Extract<Plan, { family: "room" }>;

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

const effectOf = (name: string): string => {
  if (name === "PICKUP") return "takes the key from the hero's cell; a turn if it lies there, else none";
  if (name === "APPLY") {
    return "with the key beside a closed door, also diagonally: unlocks and opens it, 2 turns or more; else nothing";
  }
  return `a step ${COMPASS[name]}; no turn when something is in the way`;
};

const LIMIT_END = ["-1", "truncated", "the step limit; the step that reaches it does not win"] as const;
const RUNNING = ["0", "–", "the episode goes on"] as const;
const NO_DEATH = ["1", "–", "death: nothing here kills"] as const;
const WON = ["2", "terminated", "the hero stands on the stairs down"] as const;

const lightOf = ({ light }: KeyRoomPlan | RoomPlan): string =>
  light === "lit"
    ? "lit: the hero sees as far as walls and doors let it"
    : "unlit: the hero sees the cells next to it and remembers them";

const cell = (x: number, y: number): string => `(${x}, ${y})`;
const HERO = "a Rogue whose attributes and kit are drawn; they decide in how many turns the lock opens, not whether";

const onlyThese = (actions: readonly string[]): string =>
  `\`actions\` takes these ${actions.length} in any order and choice; MiniHack takes all 85 that it has.`;

function subroomOf({ x, y, inner, offsets }: KeyRoomPlan): string {
  const size = `${inner} x ${inner} cells with walls around`;
  if (offsets === 1) return `${size}, always in the north-west corner, floor from ${cell(x, y)}`;
  const rare = `1/${offsets}`;
  return (
    `${size}; columns and rows that it lies from the north-west corner are drawn apart: 0 with chance 2/${offsets} ` +
    `(it then shares the outer wall), 2 to ${offsets - 1} with chance ${rare} each, never 1`
  );
}

function doorOf({ fixedDoor, offsets }: KeyRoomPlan): string {
  if (fixedDoor !== undefined) return `locked, always at ${cell(...fixedDoor)}`;
  const walls =
    "first one of the subroom's walls that are not the outer room's too, then a place along it, each as likely";
  return offsets === 1 ? `locked; ${walls}: four places, 1/4 each` : `locked; ${walls}`;
}

/** How many cells of the outer floor are neither subroom nor its walls, by the subroom's offset. */
function outsideCells({ side, inner, offsets }: KeyRoomPlan): readonly number[] {
  const drawn = offsets === 1 ? [0] : [0, ...Array.from({ length: offsets - 2 }, (_, i) => i + 2)];
  const covered = (offset: number) => Math.min(side, offset + inner + 1) - Math.max(0, offset - 1);
  const counts = drawn.flatMap((dx) => drawn.map((dy) => side * side - covered(dx) * covered(dy)));
  return [...new Set(counts)].sort((a, b) => a - b);
}

function keyRoomCard(plan: KeyRoomPlan, actions: readonly string[]): EnvironmentCard {
  const { x, y, side, inner } = plan;
  const counts = outsideCells(plan)
    .join(", ")
    .replace(/, (\d+)$/, " or $1");
  const outside = `${counts} cells of the outer room${plan.offsets === 1 ? "" : ", by where the inner room lies"}`;
  return {
    page: "own",
    task: `Take the key, open the locked door of the inner room with it, and walk to the stairs down inside.`,
    actions: actions.map((name) => [name, effectOf(name)]),
    observations: OBSERVATIONS,
    rewards: [
      ["1", "the step onto the stairs down"],
      ["-0.01", "a step in which the clock stands still: a bump, PICKUP with nothing there, APPLY without effect"],
      ["-0.01", "the APPLY that opens the door, too, though it takes turns: the best return is 0.99"],
      ["0", "any other step"],
    ],
    ends: [LIMIT_END, RUNNING, NO_DEATH, WON],
    level: [
      ["outer room", `${side} x ${side} cells of floor from ${cell(x, y)}, walls around`],
      ["inner room", subroomOf(plan)],
      ["door", doorOf(plan)],
      ["stairs down", `uniform over the ${inner * inner} cells of the inner room`],
      ["start", `on the stairs up, uniform over the ${outside}`],
      ["key", "uniform over the same cells, independent of the start: it may lie under the hero"],
      ["light", lightOf(plan)],
      ["hero", HERO],
    ],
    subgoals: [
      ["pick up the key", "4 (took)", "the pack holds a key that it did not hold before the step"],
      ["open the door", "16 (opened)", "a cell that showed a closed door shows an open one"],
    ],
    differences: [onlyThese(actions)],
  };
}

function startOf({ x, y, side, places }: RoomPlan): string {
  if (places === "fixed") return `on the stairs up, always at ${cell(x, y)}`;
  const free = side * side - 1;
  const inVain = (1 - free / CELLS) ** 200;
  const more =
    inVain > 1e-6 ? `; the first free cell, column by column, has ${(100 * inVain).toFixed(2)} points more` : "";
  return `on the stairs up, uniform over the other ${free} cells${more}`;
}

function roomCard(plan: RoomPlan, actions: readonly string[]): EnvironmentCard {
  const { x, y, side, places } = plan;
  return {
    page: "own",
    task: "Walk to the stairs down.",
    actions: actions.map((name) => [name, effectOf(name)]),
    observations: OBSERVATIONS,
    rewards: [
      ["1", "the step onto the stairs down"],
      ["-0.01", "a step in which the clock stands still: off the floor there is only stone"],
      ["0", "any other step"],
    ],
    ends: [LIMIT_END, RUNNING, NO_DEATH, WON],
    level: [
      ["room", `${side} x ${side} cells of floor from ${cell(x, y)}, no walls`],
      [
        "stairs down",
        places === "fixed" ? `always at ${cell(x + side - 1, y + side - 1)}` : `uniform over the ${side * side} cells`,
      ],
      ["start", startOf(plan)],
      ["light", lightOf(plan)],
      ["hero", "a Rogue whose attributes and kit are drawn; they change nothing here"],
    ],
    subgoals: [],
    differences: [onlyThese(actions)],
  };
}

/** A level of the level language is its own description: `docs/levels.md` says where it stands. */
function writtenCard({ task, plan }: WrittenSpec, actions: readonly string[]): EnvironmentCard {
  return {
    page: "docs/levels.md",
    task,
    actions: actions.map((name) => [name, effectOf(name)]),
    observations: OBSERVATIONS,
    rewards: [
      ["1", "the step onto the stairs down"],
      ["-0.01", "a step in which the clock stands still: something is in the way"],
      ["0", "any other step, death included"],
    ],
    ends: [LIMIT_END, RUNNING, ["1", "terminated", "death, in lava"], WON],
    level: [["hero", `a ${plan.role === KNIGHT ? "Knight" : "Rogue"} whose attributes and kit are drawn`]],
    subgoals: [],
    differences: [onlyThese(actions)],
  };
}

/** The card of an id of this engine; undefined for an environment of one's own. */
export function environmentCard(id: string): EnvironmentCard | undefined {
  const spec = NETHACK.get(id);
  if (spec === undefined) return undefined;
  const { plan, actions } = spec;
  const own = WRITTEN[id];
  if (plan.family === "written") return own === undefined ? undefined : writtenCard(own, actions);
  return plan.family === "keyroom" ? keyRoomCard(plan, actions) : roomCard(plan, actions);
}
