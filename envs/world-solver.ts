/**
 * A solver for worlds of one's own: breadth first over snapshots, with FULL INFORMATION, as `solver.ts` has for NetHack.
 * The dice fall as they will fall, since the streams are part of a snapshot. States are told apart by their JSON alone; a
 * way that is found is a way, and without dice there is none shorter.
 */
import type { Env, Snapshot } from "./env.js";
import { InputError } from "./errors.js";
import { ground, make, registered } from "./registry.js";
import { type Solver, type SolverOptions, solver } from "./solver/solver.js";
import { visible } from "./text.js";
import { stateText, statusOf } from "./world-env.js";

/** What both solvers can. */
export type Planner = Pick<Solver, "distance" | "solvable" | "plan">;

/** States looked at before a search is given up. */
const MOST_STATES = 100_000;
const [RUNNING, WON] = [0, 2];

interface Node {
  readonly snapshot: Snapshot;
  readonly from: Node | undefined;
  readonly action: number;
}

function actionsTo(node: Node): readonly number[] {
  const actions: number[] = [];
  for (let at: Node = node; at.from !== undefined; at = at.from) actions.unshift(at.action);
  return actions;
}

function worldPlanner(env: Pick<Env, "id" | "actions" | "snapshot">): Planner {
  // Searches in a game of its own, which shows nothing.
  const game = make(ground(env.id), { observationKeys: [], actions: env.actions });
  /** The rest of the last way, by the state in which it begins: an episode that follows it is searched once. */
  let known: { readonly states: readonly string[]; readonly actions: readonly number[] } = { states: [], actions: [] };

  function search(start: Snapshot): Node | undefined {
    const met = new Set([stateText(start)]);
    let layer: Node[] = [{ snapshot: start, from: undefined, action: -1 }];
    while (layer.length > 0) {
      const next: Node[] = [];
      for (const node of layer) {
        for (let action = 0; action < game.actions.length; action++) {
          game.restore(node.snapshot);
          const { info, terminated, truncated } = game.step(action);
          const isWon = info.endStatus === WON;
          if (!isWon && (terminated || truncated)) continue;
          const snapshot = game.snapshot();
          const reached = { snapshot, from: node, action };
          if (isWon) return reached;
          const text = stateText(snapshot);
          if (met.has(text)) continue;
          if (met.size >= MOST_STATES) {
            throw new InputError(`The solver found no way in ${visible(env.id, 80)} among ${MOST_STATES} states.`);
          }
          met.add(text);
          next.push(reached);
        }
      }
      layer = next;
    }
    return undefined;
  }

  function plan(at: Snapshot = env.snapshot()): readonly number[] | undefined {
    const status = statusOf(at);
    if (status !== RUNNING) return status === WON ? [] : undefined;
    const place = known.states.indexOf(stateText(at));
    if (place >= 0) return known.actions.slice(place);
    const end = search(at);
    if (end === undefined) return undefined;
    const states: string[] = [];
    for (let node = end.from; node !== undefined; node = node.from) states.unshift(stateText(node.snapshot));
    known = { states, actions: actionsTo(end) };
    return known.actions;
  }

  const distance = (at?: Snapshot): number => plan(at)?.length ?? Number.POSITIVE_INFINITY;
  return {
    plan,
    distance,
    solvable: (at) => distance(at) < Number.POSITIVE_INFINITY,
  };
}

/**
 * The solver of an environment, whatever it stands on; the options are those of levels. Throws an InputError as `solver`
 * does.
 */
export function planner(env: Pick<Env, "id" | "actions" | "snapshot">, options: SolverOptions = {}): Planner {
  const id = ground(env.id);
  return registered(id) === undefined ? solver({ ...env, id }, options) : worldPlanner(env);
}
