/**
 * envs: environments and what they are made of: frames and their one text renderer, recorded episodes, random streams,
 * harmless text, files. `envs/nethack/` is the MiniHack-compatible engine behind `make`; worlds and subgoals of one's own
 * stand beside it.
 */
export { assetPath, packageVersion } from "./assets.js";
export {
  type Env,
  keep,
  type ObservationKey,
  type ObservationTable,
  type Snapshot,
  type Step,
} from "./env.js";
export { type Episode, recorder, replay } from "./episode.js";
export { readEpisodes, writeEpisodes } from "./episode-file.js";
export { InputError } from "./errors.js";
export { type Line, readLines, writeFolder, writeWhole } from "./files.js";
export type { Frame } from "./frame.js";
export { frameLines, frameText, windowRows } from "./frame-text.js";
export * as hashing from "./hashing.js";
export { environmentCard } from "./nethack/cards.js";
export { RULES } from "./nethack/catalogue.js";
export * as conforming from "./nethack/conformance.js";
export * as levels from "./nethack/levels/index.js";
export { environmentIds, make, register } from "./registry.js";
export * as rewards from "./rewards.js";
export { RandomStream, randomStream } from "./seeds.js";
export { solver } from "./solver/solver.js";
export { visible, visibleLines } from "./text.js";
export { vector } from "./vector.js";
export { defineSubgoals, defineWorld } from "./world.js";
export * as worlds from "./worlds.js";
