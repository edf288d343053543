/**
 * One level of the engine as a finite world, and its states as snapshots: what Q-learning meets in the engine is compared
 * with what the solver's table and the rules of reward, written here once more, say that it is worth.
 */
import type { FiniteWorld } from "../../agents/finite-world.js";
import type { QTable } from "../../agents/index.js";
import { type Env, type RandomStream, type Snapshot, solver } from "../../envs/index.js";

export type PlainEnv = Env<"blstats">;

/**
 * The solver's table with MiniHack's rewards: 1 on the stairs; -0.01 for a step that takes no time (it leaves the state as
 * it is) and for every APPLY, also for the one that opens the door.
 */
function worldOf(env: PlainEnv): FiniteWorld {
  const { level } = solver(env).level();
  const actions = env.actions.length;
  return {
    states: level.states,
    actions,
    outcome(state, action) {
      // The goal: nobody stands there and acts.
      if (level.distances[state] === 0) return { next: state, reward: 0, terminal: true };
      const next = level.next[state * actions + action]!;
      const terminal = level.distances[next] === 0;
      const isFree = next !== state && env.actions[action] !== "APPLY";
      return { next, reward: (terminal ? 1 : 0) - (isFree ? 0 : 0.01), terminal };
    },
  };
}

/** A snapshot of every state of the level in which play goes on, found by trying every action everywhere. */
function snapshotsOf(env: PlainEnv): ReadonlyMap<number, Snapshot> {
  const solved = solver(env);
  const found = new Map([[solved.level().state, env.snapshot()]]);
  for (const snapshot of found.values()) {
    for (let action = 0; action < env.actions.length; action++) {
      env.restore(snapshot);
      const { terminated } = env.step(action);
      const { state } = solved.level();
      if (!terminated && !found.has(state)) found.set(state, env.snapshot());
    }
  }
  return found;
}

/** A level as it is played and as the reference has it. */
export interface PlayedLevel {
  readonly env: PlainEnv;
  readonly world: FiniteWorld;
  /** By the world's state. */
  readonly starts: ReadonlyMap<number, Snapshot>;
}

/** The environment must stand at the start of an episode. */
export function playedLevel(env: PlainEnv): PlayedLevel {
  const world = worldOf(env);
  return { env, world, starts: snapshotsOf(env) };
}

/** Episodes that start in any state with any action, each as likely, and go on greedily but for one action in five. */
export function learnFromExploringStarts(
  { env, starts }: PlayedLevel,
  table: QTable,
  episodes: number,
  stream: RandomStream,
): void {
  const solved = solver(env);
  const list = [...starts];
  for (let episode = 0; episode < episodes; episode++) {
    const [start, snapshot] = list[stream.below(list.length)]!;
    env.restore(snapshot);
    let state = start;
    let action = stream.below(env.actions.length);
    for (let t = 0; t < 20; t++) {
      const { reward, terminated, truncated } = env.step(action);
      const next = solved.level().state;
      table.learn(state, action, reward, next, terminated ? "terminated" : truncated ? "truncated" : "running");
      if (terminated || truncated) break;
      state = next;
      action = table.act(state, 0.2, stream);
    }
  }
}
