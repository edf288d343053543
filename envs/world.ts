/**
 * A world of one's own: what somebody writes to bring a game of any kind, and subgoals on a game that is there. Both are
 * values; `register` checks their promises and makes them known to `make`, and from there to everything else.
 *
 * A world is a pure description: a state is plain JSON data, `step` returns the next one and leaves the one it is given
 * alone, all chance comes from the stream it is given. So snapshots, replays, the solver and equal results for equal
 * seeds need no further work of its author.
 */
import type { Frame } from "./frame.js";
import type { RandomStream } from "./seeds.js";

/** What an observer sees. Without a message nothing was said. */
export type WorldFrame = Omit<Frame, "message"> & { readonly message?: string };

/** `S`: the state of a world, or a frame where subgoals are put on a game that is there. */
export interface OwnSubgoal<S> {
  /** In words, as a judge is asked for it: "pick up the key". */
  readonly name: string;
  /** The truth: whether this very step achieved it. */
  achieved(before: S, action: string, after: S): boolean;
}

/** A kind of step that achieves nothing and looks as if it did. */
export interface OwnLookAlike<S> {
  readonly name: string;
  /** Asked of steps that achieved nothing; the first kind that holds counts. */
  holds(before: S, action: string, after: S): boolean;
}

export interface WorldStep<S> {
  readonly state: S;
  /** 0 when absent. */
  readonly reward?: number;
  /** Absent while the episode goes on. Only "won" counts as success. */
  readonly end?: "won" | "lost";
}

/** What both kinds say of themselves. */
interface Described<S> {
  /** As `make` and the command line know it, e.g. "MyRoom-v0". */
  readonly id: string;
  /** The task in words, as a player would be told it. */
  readonly task: string;
  /** One to eight. */
  readonly subgoals: readonly OwnSubgoal<S>[];
  readonly lookAlikes?: readonly OwnLookAlike<S>[];
}

export interface World<S = unknown> extends Described<S> {
  readonly kind: "world";
  /** Names, in index order. */
  readonly actions: readonly string[];
  /** Steps after which an episode is truncated. */
  readonly limit: number;
  /** A level as it starts. */
  create(random: RandomStream): S;
  step(state: S, action: string, random: RandomStream): WorldStep<S>;
  /** All frames of a world have the same number of rows and columns. */
  frame(state: S): WorldFrame;
  /**
   * What a tabular agent tells states by: a text, or a whole number from 0 to 2^45 - 1. It is made of what is seen and of
   * nothing else; what has to be remembered belongs into the frame, as on NetHack's map. When absent: the whole frame.
   */
  key?(seen: Frame): string | number;
}

/** Subgoals of one's own on an environment that is there, under a new id. Their truth is read from frames. */
export interface Subgoals extends Described<Frame> {
  readonly kind: "subgoals";
  /** The environment's id. */
  readonly on: string;
}

export type Definition = World | Subgoals;

/** A world as a value: nothing is checked or registered yet. */
export const defineWorld = <S>(world: Omit<World<S>, "kind">): World<S> => ({ kind: "world", ...world });

/** Subgoals as a value: nothing is checked or registered yet. */
export const defineSubgoals = (subgoals: Omit<Subgoals, "kind">): Subgoals => ({ kind: "subgoals", ...subgoals });

/** Subgoals stand in the low eight bits of a step's events, look-alikes above them. */
export const MOST_SUBGOALS = 8;
export const MOST_LOOK_ALIKES = 16;

/** Bits of a step: which subgoals it achieved; when none, which kind of look-alike it is. */
export function eventsOf<S>(
  { subgoals, lookAlikes = [] }: Pick<Described<S>, "subgoals" | "lookAlikes">,
  before: S,
  action: string,
  after: S,
): number {
  let bits = 0;
  for (let i = 0; i < subgoals.length; i++) if (subgoals[i]!.achieved(before, action, after)) bits |= 1 << i;
  if (bits !== 0) return bits;
  const kind = lookAlikes.findIndex((one) => one.holds(before, action, after));
  return kind < 0 ? 0 : 1 << (MOST_SUBGOALS + kind);
}

/** The subgoals among such bits. */
export const achievedBits = (events: number): number => events & (2 ** MOST_SUBGOALS - 1);

/** The look-alike among such bits, as an index; -1 when there is none. */
export const lookAlikeIndex = (events: number): number => 31 - Math.clz32(events >>> MOST_SUBGOALS);
