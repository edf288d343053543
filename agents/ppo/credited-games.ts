/**
 * Games side by side on one level that remember what was played, so that an assigner can be asked about it: the episodes
 * that a stretch of play touched, from their beginnings on, and which row of the stretch each of their steps is.
 */
import type { StepEnd } from "../../calm/index.js";
import type { Games, Outcome } from "../games.js";
import type { Features } from "../network/features.js";
import { featuresOf } from "../network/inputs.js";
import type { Play } from "../play.js";
import { playOf } from "../players.js";

/** An episode, ended or still running, from its first action on. */
export interface TouchedEpisode {
  readonly actions: readonly number[];
  /** Row of the stretch per action, -1 for what an earlier stretch has learned from. */
  readonly rows: readonly number[];
}

interface Lane {
  readonly play: Play;
  readonly features: Features;
  actions: number[];
  rows: number[];
}

/** Episodes that ended, and those of them that were won. */
export interface Ended {
  episodes: number;
  won: number;
}

export class CreditedGames implements Games {
  readonly count: number;
  readonly actions: number;
  readonly features: number;
  readonly slots: number;
  /** No judge pays here: what an assigner says is learned from elsewhere. */
  readonly subgoals = 0;
  readonly limit: number;
  ended: Ended = { episodes: 0, won: 0 };
  private readonly seed: number;
  private readonly lanes: readonly Lane[];
  private readonly outcome: { reward: number; bonus: 0; achieved: 0; end: StepEnd } = {
    reward: 0,
    bonus: 0,
    achieved: 0,
    end: "running",
  };
  private closed: TouchedEpisode[] = [];
  private taken = 0;
  private from = 0;

  /** Throws an InputError as `playOf` and `featuresOf` do. */
  constructor(id: string, actions: "default" | "paper", seed: number, count: number) {
    this.seed = seed;
    this.count = count;
    this.lanes = Array.from({ length: count }, (): Lane => {
      const play = playOf({ id, actions }, "numbers");
      play.begin({ seed });
      return { play, features: featuresOf(play, "auto"), actions: [], rows: [] };
    });
    const { play, features } = this.lanes[0]!;
    this.actions = play.actions.length;
    this.features = features.size;
    this.slots = features.slots;
    this.limit = play.limit;
  }

  begin(game: number): void {
    const lane = this.lanes[game]!;
    if (lane.actions.length > 0) this.closed.push({ actions: lane.actions, rows: lane.rows });
    lane.play.begin({ seed: this.seed });
    lane.actions = [];
    lane.rows = [];
  }

  observe(game: number, into: Int32Array, at: number): void {
    this.lanes[game]!.features.write(0, into, at);
  }

  paid(): number {
    return 0;
  }

  step(game: number, action: number): Outcome {
    const { lanes, outcome, ended } = this;
    const lane = lanes[game]!;
    const { reward, terminated, truncated, info } = lane.play.act(action, this.taken);
    lane.actions.push(action);
    lane.rows.push(this.taken - this.from);
    this.taken += 1;
    outcome.reward = reward;
    outcome.end = terminated ? "terminated" : truncated ? "truncated" : "running";
    if (terminated || truncated) {
      ended.episodes += 1;
      ended.won += Number(info.endStatus === 2);
    }
    return outcome;
  }

  /** What the stretch that was just played touched; the next one begins. */
  touched(): readonly TouchedEpisode[] {
    const running = this.lanes.filter(({ actions }) => actions.length > 0);
    const all = [...this.closed, ...running.map(({ actions, rows }) => ({ actions: [...actions], rows: [...rows] }))];
    this.closed = [];
    this.from = this.taken;
    for (const lane of running) lane.rows = lane.rows.map(() => -1);
    return all.filter(({ rows }) => rows.some((row) => row >= 0));
  }
}
