/**
 * Evaluation apart from training: episodes on given levels, greedy or as while training, nothing learned. The
 * judge goes along through its tester, because the set of paid subgoals is part of the state that the agent knows.
 *
 * Dice, ties and exploration come from streams named by the evaluation, so that evaluating, or not, changes nothing in
 * training.
 */
import { paidAfter } from "../calm/index.js";
import { randomStream } from "../envs/index.js";
import { type TrainingJudge, UNKNOWN } from "./judged-step.js";
import type { Actor } from "./learning-run.js";
import type { Levels } from "./levels.js";
import type { Play } from "./play.js";

export interface EvaluationOptions {
  readonly levels: Levels;
  /** Names the streams, together with `name`. */
  readonly seed: number;
  readonly name: string;
  readonly manner: "greedy" | "exploring";
  /** Steps of training so far. */
  readonly at: number;
}

/** The agent's state: what it knows, and which subgoals were paid; `sets`: two to the number of subgoals. */
export const stateNumber = (code: number, paid: number, sets: number): number => code * sets + paid;

/** A verdict that is still to come pays nothing yet. */
export const known = (said: number): number => (said === UNKNOWN ? 0 : said);

/** Sums over episodes. */
export interface Episodes {
  readonly episodes: number;
  /** That reached the goal within the limit (end status 2). */
  readonly won: number;
  /** The task's rewards alone, undiscounted. */
  readonly rewards: number;
  readonly steps: number;
}

export function playEpisodes(player: Play, actor: Actor, judge: TrainingJudge, options: EvaluationOptions): Episodes {
  const { levels, seed, name, manner, at } = options;
  // One stream makes the seeds of episodes: dice of play from it, ties and exploration likewise.
  const seeds = randomStream(seed, `evaluation ${name}`);
  const choices = randomStream(seed, `evaluation choices ${name}`);
  let [won, rewards, steps] = [0, 0, 0];
  for (let episode = 0; episode < levels.episodes; episode++) {
    player.begin({ seed: seeds.next(), level: levels.seeds[episode % levels.seeds.length]! });
    judge.begin?.();
    actor.begin();
    for (let paid = 0; ; ) {
      const action = actor.act(player, paid, manner, choices);
      const { reward, terminated, truncated, info } = player.act(action, at);
      const achieved = known(judge.judge(player.judged));
      actor.saw?.(achieved);
      paid = paidAfter(paid, achieved);
      rewards += reward;
      steps++;
      if (info.endStatus === 2) won++;
      if (terminated || truncated) break;
    }
  }
  return { episodes: levels.episodes, won, rewards, steps };
}

/** Share of episodes won. */
export function evaluate(player: Play, actor: Actor, judge: TrainingJudge, options: EvaluationOptions): number {
  const { won, episodes } = playEpisodes(player, actor, judge, options);
  return won / episodes;
}
