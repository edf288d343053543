/**
 * All states that can be reached from a start, as a table, with FULL INFORMATION: where every action leads, what it pays,
 * whether it wins or loses, and how far it is to success. Every exact value comes from it.
 *
 * The table is found by playing: each action from each state, breadth first. States deeper than the limit are out of any
 * episode's reach and are left out. Differs from the solver (`envs/solver`): rewards and lost endings are in it, and worlds of one's own
 * as well. Dice are refused where they matter: a world that draws in a step has no such table, nor a level where other
 * dice lead elsewhere.
 */
import { type Env, InputError, type Snapshot, visible, worlds } from "../../envs/index.js";

/** A reachable state that ends an episode leads to itself. */
export interface StateGraph {
  readonly states: number;
  readonly actions: number;
  /** states x actions, row by row. */
  readonly next: Int32Array;
  /** states x actions: the task's reward. */
  readonly rewards: Float64Array;
  /** Per state: 0 play goes on, 1 lost, 2 won. */
  readonly status: Uint8Array;
  /** d*: least number of actions to success; 0 where it is won, Infinity where it is out of reach. */
  readonly distances: Float64Array;
  /** Steps of an episode. */
  readonly limit: number;
  /** The last step that can win: MiniHack tests the limit first, so there it is one less than the limit. */
  readonly winsUntil: number;
  /** The state of a name; undefined for one that cannot be reached. */
  indexOf(name: string): number | undefined;
  /** Environment steps that it took to find it. */
  readonly envSteps: number;
}

const [RUNNING, LOST, WON] = [0, 1, 2];
const MOST_STATES = 20_000;

interface Found {
  readonly names: Map<string, number>;
  readonly status: number[];
  readonly next: number[];
  readonly rewards: number[];
  steps: number;
}

const tooMany = (id: string, most: number): InputError =>
  new InputError(
    `More than ${most} states can be reached in ${visible(id, 80)}; exact credit takes at most so many, smaller levels have fewer.`,
  );

/** Turns of dice tried before it is believed that nothing hangs on them: a door that sticks one time in four is seen. */
const TURNS = 40;

/** Whether a step of the engine that drew dice can lead elsewhere: KeyRoom's APPLY always ends with the door open. */
function hangsOnDice(
  env: Env<never>,
  before: Snapshot,
  action: number,
  after: Snapshot,
  nameOf: (at: Snapshot) => string,
): boolean {
  const name = nameOf(after);
  for (let turn = 1; turn <= TURNS; turn++) {
    env.restore(worlds.otherDice(before, turn));
    env.step(action);
    if (nameOf(env.snapshot()) !== name) return true;
  }
  return false;
}

function explore(env: Env<never>, start: Snapshot, nameOf: (at: Snapshot) => string, most: number): Found {
  const width = env.actions.length;
  const found: Found = { names: new Map([[nameOf(start), 0]]), status: [RUNNING], next: [], rewards: [], steps: 0 };
  const snapshots: (Snapshot | undefined)[] = [start];
  const depths = [0];
  const isWorld = worlds.registered(worlds.ground(env.id)) !== undefined;
  for (let state = 0; state < snapshots.length; state++) {
    const snapshot = snapshots[state];
    snapshots[state] = undefined;
    for (let action = 0; action < width; action++) {
      if (snapshot === undefined || found.status[state] !== RUNNING || depths[state]! >= env.limit) {
        found.next.push(state);
        found.rewards.push(0);
        continue;
      }
      env.restore(snapshot);
      const { reward, info } = env.step(action);
      const after = env.snapshot();
      found.steps++;
      const status = info.endStatus === WON ? WON : info.endStatus === LOST ? LOST : RUNNING;
      if (worlds.drewDice(env, snapshot, after) && (isWorld || hangsOnDice(env, snapshot, action, after, nameOf))) {
        throw new InputError(
          `A step of ${visible(env.id, 80)} draws dice; exact credit takes worlds whose steps do not.`,
        );
      }
      // A won and a lost end may look like a state in which play goes on.
      const name = status === LOST ? `lost ${nameOf(after)}` : nameOf(after);
      let to = found.names.get(name);
      if (to === undefined) {
        to = snapshots.length;
        if (to >= most) throw tooMany(env.id, most);
        found.names.set(name, to);
        found.status.push(status);
        snapshots.push(after);
        depths.push(depths[state]! + 1);
      }
      found.next.push(to);
      found.rewards.push(reward);
    }
  }
  return found;
}

/** Breadth first, backwards from what is won. */
function distancesTo(status: Uint8Array, next: Int32Array, width: number): Float64Array {
  const from: number[][] = Array.from(status, () => []);
  for (let edge = 0; edge < next.length; edge++) from[next[edge]!]!.push(Math.trunc(edge / width));
  const distances = new Float64Array(status.length).fill(Number.POSITIVE_INFINITY);
  const queue: number[] = [];
  status.forEach((value, state) => {
    if (value !== WON) return;
    distances[state] = 0;
    queue.push(state);
  });
  for (let read = 0; read < queue.length; read++) {
    for (const before of from[queue[read]!]!) {
      if (distances[before] !== Number.POSITIVE_INFINITY) continue;
      distances[before] = distances[queue[read]!]! + 1;
      queue.push(before);
    }
  }
  return distances;
}

/**
 * The table of what can be reached from `start`. The environment is left wherever the search ended; whoever minds
 * restores it. Throws an InputError for more than `most` states and for steps that draw dice.
 */
export function stateGraph(
  env: Env<never>,
  start: Snapshot,
  nameOf: (at: Snapshot) => string,
  most: number = MOST_STATES,
): StateGraph {
  const { names, status, next, rewards, steps } = explore(env, start, nameOf, most);
  const marks = Uint8Array.from(status);
  const table = Int32Array.from(next);
  const isWorld = worlds.registered(worlds.ground(env.id)) !== undefined;
  return {
    states: marks.length,
    actions: env.actions.length,
    next: table,
    rewards: Float64Array.from(rewards),
    status: marks,
    distances: distancesTo(marks, table, env.actions.length),
    limit: env.limit,
    winsUntil: isWorld ? env.limit : env.limit - 1,
    indexOf: (name) => names.get(name),
    envSteps: steps,
  };
}
