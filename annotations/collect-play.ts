/**
 * Collects from play: policies play an environment whose task is known, the same levels each, and the data set is drawn
 * from what they did.
 */
import { type Env, type Frame, make, RULES, randomStream, visible, worlds } from "../envs/index.js";
import { Collector, type Drawn, type PlayedEpisode, type Quotas, splitOf } from "./collect.js";
import { taskOf } from "./task.js";

export type CollectKey = "chars" | "message" | "blstats";

/** Chooses actions in one environment. */
export interface Actor {
  /** A new episode begins; the environment was reset. The seed is the episode's. */
  begin(seed: number): void;
  /** The index of the next action, from what the environment shows now. */
  act(observation: ReturnType<Env<CollectKey>["reset"]>["observation"]): number;
}

export interface Policy {
  /** As it stands in every episode's name. */
  readonly name: string;
  /** What it is, for the manifest. */
  readonly told: string;
  actor(env: Env<CollectKey>): Actor;
}

export interface PlayOptions {
  readonly id: string;
  readonly actions: "default" | "paper" | "all";
  readonly policies: readonly Policy[];
  /** Per policy. */
  readonly episodes: number;
  readonly seed: number;
  readonly name: string;
  readonly quotas: Quotas;
}

/** An environment that collect can play. Throws an InputError for an id that has no truth here. */
export function collectEnv(id: string, actions: "default" | "paper" | "all"): Env<CollectKey> {
  const env = make(id, { actions, observationKeys: ["chars", "message", "blstats"] });
  taskOf(id);
  return env;
}

/** Most rows of a map stay as they were: kept once, a long episode costs little. */
function sharing(frame: Frame, before: Frame): Frame {
  return { ...frame, rows: frame.rows.map((row, y) => (row === before.rows[y] ? before.rows[y] : row)) };
}

interface Ended extends PlayedEpisode {
  readonly endStatus: number;
}

/** One episode, each step with what is seen after it, the last one included. */
export function playEpisode(env: Env<CollectKey>, actor: Actor, policy: string, seed: number): Ended {
  let { observation } = env.reset({ seed });
  actor.begin(seed);
  const start = env.frame();
  const steps: { t: number; action: string; frame: Frame; events: number }[] = [];
  let before = start;
  for (;;) {
    const action = actor.act(observation);
    const step = env.step(action);
    const frame = sharing(env.frame(), before);
    steps.push({ t: steps.length + 1, action: env.actions[action]!, frame, events: step.info.events });
    before = frame;
    observation = step.observation;
    if (!step.terminated && !step.truncated) continue;
    const { endStatus } = step.info;
    return { environment: env.id, seed, policy, actions: env.actions, start, steps, endStatus };
  }
}

/** So many different numbers. */
function levelSeeds(seed: number, count: number): readonly number[] {
  const stream = randomStream(seed, "level seeds of collected episodes");
  const seeds = new Set<number>();
  while (seeds.size < count) seeds.add(stream.next());
  return [...seeds];
}

/** Small worlds have few levels, so different seeds may give the same one: how often, and across the splits. */
function levelsTold(env: Env<CollectKey>, seeds: readonly number[], seed: number): string {
  const splits = new Map<string, Set<string>>();
  for (const levelSeed of seeds) {
    env.reset({ seed: levelSeed });
    const level = worlds.fingerprint(env);
    splits.set(level, (splits.get(level) ?? new Set()).add(splitOf(seed, levelSeed)));
  }
  const shared = [...splits.values()].filter(({ size }) => size > 1).length;
  return `${seeds.length} level seeds, ${splits.size} different starts (map, things, hero's place), ${shared} of these in both splits`;
}

/** Whose rules were played, in words. */
function originOf(id: string, actions: string): string {
  const own = worlds.registered(id);
  if (own === undefined) {
    return `${id}, calmhack rules ${RULES}, ${actions} actions: calmhack's own engine, a re-implementation of the game`;
  }
  const { definition, source } = own;
  const from = source === undefined ? "" : ` (${visible(source.file, 80)}, SHA-256 ${source.hash})`;
  if (definition.kind === "world") return `${id}, a world of one's own${from}`;
  return `${id}${from}: subgoals of one's own on ${originOf(definition.on, actions)}`;
}

/** Plays and draws. The episodes of one policy do not depend on which others play. */
export function collectPlay(options: PlayOptions): Drawn {
  const { id, actions, policies, episodes, seed, name, quotas } = options;
  const collector = new Collector(seed, taskOf(id));
  const seeds = levelSeeds(seed, episodes);
  const told: string[] = [];
  for (const policy of policies) {
    const env = collectEnv(id, actions);
    const actor = policy.actor(env);
    let [won, steps] = [0, 0];
    for (const levelSeed of seeds) {
      const episode = playEpisode(env, actor, policy.name, levelSeed);
      if (episode.endStatus === 2) won++;
      steps += episode.steps.length;
      collector.add(episode, policy.name);
    }
    told.push(`${policy.name} (${policy.told}): ${episodes} episodes, ${steps} steps, ${won} won`);
  }
  return collector.draw({
    name,
    seed,
    quotas,
    verb: "played",
    balanced: {
      holds: () => true,
      told: "drawn from all policies in turn, look-alikes left out, transitions of different episodes first",
    },
    origin: {
      origin: originOf(id, actions),
      policies: told.join("; "),
      levels: levelsTold(collectEnv(id, actions), seeds, seed),
      "last steps": "kept: this engine shows the true last observation of an episode",
    },
  });
}
