/**
 * A play whose frames, events and snapshots are made when somebody asks for them: a learner plays thousands of episodes,
 * and most assigners look at a few parts of each. What it shows is what `playActions` gives, part by part (a test holds the
 * two together); the environment is left as it was found.
 */
import type { Env, Frame, Snapshot } from "../../envs/index.js";
import { frameName, type Group, type PlayedEnd, type PlayedEpisode, stateNamer } from "./played.js";
import type { StateGraph } from "./state-graph.js";

/** What whoever played knows already. */
export interface KnownPlay {
  readonly name: string;
  readonly seed: number;
  readonly actions: readonly number[];
  readonly rewards: readonly number[];
  readonly end: PlayedEnd;
  /** T + 1 states of `graph`. */
  readonly path: Int32Array;
}

export class LazyPlay implements PlayedEpisode {
  readonly name: string;
  readonly actions: readonly number[];
  readonly rewards: readonly number[];
  readonly end: PlayedEnd;
  readonly graph: StateGraph;
  readonly path: Int32Array;
  private readonly env: Env<never>;
  private readonly seed: number;
  private readonly achievedIn: Group["achievedIn"];
  private sights: { readonly frames: readonly Frame[]; readonly events: readonly number[] } | undefined;
  private names: readonly string[] | undefined;
  private stored: readonly Snapshot[] | undefined;

  constructor(group: Pick<Group, "env" | "achievedIn">, graph: StateGraph, { seed, path, ...known }: KnownPlay) {
    this.name = known.name;
    this.actions = known.actions;
    this.rewards = known.rewards;
    this.end = known.end;
    this.graph = graph;
    this.path = path;
    this.seed = seed;
    this.env = group.env;
    this.achievedIn = group.achievedIn;
  }

  /** Plays again; `visit` sees every moment, the start included, and the events of the step that led there. */
  private replay(visit: (t: number, events: number) => void): void {
    const { env, actions, seed } = this;
    const found = env.snapshot();
    env.reset({ seed });
    visit(0, 0);
    for (const [t, action] of actions.entries()) visit(t + 1, env.step(action).info.events);
    env.restore(found);
  }

  private get seenParts() {
    if (this.sights !== undefined) return this.sights;
    const frames: Frame[] = [];
    const events: number[] = [];
    this.replay((t, happened) => {
      const frame = this.env.frame();
      const action = t === 0 ? undefined : this.env.actions[this.actions[t - 1]!];
      if (action !== undefined) events.push(this.achievedIn(frames[t - 1]!, action, frame, happened, t));
      frames.push(frame);
    });
    this.sights = { frames, events };
    return this.sights;
  }

  get frames(): readonly Frame[] {
    return this.seenParts.frames;
  }

  get events(): readonly number[] {
    return this.seenParts.events;
  }

  get seen(): readonly string[] {
    this.names ??= this.frames.map(frameName);
    return this.names;
  }

  get snapshots(): readonly Snapshot[] {
    if (this.stored !== undefined) return this.stored;
    const all: Snapshot[] = [];
    this.replay(() => all.push(this.env.snapshot()));
    this.stored = all;
    return all;
  }

  get states(): readonly string[] {
    const { snapshots } = this;
    return snapshots.map(stateNamer(this.env, snapshots[0]!));
  }
}
