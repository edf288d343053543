/**
 * Episodes as assigners read them: every state, frame and reward of a play, regenerated from its seed and actions, and
 * groups of episodes that begin alike.
 *
 * The true state (snapshots, their names in `states`) is there for whoever needs snapshots or the solver and says so;
 * what an agent or a model may know is the frames, and `seen`, which names them.
 */
import { own } from "../../annotations/index.js";
import {
  type Env,
  type Episode,
  environmentCard,
  type Frame,
  InputError,
  make,
  replay,
  type Snapshot,
  solver,
  visible,
  worlds,
} from "../../envs/index.js";
import { type StateGraph, stateGraph } from "./state-graph.js";

/** How a play ended; "open": it did not. */
export type PlayedEnd = "won" | "lost" | "limit" | "open";

/** T actions, T + 1 moments. */
export interface PlayedEpisode {
  /** Unique within its group; for messages and streams. */
  readonly name: string;
  readonly actions: readonly number[];
  /** The task's own, T. */
  readonly rewards: readonly number[];
  readonly end: PlayedEnd;
  /** What an observer sees, T + 1; the message of frame t + 1 is the consequence of action t. */
  readonly frames: readonly Frame[];
  /** FULL INFORMATION, T + 1. */
  readonly snapshots: readonly Snapshot[];
  /** FULL INFORMATION, T + 1: the same text for the same state of the same level. */
  readonly states: readonly string[];
  /** T + 1: the same text for the same frame. */
  readonly seen: readonly string[];
  /** T sets of subgoals that the game's state shows achieved, bit i for subgoal i. */
  readonly events: readonly number[];
}

/** Episodes of one environment that begin in the same state. */
export interface Group {
  /** Plays the id with the episodes' options; assigners leave it as they find it. */
  readonly env: Env<never>;
  /** In words, as a player would be told it. */
  readonly task: string;
  readonly subgoals: readonly string[];
  readonly episodes: readonly PlayedEpisode[];
  /** The subgoals that the game's state shows achieved in a step, as bits; `number` counts steps from 1. */
  achievedIn(before: Frame, action: string, after: Frame, events: number, number: number): number;
  /** FULL INFORMATION: all states that can be reached from the start; made when it is first asked for. */
  graph(): StateGraph;
}

const ENDS: ReadonlyMap<number, PlayedEnd> = new Map([
  [-1, "limit"],
  [0, "open"],
  [1, "lost"],
  [2, "won"],
]);

export const endOf = (endStatus: number): PlayedEnd => ENDS.get(endStatus) ?? "lost";

/**
 * Names the true state in a snapshot of the level that begins with `start`: namers of one start give one name. Throws an
 * InputError for an engine that no solver knows.
 */
export function stateNamer(env: Env<never>, start: Snapshot): (snapshot: Snapshot) => string {
  const id = worlds.ground(env.id);
  if (worlds.registered(id) !== undefined) return (at) => worlds.fingerprint(env, at);
  const solve = solver({ ...env, id });
  if (!solve.hasTable(start)) return (at) => worlds.stateName(env, at);
  // The solver numbers the states of the level that it sees first.
  solve.level(start);
  return (snapshot) => String(solve.level(snapshot).state);
}

/** The same text for the same frame. */
export function frameName({ rows, hero, message, inventory }: Frame): string {
  return JSON.stringify([rows, hero?.x, hero?.y, message, inventory?.map(({ text }) => text)]);
}

/** Words and subgoals of an environment; an id whose subgoals nobody knows has none. */
function taskOf(id: string): Pick<Group, "task" | "subgoals"> & Partial<Pick<own.Task, "truth">> {
  const isKnown = worlds.registered(id) !== undefined || id.includes("KeyRoom") || worlds.familyTask(id) !== undefined;
  return isKnown ? own.taskOf(id) : { task: environmentCard(id)?.task ?? id, subgoals: [] };
}

/** The subgoals that a step achieved, as bits. */
function achievedBy(id: string): Group["achievedIn"] {
  const { truth } = taskOf(id);
  return (before, action, after, events, number) => {
    const verdicts = truth?.({ before, action, after, events, number }) ?? [];
    return verdicts.reduce((set, verdict, i) => (verdict === "yes" ? set | (1 << i) : set), 0);
  };
}

/** Plays actions from a start. Throws an InputError as `reset` and `step` do. */
export function playActions(
  env: Env<never>,
  start: { readonly seed: number; readonly level?: number },
  actions: Iterable<number>,
  name: string,
): PlayedEpisode {
  const achievedIn = achievedBy(env.id);
  env.reset(start);
  const nameOf = stateNamer(env, env.snapshot());
  const [frames, snapshots] = [[env.frame()], [env.snapshot()]];
  const taken: number[] = [];
  const rewards: number[] = [];
  const events: number[] = [];
  let endStatus = 0;
  for (const action of actions) {
    const before = frames.at(-1)!;
    const { reward, info } = env.step(action);
    const after = env.frame();
    taken.push(action);
    rewards.push(reward);
    events.push(achievedIn(before, env.actions[action]!, after, info.events, taken.length));
    frames.push(after);
    snapshots.push(env.snapshot());
    endStatus = info.endStatus;
  }
  const [states, seen] = [snapshots.map(nameOf), frames.map(frameName)];
  return { name, actions: taken, rewards, end: endOf(endStatus), frames, snapshots, states, seen, events };
}

/** A group of plays. Throws an InputError when they do not begin in the same state. */
export function groupOf(env: Env<never>, episodes: readonly PlayedEpisode[]): Group {
  const [first] = episodes;
  const other = episodes.find(({ states }) => states[0] !== first?.states[0]);
  if (first !== undefined && other !== undefined) {
    throw new InputError(
      `${visible(other.name, 80)} begins elsewhere than ${visible(first.name, 80)}; a group begins in one state.`,
    );
  }
  let graph: StateGraph | undefined;
  const { task, subgoals } = taskOf(env.id);
  return {
    env,
    task,
    subgoals,
    episodes,
    achievedIn: achievedBy(env.id),
    graph() {
      if (first === undefined) throw new InputError("A group without episodes has no states.");
      if (graph !== undefined) return graph;
      if (first.snapshots[0] === undefined) {
        throw new InputError(
          `${visible(first.name, 80)} has no snapshots, and the states that can be reached are found from its first.`,
        );
      }
      const found = env.snapshot();
      try {
        graph = stateGraph(env, first.snapshots[0]!, stateNamer(env, first.snapshots[0]!));
      } finally {
        env.restore(found);
      }
      return graph;
    },
  };
}

/**
 * Recorded episodes as groups, in the order in which their starts first occur, one group's states in memory at a time;
 * each episode is proved by its hashes before the first group is made.
 * Throws an InputError that names file and line, as `replay` does.
 */
export function* groupsOf(episodes: readonly Episode[]): Generator<Group, void, undefined> {
  const starts = new Map<string, Episode[]>();
  for (const episode of episodes) {
    for (const _ of replay(episode));
    const { id, options, seed, level } = episode;
    const start = JSON.stringify([id, options, level ?? seed]);
    starts.set(start, [...(starts.get(start) ?? []), episode]);
  }
  for (const alike of starts.values()) {
    const { id, options } = alike[0]!;
    const env: Env<never> = make<never>(id, { ...options, observationKeys: [] });
    const played = alike.map(({ steps, seed, level }, i) => {
      const actions = steps.map(({ action }) => env.actions.indexOf(action));
      const name = `${id} level ${level ?? seed} episode ${i + 1}`;
      return playActions(env, level === undefined ? { seed } : { seed, level }, actions, name);
    });
    yield groupOf(env, played);
  }
}
