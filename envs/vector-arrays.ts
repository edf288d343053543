/**
 * The arrays of a vector of games: columns with a row a game, one after the other, in memory of one's own or in memory
 * that threads share; and a part of them, some games' rows.
 */
import type { ObservationKey, ObservationTable } from "./env.js";

/** `Info` of each game, in columns of length count. */
export interface VectorInfo {
  readonly endStatus: Int32Array;
  readonly events: Int32Array;
  readonly time: Int32Array;
}

/** The object and its arrays are reused by the next step. */
export interface VectorStep<K extends ObservationKey> {
  /** Each array count x its shape; of a game that ended, the first observation of its next episode. */
  readonly observation: Pick<ObservationTable, K>;
  /** Per game. */
  readonly rewards: Float64Array;
  /** Per game, 1 or 0. */
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  /** Of a game that ended: of its next episode's start. */
  readonly info: VectorInfo;
  /** How episodes ended. Rows hold something of this step only where the mask is 1. */
  readonly final: {
    readonly mask: Uint8Array;
    readonly observation: Pick<ObservationTable, K>;
    readonly info: VectorInfo;
  };
}

type AnyArray = ObservationTable[ObservationKey];

/** Makes a block of so many bytes. */
export type Memory = (bytes: number) => ArrayBufferLike;
export const ownMemory: Memory = (bytes) => new ArrayBuffer(bytes);
export const sharedMemory: Memory = (bytes) => new SharedArrayBuffer(bytes);

/** An observation's arrays `count` times as long, zeros. */
function stack<K extends ObservationKey>(
  single: Pick<ObservationTable, K>,
  count: number,
  memory: Memory,
): Pick<ObservationTable, K> {
  const longer = (array: AnyArray): AnyArray => {
    const block = memory(array.byteLength * count);
    if (array instanceof Int16Array) return new Int16Array(block);
    return array instanceof Int32Array ? new Int32Array(block) : new Uint8Array(block);
  };
  return mapped(single, longer);
}

/** Same keys, each array of its own kind. */
function mapped<K extends ObservationKey>(
  arrays: Pick<ObservationTable, K>,
  change: (array: AnyArray) => AnyArray,
): Pick<ObservationTable, K> {
  const keys = Object.keys(arrays) as K[];
  return Object.fromEntries(keys.map((key) => [key, change(arrays[key])])) as Pick<ObservationTable, K>;
}

/** Arrays for so many games whose observations are as a single one. */
export function makeArrays<K extends ObservationKey>(
  single: Pick<ObservationTable, K>,
  count: number,
  memory: Memory,
): VectorStep<K> {
  const numbers = () => new Int32Array(memory(4 * count));
  const bits = () => new Uint8Array(memory(count));
  const info = (): VectorInfo => ({ endStatus: numbers(), events: numbers(), time: numbers() });
  return {
    observation: stack(single, count, memory),
    rewards: new Float64Array(memory(8 * count)),
    terminated: bits(),
    truncated: bits(),
    info: info(),
    final: { mask: bits(), observation: stack(single, count, memory), info: info() },
  };
}

/** The rows of games `from` up to `to` of `count`, the same memory. */
export function rowsOf<K extends ObservationKey>(
  arrays: Pick<ObservationTable, K>,
  count: number,
  from: number,
  to: number,
): Pick<ObservationTable, K> {
  return mapped(arrays, (array) => array.subarray((from * array.length) / count, (to * array.length) / count));
}

/** The same of all arrays. */
export function partOf<K extends ObservationKey>(
  { observation, rewards, terminated, truncated, info, final }: VectorStep<K>,
  from: number,
  to: number,
): VectorStep<K> {
  const count = rewards.length;
  const infoPart = ({ endStatus, events, time }: VectorInfo): VectorInfo => ({
    endStatus: endStatus.subarray(from, to),
    events: events.subarray(from, to),
    time: time.subarray(from, to),
  });
  return {
    observation: rowsOf(observation, count, from, to),
    rewards: rewards.subarray(from, to),
    terminated: terminated.subarray(from, to),
    truncated: truncated.subarray(from, to),
    info: infoPart(info),
    final: {
      mask: final.mask.subarray(from, to),
      observation: rowsOf(final.observation, count, from, to),
      info: infoPart(final.info),
    },
  };
}
