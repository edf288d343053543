/**
 * What an environment is, in words: the text of its page and of `calmhack envs ID`. Chances and places are computed from
 * the plan of its level.
 */
import {
  type EnvironmentCard,
  effectOf,
  LIMIT_END,
  NO_DEATH,
  OBSERVATIONS,
  onlyThese,
  RUNNING,
  WON,
} from "./card-parts.js";
import { writtenCard } from "./card-written.js";
import { NETHACK, WRITTEN_SPECS } from "./catalogue.js";
import type { Plan } from "./game.js";
import { CELLS } from "./terrain.js";

export type { EnvironmentCard } from "./card-parts.js";
export { OWN_LEVEL } from "./card-written.js";

type KeyRoomPlan = Extract<Plan, { family: "keyroom" }>;
type RoomPlan = Extract<Plan, { family: "room" }>;

const lightOf = ({ light }: KeyRoomPlan | RoomPlan): string =>
  light === "lit"
    ? "lit: the hero sees as far as walls and doors let it"
    : "unlit: the hero sees the cells next to it and remembers them";

const cell = (x: number, y: number): string => `(${x}, ${y})`;
const HERO = "a Rogue whose attributes and kit are drawn; they decide in how many turns the lock opens, not whether";

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

/** The card of an id of this engine; undefined for an environment of one's own. */
export function environmentCard(id: string): EnvironmentCard | undefined {
  const spec = NETHACK.get(id);
  if (spec === undefined) return undefined;
  const { plan, actions } = spec;
  const own = WRITTEN_SPECS[id];
  if (plan.family === "written") return own === undefined ? undefined : writtenCard(id, own, actions);
  return plan.family === "keyroom" ? keyRoomCard(plan, actions) : roomCard(plan, actions);
}
