/**
 * Cards of the ids whose levels are written in the level language. How a level is drawn stands in its document, so such a
 * card says what the rules pay and how an episode ends, and which subgoals its family has.
 */
import { type EnvironmentCard, effectOf, LIMIT_END, OBSERVATIONS, onlyThese, RUNNING, WON } from "./card-parts.js";
import type { Written } from "./game.js";
import type { WrittenSpec } from "./levels/written.js";
import { KNIGHT } from "./roles.js";
import { familyTask } from "./tasks/families.js";
import { LAVA } from "./terrain.js";

type Card = EnvironmentCard;

const IDLE = ["-0.01", "a step in which the clock stands still: something is in the way, or the game asks"] as const;
const STAIRS = ["1", "the step onto the stairs down"] as const;
const OTHER = ["0", "any other step, death included"] as const;
const LAST = ["0", "the step that reaches the limit, or in which the hero dies"] as const;
const EACH = ["-0.001", "every step that does not end the episode"] as const;

function rewardsOf({ pays }: Written): Card["rewards"] {
  switch (pays) {
    case "apples":
      return [STAIRS, ["0.5", "each apple eaten, besides"], IDLE, OTHER];
    case "boulders":
      return [
        ["1", "the step after which every boulder stands on a fountain"],
        EACH,
        ["0.1", "a boulder pushed onto a fountain, besides; one pushed off a fountain costs as much"],
        LAST,
      ];
    case "pits":
      return [
        ["1", "the step onto the stairs down when no pit is left"],
        EACH,
        ["0.1", "each pit that a boulder fills, besides"],
        LAST,
      ];
    case "grid bug":
      return [
        ["1", "the blow that kills the grid bug"],
        ["-1", "a squeak: the hero, or a monster, steps onto a squeaky board"],
        IDLE,
        OTHER,
      ];
    default:
      return [STAIRS, IDLE, OTHER];
  }
}

/** What kills there. */
function deaths({ signs, isLively, pays }: Written, actions: readonly string[]): string {
  const causes = [
    ...(signs["}"] === LAVA ? ["in lava"] : []),
    ...(isLively === true ? ["by the blows of monsters"] : []),
    ...(pays === "pits" ? ["in a pit"] : []),
    ...(actions.includes("KICK") ? ["by kicks at walls, which hurt"] : []),
  ];
  return causes.length === 0 ? "death: nothing here kills" : `death: ${causes.join("; ")}`;
}

const WON_BY: Readonly<Record<NonNullable<Written["pays"]>, string>> = {
  apples: "the hero stands on the stairs down",
  boulders: "the cells with a boulder are the cells with a fountain",
  pits: "the hero stands on the stairs down and no pit is left",
  "grid bug": "the grid bug is killed, or a board squeaks: MiniHack calls both its end",
};

function endsOf(plan: Written, actions: readonly string[]): Card["ends"] {
  const won = plan.pays === undefined ? WON : (["2", "terminated", WON_BY[plan.pays]] as const);
  const death = deaths(plan, actions);
  return [LIMIT_END, RUNNING, ["1", death.endsWith("kills") ? "–" : "terminated", death], won];
}

const LIGHT: Readonly<Record<Written["signs"]["light"], string>> = {
  lit: "lit: the hero sees as far as walls and doors let him",
  rooms: "rooms are lit, corridors are not",
  dark: "unlit: the hero sees the cells next to him and remembers them",
};

/** What a level of one's own pays and how it ends; nothing else of it is known but its text. */
export const OWN_LEVEL: Pick<Card, "task" | "rewards" | "ends" | "subgoals"> = {
  task: "Walk to the stairs down.",
  rewards: [STAIRS, IDLE, OTHER],
  ends: [LIMIT_END, RUNNING, ["1", "terminated", "death, where the level holds what kills"], WON],
  subgoals: [],
};

export function writtenCard(id: string, { plan, task }: WrittenSpec, actions: readonly string[]): Card {
  const known = plan.isMapped ? "the hero knows the whole level from the start" : "the hero knows what he has seen";
  return {
    page: "docs/levels.md",
    task,
    actions: actions.map((name) => [name, effectOf(name)]),
    observations: OBSERVATIONS,
    rewards: rewardsOf(plan),
    ends: endsOf(plan, actions),
    level: [
      ["light", LIGHT[plan.signs.light]],
      ["knowledge", known],
      ["hero", `a ${plan.role === KNIGHT ? "Knight" : "Rogue"} whose attributes and kit are drawn`],
    ],
    // Their truth is read from the frames alone: no bit of the events says it.
    subgoals: (familyTask(id)?.subgoals ?? []).map(({ name, truth }) => [name, "–", truth]),
    differences: [onlyThese(actions)],
  };
}
