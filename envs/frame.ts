/**
 * A frame is what an observer of one moment sees, and nothing else: the map as text rows, where the hero stands, the
 * message line, the inventory and the status lines. Prompts, rules, viewers and data sets all share it; hidden state
 * never enters it.
 */

export interface Position {
  /** Column, 0 at the left. */
  readonly x: number;
  /** Row, 0 at the top of the map. */
  readonly y: number;
}

export interface InventoryItem {
  /** The letter the game shows, e.g. "g". */
  readonly letter: string;
  readonly text: string;
}

export interface Frame {
  /** The map, top to bottom, one character a cell. NetHack: 21 rows of 79; any other world: any rectangle. */
  readonly rows: readonly string[];
  /** Absent when nobody said where the hero is. */
  readonly hero?: Position;
  /** The message line; empty when nothing was said in this step. */
  readonly message: string;
  /** Absent when the inventory was not told (not the same as empty). */
  readonly inventory?: readonly InventoryItem[];
  /** Status lines as a terminal shows them below the map, top to bottom. */
  readonly status?: readonly string[];
}
