/**
 * What other rooms ask about worlds and subgoals of one's own, as one name of the room's index.
 */
export type { EnvOptions } from "./nethack/environment.js";
export { ground, type Registered, registered, rulesOf, type Source } from "./registry.js";
export { achievedBits, type Definition, lookAlikeIndex, type Subgoals, type World, type WorldFrame } from "./world.js";
export { guarded } from "./world-env.js";
export { writeCrop, writeMessage } from "./world-observation.js";
export { type Planner, planner } from "./world-solver.js";
