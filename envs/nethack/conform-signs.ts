/**
 * What the signs of a recorded map can be on a written level, where the recording does not say.
 */
import type { Level } from "./levels/des/syntax.js";

export interface Signs {
  /** Terrain that is the same each time, without what is drawn. */
  readonly map?: () => Level;
  /**
   * "asleep": monsters sleep at first; each kind stands from the start where it is first shown. "of classes": those that
   * may be about are of the classes that a level draws from, not the first level's usual ones.
   */
  readonly monsters?: "asleep" | "of classes";
  /** The trap that shows as "^": a pit; a teleportation trap when absent. */
  readonly "^"?: number;
  /** Terrain of "#" and of "}". */
  readonly "#"?: number;
  readonly "}"?: number;
  /** Rows of the level where "}" is water all the same. */
  readonly waterRows?: readonly number[];
  /** "wide": rooms at least two cells wide, with nothing else: no corridors, boulders or traps. */
  readonly rooms?: "wide";
  /** State of a door that shows as "+". */
  readonly "+"?: number;
  /** "rooms": corridors are dark. */
  readonly light: "lit" | "rooms" | "dark";
}
