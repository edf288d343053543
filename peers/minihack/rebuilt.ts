/**
 * Levels rebuilt from recorded starts of the real MiniHack, by what `calmhack conform` rebuilds and replays with, and
 * a policy beside the replay.
 */
import { KeyRoomMemory, type KeyRoomObservation } from "../../agents/keyroom-memory.js";
import { type conforming, InputError, make, randomStream } from "../../envs/index.js";
import { NETHACK } from "../../envs/nethack/catalogue.js";
import { conformEpisode } from "../../envs/nethack/conform.js";
import type { EpisodeVerdict } from "../../envs/nethack/conform-verdict.js";
import { streamDice } from "../../envs/nethack/dice.js";
import type { GameSpec } from "../../envs/nethack/environment.js";
import { Game, RUNNING, SUCCESS } from "../../envs/nethack/game.js";
import { KEYS } from "../../envs/nethack/keys.js";
import { Sight } from "../../envs/nethack/look.js";
import { END_STATUS } from "../../envs/nethack/state.js";
import { STAIRS_DOWN } from "../../envs/nethack/terrain.js";
import { type Follower, unknownStateAction } from "./policy.js";

export function specOf(id: string): GameSpec {
  const spec = NETHACK.get(id);
  if (spec?.plan.family !== "keyroom") throw new InputError(`${id} is no KeyRoom of this engine.`);
  return spec;
}

/** A game that tells of its starts and of the moment before each step, and so lets somebody look on at a replay. */
export class WatchedGame extends Game {
  /** All of the state at the last start. */
  start: Uint8Array | undefined;
  beforeStep: (t: number) => void = () => {};
  private t = 0;

  constructor({ plan, limit }: GameSpec) {
    super({ plan, limit, sight: new Sight() });
  }

  override begin(): void {
    super.begin();
    this.start = this.bytes.slice();
    this.t = 0;
  }

  override step(key: number): void {
    this.beforeStep(++this.t);
    super.step(key);
  }

  /** Puts a start back; dice go on from the words given, or as they are. */
  restart(start: Uint8Array, words: Uint32Array = this.state.dynamicsStream.slice()): void {
    this.bytes.set(start);
    this.state.dynamicsStream.set(words);
    this.playDice = streamDice(this.state.dynamicsStream);
    this.t = 0;
  }
}

/** What an environment of the id shows of a game's state; the buffers are reused. */
export function observer(id: string): (game: Game) => KeyRoomObservation {
  const env = make(id, { observationKeys: ["chars", "message", "blstats"] });
  const { observation } = env.reset({ seed: 0 });
  const snapshot = env.snapshot();
  return ({ bytes }) => {
    snapshot.block.set(bytes);
    env.restore(snapshot);
    return observation;
  };
}

const misses = ({ steps }: EpisodeVerdict): number => steps.filter(({ differences }) => differences.length > 0).length;

/** The start of a recorded episode, in which the whole level must have been shown and every step must conform. */
export function rebuiltStart(episode: conforming.RecordedEpisode): Uint8Array {
  const spec = specOf(episode.environment);
  const game = new WatchedGame(spec);
  const verdict = conformEpisode(game, spec.plan, episode);
  const isWhole = game.start !== undefined && game.state.terrain.includes(STAIRS_DOWN);
  if (!isWhole || verdict.unbuilt !== undefined || misses(verdict) > 0) {
    throw new InputError(`${episode.environment}, seed ${episode.seed}: the recording does not give the whole level.`);
  }
  return game.start!;
}

export interface EpisodeComparison {
  /** Steps of the real episode. */
  readonly steps: number;
  /** Steps whose map, message, place, pack, time, reward and end are as recorded, replayed on our engine. */
  readonly conforming: number;
  /** Steps before which the policy, shown our engine's observation of the replay, chooses the recorded action. */
  readonly sameAction: number;
  /** Of these, steps in states that the policy does not know. */
  readonly unknown: number;
  /** The goal, which a rebuilt level lacks when the episode never shows it. */
  readonly goal: "shown" | "never shown";
  readonly successThere: boolean;
  /** Same action at every step and our engine's replay ends in success. */
  readonly successReplayed: boolean;
  /** Played by the policy alone on the rebuilt level, with dice of our own. */
  readonly successAlone: boolean;
}

/** The policy on our engine beside one real episode. */
export function compareEpisode(follower: Follower, episode: conforming.RecordedEpisode): EpisodeComparison {
  const spec = specOf(episode.environment);
  const game = new WatchedGame(spec);
  const observe = observer(episode.environment);
  const { actions } = follower.policy;
  let memory = new KeyRoomMemory();
  let unknown = 0;
  /** The policy's action at step t of an episode whose states it is shown from step 1. */
  const choose = (t: number): string => {
    if (t === 1) {
      memory = new KeyRoomMemory();
      unknown = 0;
    }
    memory.see(observe(game));
    const known = follower.known(memory);
    if (known === undefined) unknown++;
    return actions[known ?? unknownStateAction(episode.seed, episode.episode, t, actions.length)]!;
  };
  let sameAction = 0;
  game.beforeStep = (t) => {
    // Where several levels fit, each is replayed in turn until one conforms throughout: the last one counts.
    if (t === 1) sameAction = 0;
    if (choose(t) === episode.steps[t - 1]?.action) sameAction++;
  };
  const verdict = conformEpisode(game, spec.plan, episode);
  const steps = episode.steps.length;
  const replayed = {
    steps,
    conforming: steps - misses(verdict),
    sameAction,
    unknown,
    goal: game.state.terrain.includes(STAIRS_DOWN) ? ("shown" as const) : ("never shown" as const),
    successThere: episode.steps.at(-1)?.endStatus === SUCCESS,
    successReplayed: sameAction === steps && game.state.hero[END_STATUS] === SUCCESS,
  };
  if (verdict.unbuilt !== undefined || game.start === undefined) return { ...replayed, successAlone: false };
  game.beforeStep = () => {};
  game.restart(game.start, randomStream(`${episode.seed} ${episode.episode}`, "dynamics").words);
  for (let t = 1; game.state.hero[END_STATUS] === RUNNING; t++) game.step(KEYS[choose(t)]!);
  return { ...replayed, successAlone: game.state.hero[END_STATUS] === SUCCESS };
}
