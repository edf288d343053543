/**
 * What other rooms ask about worlds and subgoals, of one's own and of MiniHack's families, and what games side by side share,
 * as one name of the room's index.
 */
export { ThreadError } from "./errors.js";
export { fingerprint, stateName } from "./fingerprint.js";
export { OWN_LEVEL } from "./nethack/cards.js";
export { type EnvOptions, sharedSight } from "./nethack/environment.js";
export { FAMILY_NAMES, familyTask } from "./nethack/tasks/families.js";
export type { FamilyTask } from "./nethack/tasks/task.js";
export { drewDice, otherDice } from "./play-dice.js";
export { ground, isLevel, type Registered, registered, rulesOf, type Source } from "./registry.js";
export { unpeopled } from "./unpeopled.js";
export {
  achievedBits,
  type Definition,
  eventsOf,
  lookAlikeIndex,
  type Subgoals,
  type World,
  type WorldFrame,
} from "./world.js";
export { guarded } from "./world-env.js";
export { writeCrop, writeMessage } from "./world-observation.js";
export { type Planner, planner } from "./world-solver.js";
