/**
 * What other rooms ask about saved networks, as one name of the room's index.
 */
export { type Episodes, playEpisodes } from "./evaluation.js";
export { type SavedPolicy, savedPolicy } from "./network/policy-format.js";
export { savedActor } from "./network/saved-actor.js";
