/**
 * Names what an environment stands at with FULL INFORMATION, so that levels can be counted and states told apart: the same
 * text for the same, whatever the actions are and whoever asks.
 */
import type { Env, Snapshot } from "./env.js";
import { InputError } from "./errors.js";
import { CELL, CONFUSED, layout, makeState, PROMPT, type State, WOUNDED } from "./nethack/state.js";
import { ground, registered } from "./registry.js";
import { visible } from "./text.js";
import { stateText } from "./world-env.js";

const latin = (cells: Uint8Array): string => Buffer.from(cells).toString("latin1");

/**
 * Of a level: terrain, doors, what lies where, who stands where, and the hero's cell; not what the hero carries or
 * remembers. Of a world of one's own: its state. Throws an InputError for an environment of another engine.
 */
export function fingerprint(env: Pick<Env, "id" | "snapshot">, at: Snapshot = env.snapshot()): string {
  return registered(ground(env.id)) !== undefined ? stateText(at) : levelText(stateOf(at));
}

function stateOf(at: Snapshot): State {
  if (at.layout === layout.signature) return makeState(new Uint8Array(at.block).buffer);
  throw new InputError(`The states of ${visible(at.id, 80)} have no names here: it is of another engine.`);
}

function levelText(state: State): string {
  const { terrain, door, floorHead, objectKind, objectCount, objectNext, monsterAt, monsterKind, hero } = state;
  const things: number[] = [];
  for (let cell = 0; cell < floorHead.length; cell++) {
    for (let link = floorHead[cell]!; link !== 0; link = objectNext[link - 1]!) {
      things.push(cell, objectKind[link - 1]!, objectCount[link - 1]!);
    }
    if (monsterAt[cell] !== 0) things.push(cell, -1, monsterKind[monsterAt[cell]! - 1]!);
  }
  return `${latin(terrain)}${latin(door)}${things.join(" ")}@${hero[CELL]}`;
}

/**
 * As `fingerprint`, with what the hero carries and how he is: the same text for states from which the same actions lead
 * to the same, dice and the clock apart.
 */
export function stateName(env: Pick<Env, "id" | "snapshot">, at: Snapshot = env.snapshot()): string {
  if (registered(ground(env.id)) !== undefined) return stateText(at);
  const state = stateOf(at);
  const { hero, packHead, objectKind, objectCount, objectNext } = state;
  const pack: number[] = [];
  for (let link = packHead[0]!; link !== 0; link = objectNext[link - 1]!) {
    pack.push(objectKind[link - 1]!, objectCount[link - 1]!);
  }
  return `${levelText(state)} ${hero[PROMPT]} ${hero[WOUNDED]} ${hero[CONFUSED]} ${pack.join(" ")}`;
}
