/**
 * Names what an environment stands at with FULL INFORMATION, so that levels can be counted and states told apart: the same
 * text for the same, whatever the actions are and whoever asks.
 */
import type { Env, Snapshot } from "./env.js";
import { InputError } from "./errors.js";
import { CELL, layout, makeState } from "./nethack/state.js";
import { ground, registered } from "./registry.js";
import { visible } from "./text.js";
import { stateText } from "./world-env.js";

const latin = (cells: Uint8Array): string => Buffer.from(cells).toString("latin1");

/**
 * Of a level: terrain, doors, what lies where, who stands where, and the hero's cell; not what the hero carries or
 * remembers. Of a world of one's own: its state. Throws an InputError for an environment of another engine.
 */
export function fingerprint(env: Pick<Env, "id" | "snapshot">, at: Snapshot = env.snapshot()): string {
  if (registered(ground(env.id)) !== undefined) return stateText(at);
  if (at.layout !== layout.signature) {
    throw new InputError(`The states of ${visible(at.id, 80)} have no names here: it is of another engine.`);
  }
  const { terrain, door, floorHead, objectKind, objectCount, objectNext, monsterAt, monsterKind, hero } = makeState(
    new Uint8Array(at.block).buffer,
  );
  const things: number[] = [];
  for (let cell = 0; cell < floorHead.length; cell++) {
    for (let link = floorHead[cell]!; link !== 0; link = objectNext[link - 1]!) {
      things.push(cell, objectKind[link - 1]!, objectCount[link - 1]!);
    }
    if (monsterAt[cell] !== 0) things.push(cell, -1, monsterKind[monsterAt[cell]! - 1]!);
  }
  return `${latin(terrain)}${latin(door)}${things.join(" ")}@${hero[CELL]}`;
}
