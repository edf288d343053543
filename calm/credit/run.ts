/**
 * Assigners side by side on groups of episodes: each group is assigned by everybody, scored against exact credit, and
 * forgotten, so that only numbers stay in memory.
 */
import type { Provenance } from "../../annotations/index.js";
import { InputError, worlds } from "../../envs/index.js";
import { type Assigner, addCosts, type Costs, noCosts, type Tally } from "./assigner.js";
import type { Critic, Reply } from "./critic.js";
import { frameTells } from "./exact.js";
import { informationCredit, type LevelFamily, levelFamily } from "./information.js";
import type { Group, PlayedEpisode } from "./played.js";
import type { PolicyRule } from "./policy.js";
import { type Against, type Reference, referencesOf } from "./score.js";
import { type CreditFigures, creditFigures, type Scored, type TableOptions } from "./score-table.js";

/** One assigner in a table. */
export interface Entrant {
  readonly assigner: Assigner;
  /** Who answers, where somebody does. */
  readonly critic?: Provenance;
  /** "reference" is no contestant. */
  readonly role: "contestant" | "floor" | "reference";
}

export interface AssignerRow extends Pick<Assigner, "name" | "kind" | "told"> {
  readonly needs: readonly string[];
  readonly critic?: Provenance;
  readonly role: Entrant["role"];
  readonly figures: CreditFigures;
  readonly costs: Costs;
  readonly edits: { readonly proposed: number; readonly verified: number };
  readonly notes: readonly string[];
}

export interface RunFacts {
  readonly groups: number;
  readonly episodes: number;
  readonly steps: number;
  readonly won: number;
  /** Episodes that lost success for good, by cause. */
  readonly fatal: { readonly time: number; readonly "dead end": number };
  /** Share of the steps that did not shorten the way. */
  readonly wrongShare: number;
  /**
   * Whether what is seen tells the state in these episodes: if so, exact credit is the same for who only sees. "not
   * known" in the engine, where parts of a level are out of sight and states are numbered level by level.
   */
  readonly frameTells: ReturnType<typeof frameTells> | "not known";
  /** Levels over which references are means of what the agent could know; absent: full information. */
  readonly couldBe?: number;
}

/** References of what the agent could know; families of levels are made once per environment. */
function informed(options: RunOptions, seeds: readonly number[]) {
  const families = new Map<string, LevelFamily>();
  return (group: Group, full: readonly Reference[]): readonly Reference[] => {
    const { env, episodes } = group;
    const found = env.snapshot();
    const key = JSON.stringify([env.id, env.actions]);
    const family = families.get(key) ?? levelFamily(env, seeds, options.policy);
    families.set(key, family);
    const references = episodes.map((episode, i): Reference => {
      const known = informationCredit({ ...family, env }, episode, options.discount);
      if (!known.ok) throw new InputError(known.why);
      const { advantage, regret, wrong, firstError, firstFatal } = known;
      const { fatalCause, ...rest } = full[i]!;
      const compared = options.against === "on policy" ? advantage : regret.map((x) => 0 - x);
      const cause = firstFatal === null || fatalCause === undefined ? {} : { fatalCause };
      return { ...rest, advantage: compared, regret, wrong, firstError, firstFatal, ...cause };
    });
    env.restore(found);
    return references;
  };
}

export interface CreditRun {
  readonly facts: RunFacts;
  readonly rows: readonly AssignerRow[];
}

export interface RunOptions extends TableOptions {
  readonly policy: PolicyRule;
  readonly against: Against;
  /** Of regret. */
  readonly discount: number;
  /** Seeds of the levels that the agent knows to be possible: references are then of what it could know. */
  readonly couldBe?: readonly number[];
  /** Told of every group when all are through with it. */
  readonly onGroup?: (group: Group, references: readonly Reference[], given: readonly (readonly Scored[])[]) => void;
}

/** The same answer for the same question, asked of the critic once; costs count as if it was asked each time. */
export function remembering(critic: Critic): Critic {
  const memory = new WeakMap<PlayedEpisode, Map<string, Promise<unknown>>>();
  const once = <T>(episode: PlayedEpisode, what: string, ask: () => Promise<Reply<T>>): Promise<Reply<T>> => {
    const known = memory.get(episode) ?? new Map<string, Promise<unknown>>();
    memory.set(episode, known);
    const answer = known.get(what) ?? ask();
    known.set(what, answer);
    // What was put under this name came from an ask of this type.
    return answer as Promise<Reply<T>>;
  };
  return {
    provenance: critic.provenance,
    achieved: (question) => once(question.episode, "achieved", () => critic.achieved(question)),
    wrongSteps: (question, sample) =>
      once(question.episode, `wrong steps ${sample}`, () => critic.wrongSteps(question, sample)),
    intervention: (question) => once(question.episode, "intervention", () => critic.intervention(question)),
    decisive: (question) => once(question.episode, "decisive steps", () => critic.decisive(question)),
  };
}

interface Column {
  readonly scored: Scored[];
  readonly costs: Tally;
  readonly notes: Set<string>;
  proposed: number;
  verified: number;
}

/** Levels are resampled, not episodes of one level: `options` say how often. */
export async function runCredit(
  groups: Iterable<Group>,
  entrants: readonly Entrant[],
  options: RunOptions,
): Promise<CreditRun> {
  const columns = entrants.map(
    (): Column => ({ scored: [], costs: noCosts(), notes: new Set(), proposed: 0, verified: 0 }),
  );
  const reference = options.couldBe === undefined ? undefined : informed(options, options.couldBe);
  let [count, episodes, steps, won, wrong] = [0, 0, 0, 0, 0];
  const fatal = { time: 0, "dead end": 0 };
  let tells: RunFacts["frameTells"] = "the state";
  const met = new Map<string, string>();
  for (const group of groups) {
    const full = referencesOf(group, options.policy, options.against, options.discount);
    const references = reference?.(group, full) ?? full;
    const given: (readonly Scored[])[] = [];
    for (const [i, { assigner }] of entrants.entries()) {
      const column = columns[i]!;
      const credit = await assigner.assign(group);
      const scored = credit.episodes.map((one, k) => ({
        given: one,
        truth: references[k]!,
        cluster: `group ${count}`,
      }));
      column.scored.push(...scored.filter(({ truth }) => truth.actions.length > 0));
      addCosts(column.costs, credit.costs);
      for (const note of credit.notes) column.notes.add(note);
      for (const { edits = [] } of credit.episodes) {
        column.proposed += edits.length;
        column.verified += edits.filter(({ verified }) => verified).length;
      }
      given.push(scored);
    }
    options.onGroup?.(group, references, given);
    const isWorld = worlds.registered(worlds.ground(group.env.id)) !== undefined;
    if (!isWorld) tells = "not known";
    else if (tells === "the state") tells = frameTells(group.episodes, met);
    count += 1;
    for (const [k, { actions, end }] of group.episodes.entries()) {
      const { wrong: marks, fatalCause } = references[k]!;
      episodes += 1;
      steps += actions.length;
      won += Number(end === "won");
      wrong += marks.reduce((sum, mark) => sum + mark, 0);
      if (fatalCause !== undefined) fatal[fatalCause] += 1;
    }
  }
  const rows = entrants.map(({ assigner: { name, kind, told, needs }, critic, role }, i): AssignerRow => {
    const { scored, costs, notes, proposed, verified } = columns[i]!;
    return {
      name,
      kind,
      told,
      needs: [...needs].sort(),
      ...(critic === undefined ? {} : { critic }),
      role,
      figures: creditFigures(scored, options),
      costs,
      edits: { proposed, verified },
      notes: [...notes],
    };
  });
  const known = options.couldBe === undefined ? {} : { couldBe: options.couldBe.length };
  const wrongShare = steps === 0 ? 0 : wrong / steps;
  return { facts: { groups: count, episodes, steps, won, fatal, wrongShare, frameTells: tells, ...known }, rows };
}
