/**
 * Exact credit on what the agent could know: nothing is held against it that it could not see. The level is one of a
 * family, all as likely; those that would have shown the same so far, under the same actions, are what the agent believes
 * in (Kaelbling, Littman and Cassandra 1998), and the values of a step are those of the belief before it.
 *
 * advantage: the mean of Q - V over the levels believed in; exact on policy where the policy that plays on reads no more
 * than is seen. regret, errors, fatal steps: against the best that a player can do who sees what the agent sees, looking
 * around included; a step is fatal when success was within reach in the level that is, is not after it, and another action
 * would have won more of the levels that could have been (information-values.ts). With one level all is what full
 * information says.
 */
import { InputError, type Snapshot, visible, worlds } from "../../envs/index.js";
import { statesOf } from "./exact.js";
import { informationValues, MOST_BELIEFS, type SeenLevel } from "./information-values.js";
import type { Group, PlayedEpisode } from "./played.js";
import { frameName, groupOf, playActions } from "./played.js";
import type { PolicyRule } from "./policy.js";
import type { StateGraph } from "./state-graph.js";
import { actionValue, type PolicyValues, policyValues } from "./values.js";

/** A level that could be. */
interface Possible extends SeenLevel {
  readonly seed: number;
  readonly values: PolicyValues;
}

/** The levels that could be; their states are found when it is made. */
export interface LevelFamily {
  readonly env: Group["env"];
  readonly levels: readonly Possible[];
}

/** What each state shows, found by walking its table once more. */
function shownBy({ env, episodes }: Group, { states, actions, next, status }: StateGraph): readonly string[] {
  const shown: string[] = [];
  const at: (Snapshot | undefined)[] = [episodes[0]!.snapshots[0]];
  const visit = (state: number) => {
    shown[state] = `${status[state]} ${frameName(env.frame())}`;
  };
  env.restore(at[0]!);
  visit(0);
  for (let state = 0; state < states; state++) {
    for (let a = 0; a < actions && status[state] === 0; a++) {
      const to = next[state * actions + a]!;
      if (shown[to] !== undefined || at[state] === undefined) continue;
      env.restore(at[state]!);
      env.step(a);
      visit(to);
      at[to] = env.snapshot();
    }
  }
  return shown;
}

/** Throws an InputError for no level, for levels of the engine, whose frames tell more than a state, and as the graph does. */
export function levelFamily(env: Group["env"], seeds: readonly number[], rule: PolicyRule): LevelFamily {
  if (seeds.length === 0) throw new InputError("A family of levels has one level at least.");
  if (seeds.length > 1 && worlds.registered(worlds.ground(env.id)) === undefined) {
    throw new InputError(
      `What could be known in ${visible(env.id, 80)} is not computed for several levels: its frames show what was seen before, not its state alone; a single level or a world of your own will do.`,
    );
  }
  const levels = seeds.map((seed): Possible => {
    const group = groupOf(env, [playActions(env, { seed }, [], `level ${seed}`)]);
    const graph = group.graph();
    const values = policyValues(graph, rule.on(graph), { kind: "success" });
    return { seed, graph, values, shown: seeds.length > 1 ? shownBy(group, graph) : [] };
  });
  return { env, levels };
}

/** How an episode would have gone in one level, as far as it would have looked the same. */
interface Believed {
  readonly level: Possible;
  /** States before each step, while the level was possible. */
  readonly states: Int32Array;
}

export interface InformationCredit {
  readonly advantage: Float64Array;
  readonly regret: Float64Array;
  readonly wrong: Uint8Array;
  readonly firstError: number | null;
  readonly firstFatal: number | null;
  /** Levels that were possible before each step, T. */
  readonly believed: Int32Array;
}

export type InformationOutcome =
  | ({ readonly ok: true } & InformationCredit)
  /** Not computable, and why. */
  | { readonly ok: false; readonly why: string };

function wouldGo({ env }: LevelFamily, level: Possible, episode: PlayedEpisode): Believed {
  const { seed, graph } = level;
  // A level that ends earlier than the episode is told apart by that.
  env.reset({ seed });
  let length = 0;
  for (const action of episode.actions) {
    length += 1;
    const { terminated, truncated } = env.step(action);
    if (terminated || truncated) break;
  }
  const play = playActions(env, { seed }, episode.actions.slice(0, length), `level ${seed}`);
  const differs = play.seen.findIndex((seen, t) => seen !== episode.seen[t]);
  const alike = differs < 0 ? play.seen.length : differs;
  return { level, states: statesOf(play, graph).slice(0, Math.min(alike, play.actions.length)) };
}

const GRAIN = 1e-12;

/** `discount`: of regret. The environment of the family is left where the last level ended. */
export function informationCredit(family: LevelFamily, episode: PlayedEpisode, discount: number): InformationOutcome {
  const believed = family.levels.map((level) => wouldGo(family, level, episode));
  const steps = episode.actions.length;
  const own = believed.find(({ states, level }) => states.length === steps && isOwn(level, episode));
  if (own === undefined) {
    return {
      ok: false,
      why: `${visible(episode.name, 80)} was played on none of the ${family.levels.length} levels that could be, so what could be known there is not computed.`,
    };
  }
  const [advantage, regret] = [new Float64Array(steps), new Float64Array(steps)];
  const [wrong, counts] = [new Uint8Array(steps), new Int32Array(steps)];
  const { graph } = own.level;
  const [paid, won] = [informationValues(family.levels, discount), informationValues(family.levels, 1)];
  let firstFatal: number | null = null;
  for (const [t, taken] of episode.actions.entries()) {
    const possible = believed.filter(({ states }) => t < states.length);
    counts[t] = possible.length;
    advantage[t] =
      possible.reduce((sum, { level: { values }, states }) => {
        const s = states[t]!;
        return sum + actionValue(values, t, s, taken) - values.at(t, s);
      }, 0) / possible.length;
    const node = family.levels.map((level) => {
      const one = possible.find((each) => each.level === level);
      return one === undefined ? -1 : one.states[t]!;
    });
    const left = graph.winsUntil - t;
    const [lost, lostWins] = [paid.regret(node, left, taken), won.regret(node, left, taken)];
    if (lost === undefined || lostWins === undefined) {
      return {
        ok: false,
        why: `More than ${MOST_BELIEFS} beliefs can be reached, so what could be known is not computed.`,
      };
    }
    regret[t] = lost < GRAIN ? 0 : lost;
    wrong[t] = regret[t]! > 0 ? 1 : 0;
    const here = own.states[t]!;
    const after = graph.next[here * graph.actions + taken]!;
    const isLost = graph.distances[here]! <= left && graph.distances[after]! > left - 1;
    if (firstFatal === null && isLost && lostWins > GRAIN) firstFatal = t;
  }
  const first = wrong.indexOf(1);
  return {
    ok: true,
    advantage,
    regret,
    wrong,
    firstError: first < 0 ? null : first,
    firstFatal: episode.end === "won" ? null : firstFatal,
    believed: counts,
  };
}

/** Whether the episode's states are those of the level: the same text for the same state. */
function isOwn({ graph }: Possible, episode: PlayedEpisode): boolean {
  return graph.indexOf(episode.states[0]!) === 0;
}
