/**
 * A level without its monsters: what could be walked to if nobody stood in the way.
 */
import type { Snapshot } from "./env.js";
import { removeMonster } from "./nethack/monsters.js";
import { layout, makeState } from "./nethack/state.js";

/** The snapshot with all monsters gone; that of another engine, and of a level without monsters, as it is. */
export function unpeopled(snapshot: Snapshot): Snapshot {
  if (snapshot.layout !== layout.signature) return snapshot;
  const block = new Uint8Array(snapshot.block);
  const state = makeState(block.buffer);
  for (const [row, kind] of state.monsterKind.entries()) if (kind !== 0) removeMonster(state, row);
  return { ...snapshot, block };
}
