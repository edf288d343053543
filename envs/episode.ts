/**
 * An episode as data: id, options and seed, then the actions. Everything else (states, frames, rewards) is regenerated
 * by playing the actions again, and a chain of hashes proves that it is the same: each link is a hash of the state's
 * block, of the action and of the link before, so a changed action, state or heading breaks the chain at its step.
 * What others thought of the play (note, terminations, truth, bonus) is beside it: no link covers that, no replay
 * proves it.
 *
 * Recording is a wrapper round an environment; one that is not recorded has nothing to do with it.
 */
import type { Env, ObservationKey, Snapshot, Step } from "./env.js";
import { InputError } from "./errors.js";
import type { Frame } from "./frame.js";
import type { EnvOptions } from "./nethack/environment.js";
import { make, rulesOf } from "./registry.js";
import { visible } from "./text.js";

/** The options of `make` that are data; a cache is none. */
export type EpisodeOptions = Pick<EnvOptions, "observationKeys" | "actions" | "cropSize" | "levels" | "manners">;

export interface EpisodeStep {
  /** The action's name. */
  readonly action: string;
  readonly reward: number;
  /** Link of the chain after the step, 16 hexadecimal digits. */
  readonly hash: string;
  /** What an observer sees after it; in self-contained episodes. */
  readonly frame?: Frame;
  /** Subgoals that a judge took for achieved in the step. Absent: nobody judged. What is noted is outside the chain. */
  readonly terminations?: readonly string[];
  /** Subgoals that the game's state shows achieved in the step. Absent: not told. */
  readonly truth?: readonly string[];
  /** Auxiliary reward paid for the step; no part of `reward`. */
  readonly bonus?: number;
}

export interface Episode {
  readonly id: string;
  readonly options: EpisodeOptions;
  readonly seed: number;
  /** Seed of the level's stream, where that is another one. */
  readonly level?: number;
  /** What an episode is an example of, in a few words: outside the chain, as all that is noted beside the play. */
  readonly note?: string;
  /** Version of the rules it was played by; 0: those of a world of one's own. */
  readonly rules: number;
  /** Hash of the state's layout: only states of the same layout have comparable hashes. */
  readonly layout: string;
  /** First link of the chain: heading and first state. */
  readonly hash: string;
  /** -1 step limit, 0 not ended, 1 death, 2 success. */
  readonly endStatus: number;
  readonly frame?: Frame;
  readonly steps: readonly EpisodeStep[];
  /** Where it was read: the file and the heading's line; step t is on the t-th line after it. */
  readonly source?: { readonly path: string; readonly line: number };
}

/** Murmur3's mixing (Appleby, public domain) on two lanes with different constants; no secret, no defence. */
class Chain {
  private readonly words = new Uint32Array(2);

  add(word: number): void {
    const { words } = this;
    let k = Math.imul(word, 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    const a = words[0]! ^ k;
    words[0] = Math.imul((a << 13) | (a >>> 19), 5) + 0xe6546b64;
    let l = Math.imul(word, 0x85ebca6b);
    l = Math.imul((l << 16) | (l >>> 16), 0xc2b2ae35);
    const b = words[1]! ^ l ^ words[0]!;
    words[1] = Math.imul((b << 17) | (b >>> 15), 5) + 0x52dce729;
  }

  /** Length first, then four bytes a word, the rest byte by byte. */
  addBytes(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const whole = bytes.length & ~3;
    this.add(bytes.length);
    for (let i = 0; i < whole; i += 4) this.add(view.getUint32(i, true));
    for (let i = whole; i < bytes.length; i++) this.add(bytes[i]!);
  }

  addText(text: string): void {
    this.addBytes(new TextEncoder().encode(text));
  }

  /** The link as it stands; the chain goes on from it. */
  link(): string {
    return [...this.words].map((word) => word.toString(16).padStart(8, "0")).join("");
  }
}

function hashText(text: string): string {
  const chain = new Chain();
  chain.addText(text);
  return chain.link();
}

type Heading = Pick<Episode, "id" | "options" | "seed" | "level" | "rules" | "layout">;

function beginChain({ id, options, seed, level, rules, layout }: Heading, block: Uint8Array): Chain {
  const { observationKeys, actions, cropSize, manners } = options;
  const chain = new Chain();
  const levels = level === undefined ? [] : [level];
  chain.addText(JSON.stringify([id, observationKeys, actions, cropSize, manners, seed, rules, layout, ...levels]));
  chain.addBytes(block);
  return chain;
}

/** "hashes": the smallest record, frames regenerate. "frames": every frame too, readable without the engine. */
export type EpisodeContent = "hashes" | "frames";

/** An environment that notes what it plays. It has no `restore`: after one, actions would not lead from the seed. */
export interface Recorder<K extends ObservationKey> extends Omit<Env<K>, "reset" | "restore"> {
  /** Starts an episode and its record; the one before is forgotten. */
  reset(options: { readonly seed: number; readonly level?: number }): ReturnType<Env<K>["reset"]>;
  /** The episode so far. Throws an InputError before the first reset. */
  episode(): Episode;
}

/** Plays `id` with `make`'s options and records each episode from its seed on. */
export function recorder<const K extends ObservationKey = ObservationKey>(
  id: string,
  options: EnvOptions<K> = {},
  content: EpisodeContent = "hashes",
): Recorder<K> {
  const { sight: _cache, ...kept } = options;
  const env: Env<K> = make<K>(id, options);
  const { actions, limit, frame } = env;
  let heading: (Heading & Pick<Episode, "hash" | "frame">) | undefined;
  let chain = new Chain();
  let steps: EpisodeStep[] = [];
  let endStatus = 0;
  let state: Snapshot | undefined;
  const picture = () => (content === "frames" ? { frame: frame() } : {});
  return {
    id,
    actions,
    limit,
    frame,
    snapshot: (into) => env.snapshot(into),
    reset({ seed, level }) {
      const seeds = level === undefined ? { seed } : { seed, level };
      const start = env.reset(seeds);
      state = env.snapshot(state);
      const head = { id, options: kept, ...seeds, rules: rulesOf(id), layout: hashText(state.layout) };
      chain = beginChain(head, state.block);
      heading = { ...head, hash: chain.link(), ...picture() };
      steps = [];
      endStatus = start.info.endStatus;
      return start;
    },
    step(action) {
      const result: Step<K> = env.step(action);
      state = env.snapshot(state);
      chain.add(action);
      chain.addBytes(state.block);
      steps.push({ action: actions[action]!, reward: result.reward, hash: chain.link(), ...picture() });
      endStatus = result.info.endStatus;
      return result;
    },
    episode() {
      if (heading === undefined) throw new InputError(`${id} was not reset; there is no episode.`);
      return { ...heading, endStatus, steps: [...steps] };
    },
  };
}

/** One moment of an episode that is played again. */
export interface ReplayedStep {
  /** 0 is the start, which no action led to. */
  readonly t: number;
  readonly action?: string;
  readonly reward: number;
  readonly before?: Frame;
  readonly frame: Frame;
}

const sameFrame = (a: Frame | undefined, b: Frame): boolean =>
  a === undefined || JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

const sorted = ({ rows, hero, message, inventory, status }: Frame): unknown => [
  rows,
  hero && [hero.x, hero.y],
  message,
  inventory?.map(({ letter, text }) => [letter, text]),
  status,
];

/**
 * Plays an episode again, a moment at a time, and verifies it: rules version, id, layout, every link of the chain,
 * every reward and (where recorded) every frame. Consumed to its end, it has proved the whole episode.
 *
 * Throws an InputError that names file, line and step where the episode is not what this engine plays.
 */
export function* replay(episode: Episode): Generator<ReplayedStep, void, undefined> {
  const { id, options, seed, level, rules, layout, source, steps } = episode;
  const fail = (t: number, what: string): never => {
    const place = source === undefined ? "The episode" : `${visible(source.path)}:${source.line + t}`;
    throw new InputError(`${place}: ${t === 0 ? "" : `step ${t}: `}${what}.`);
  };
  const own = rulesOf(id);
  if (rules === 0 && own !== 0) fail(0, `${visible(id, 80)} is a world of somebody's own; --import its module`);
  if (rules !== own) fail(0, `the episode was played by rules version ${rules}, and these are ${own}`);
  let game: Recorder<ObservationKey>;
  try {
    game = recorder<ObservationKey>(id, options);
    game.reset(level === undefined ? { seed } : { seed, level });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return fail(0, error.message.replace(/\.$/, ""));
  }
  const start = game.episode();
  if (start.layout !== layout)
    fail(0, "the recorded hashes are of another layout of the state, so they prove nothing here");
  if (start.hash !== episode.hash) fail(0, `this is not how ${visible(id, 80)} starts with seed ${seed}`);
  let before = game.frame();
  if (!sameFrame(episode.frame, before)) fail(0, "the recorded frame is not the one that the actions lead to");
  yield { t: 0, reward: 0, frame: before };
  let isOver = false;
  for (const [i, step] of steps.entries()) {
    const t = i + 1;
    const action = game.actions.indexOf(step.action);
    const shown = visible(step.action, 40);
    if (action < 0) fail(t, `there is no action "${shown}"; accepted are ${game.actions.join(" ")}`);
    if (isOver) fail(t, "the episode had ended before");
    const { reward, terminated, truncated } = game.step(action);
    isOver = terminated || truncated;
    const { hash } = game.episode().steps[i]!;
    if (hash !== step.hash) fail(t, `${shown} does not lead to the recorded state`);
    if (reward !== step.reward) fail(t, `the reward is ${reward}, and ${step.reward} is recorded`);
    const frame = game.frame();
    if (!sameFrame(step.frame, frame)) fail(t, "the recorded frame is not the one that the actions lead to");
    yield { t, action: step.action, reward, before, frame };
    before = frame;
  }
  const { endStatus } = game.episode();
  if (endStatus !== episode.endStatus) {
    fail(0, `the episode ends with status ${endStatus}, and ${episode.endStatus} is recorded`);
  }
}
