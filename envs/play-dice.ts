/**
 * The dice of play in snapshots: whether a step drew any, and the same moment with other dice to come.
 */
import type { Env, Snapshot } from "./env.js";
import { layout, makeState } from "./nethack/state.js";
import { ground, registered } from "./registry.js";
import { randomStream } from "./seeds.js";
import { diceText } from "./world-env.js";

const wordsOf = ({ block }: Snapshot): string => makeState(new Uint8Array(block).buffer).dynamicsStream.join();

/** Whether dice were drawn between two moments; of an engine that shows none, none are known. */
export function drewDice(env: Pick<Env, "id">, before: Snapshot, after: Snapshot): boolean {
  if (registered(ground(env.id)) !== undefined) return diceText(before) !== diceText(after);
  return before.layout === layout.signature && wordsOf(before) !== wordsOf(after);
}

/** A level's snapshot whose dice of play fall otherwise from here on; that of another engine as it is. */
export function otherDice(snapshot: Snapshot, by: number): Snapshot {
  if (snapshot.layout !== layout.signature) return snapshot;
  const block = new Uint8Array(snapshot.block);
  makeState(block.buffer).dynamicsStream.set(randomStream(by, "other dice").words);
  return { ...snapshot, block };
}
