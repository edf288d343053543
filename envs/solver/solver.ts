/**
 * The solver: least numbers of actions to success, with FULL INFORMATION. It reads the true state out of a snapshot
 * (terrain, doors, what is hidden, where things lie), also what the hero has never seen, so it is privileged: exact credit,
 * plans and checks may use it; an agent or a judge that does so is an arm of its own with that name.
 *
 * Dice are taken to fall well (`rules.ts` says how), so a plan may have to try an action again. A level with nothing but
 * doors and a key has a table of all its states (`table.ts`); others are searched (`search.ts`). Success is to stand on
 * the stairs down; in Sokoban with no pit left, and in Boxoban that every boulder is on a fountain. The step limit is not part of it: success takes `distance < limit - steps taken`.
 */
import type { Env, Snapshot } from "../env.js";
import { InputError } from "../errors.js";
import { NETHACK } from "../nethack/catalogue.js";
import type { Pays } from "../nethack/scoring.js";
import { END_STATUS, layout, makeState } from "../nethack/state.js";
import { visible } from "../text.js";
import { type Action, actionOf, COMMANDS } from "./rules.js";
import { APPLY, beyondTables, numberIn, PICKUP, planIn, type SolvedLevel, type Table, tableOf } from "./table.js";
import { ANY, waysOf } from "./ways.js";

export interface SolverOptions {
  /**
   * Of levels with boulders; ways through others are always shortest. 1, when absent: shortest there too. Above 1: a way
   * takes at most so many times the least number of actions, and is found much sooner; distances are such ways' lengths.
   * `Infinity`: any way; of Sokoban's levels, one pit is filled after another.
   */
  readonly factor?: number;
  /** What is counted on where a boulder is pushed into lava: it "sinks" when absent, as nine in ten do, or "fills". */
  readonly lava?: "sinks" | "fills";
  /** States after which a search is given up; 1,000,000 when absent. */
  readonly most?: number;
  /** What that means: an InputError says so ("refuse", when absent), or it counts as if there were "no way". */
  readonly beyond?: "refuse" | "no way";
}

/** Each function takes a snapshot of the environment's id, or none for the state that the environment is in. */
export interface Solver {
  /** d*: the least number of actions to success; 0 once there, Infinity when success is out of reach. */
  distance(at?: Snapshot): number;
  solvable(at?: Snapshot): boolean;
  /** Indices of one shortest list of actions, of a table's the first of equals by index; undefined when there is none. */
  plan(at?: Snapshot): readonly number[] | undefined;
  /** Whether the level has a table of all its states. */
  hasTable(at?: Snapshot): boolean;
  /** The level as a table, and the snapshot's state in it. Throws an InputError for a level that has none. */
  level(at?: Snapshot): { readonly level: SolvedLevel; readonly state: number };
}

const MOST_STATES = 1_000_000;
const DEAD = 1;

function tableAction(action: Action): number {
  if (typeof action === "number") return action;
  return action === "PICKUP" ? PICKUP : action === "APPLY" ? APPLY : -1;
}

/** What an id of ours pays for besides the stairs; levels of one's own end on the stairs. */
function paysOf(id: string): Pays | undefined {
  const plan = NETHACK.get(id)?.plan;
  return plan?.family === "written" ? plan.pays : undefined;
}

function actionsOf(env: Pick<Env, "actions">): readonly Action[] {
  return env.actions.map((name) => {
    const action = actionOf(name);
    if (action !== undefined) return action;
    throw new InputError(
      `The solver does not know the action "${visible(name, 40)}"; it knows the eight moves and ${COMMANDS.join(" ")}.`,
    );
  });
}

/**
 * A solver for an environment's id and actions. It keeps the last level's table or ways: distances along an episode are
 * look-ups; another level is solved when it is first met.
 *
 * Throws an InputError for an environment of another engine, for monsters, and for what it does not know.
 */
export function solver(env: Pick<Env, "id" | "actions" | "snapshot">, options: SolverOptions = {}): Solver {
  const { factor = 1, lava = "sinks", most = MOST_STATES, beyond = "refuse" } = options;
  if (!((factor >= 1 && factor <= 100) || factor === ANY)) {
    throw new InputError(`The solver's factor is ${factor}; accepted is 1 to 100, or Infinity for any way.`);
  }
  const actions = actionsOf(env);
  const direct = actions.map(tableAction);
  const pays = paysOf(env.id);
  const hasTables = !direct.includes(-1) && pays !== "boulders";
  const ways = waysOf(env.id, actions, { factor, lava, most, beyond, pays });
  const bytes = new Uint8Array(layout.bytes);
  const state = makeState(bytes.buffer);
  let now: Snapshot | undefined;
  let table: Table | undefined;

  /** Copies a snapshot into `state`. */
  function read(at: Snapshot | undefined): void {
    if (at === undefined) now = env.snapshot(now);
    const { id, layout: signature, block } = at ?? now!;
    if (signature !== layout.signature || id !== env.id) {
      throw new InputError(`The solver is for this engine's ${visible(env.id, 80)}, and this is ${visible(id, 80)}.`);
    }
    bytes.set(block);
  }

  /** The table of the state that was read; what is in its way where there is none. */
  function look(): { level: Table; state: number } | string {
    const held = table && numberIn(table, state);
    if (table !== undefined && held !== undefined) return { level: table, state: held };
    const beyond = hasTables ? beyondTables(state) : "actions beyond moves, PICKUP and APPLY";
    if (beyond !== undefined) return beyond;
    table = tableOf(state, direct);
    const found = numberIn(table, state);
    if (found === undefined) throw new RangeError("a table has its own level's states");
    return { level: table, state: found };
  }

  function planFrom(at: Snapshot | undefined): readonly number[] | undefined {
    read(at);
    if (state.hero[END_STATUS] === DEAD) return undefined;
    const looked = look();
    if (typeof looked === "string") return ways(state);
    const { level, state: start } = looked;
    return level.distances[start] === Number.POSITIVE_INFINITY ? undefined : planIn(level, start, actions.length);
  }

  function distance(at?: Snapshot): number {
    read(at);
    if (state.hero[END_STATUS] === DEAD) return Number.POSITIVE_INFINITY;
    const looked = look();
    if (typeof looked !== "string") return looked.level.distances[looked.state]!;
    return ways(state)?.length ?? Number.POSITIVE_INFINITY;
  }

  return {
    distance,
    solvable: (at) => distance(at) < Number.POSITIVE_INFINITY,
    plan: planFrom,
    hasTable(at) {
      read(at);
      return typeof look() !== "string";
    },
    level(at) {
      read(at);
      const looked = look();
      if (typeof looked !== "string") return looked;
      throw new InputError(`Levels of ${visible(env.id, 80)} have no table of all their states: there are ${looked}.`);
    },
  };
}
