/** Manners in which a game is shown to a network, by name. */
export const INPUTS = ["auto", "map", "wide map", "crop", "frame"] as const;
export type Inputs = (typeof INPUTS)[number];
