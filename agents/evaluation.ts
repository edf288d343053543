/**
 * Evaluation of a table apart from training: episodes on given levels, greedy or epsilon-greedy, nothing learned. The
 * judge goes along through its tester, because the set of paid subgoals is part of the state that the table knows.
 *
 * Dice, ties and exploration come from streams named by the evaluation, so that evaluating, or not, changes nothing in
 * training.
 */
import { paidAfter } from "../calm/index.js";
import { randomStream } from "../envs/index.js";
import { type TrainingJudge, UNKNOWN } from "./judged-step.js";
import type { Play } from "./play.js";
import type { QTable } from "./q-learning.js";

export interface Levels {
  /** Level seeds; episode i takes level i modulo their number. */
  readonly seeds: readonly number[];
  readonly episodes: number;
}

export interface EvaluationOptions {
  readonly levels: Levels;
  /** Names the streams, together with `name`. */
  readonly seed: number;
  readonly name: string;
  readonly epsilon: number;
  /** Steps of training so far. */
  readonly at: number;
}

/** The agent's state: what it knows, and which subgoals were paid; `sets`: two to the number of subgoals. */
export const stateNumber = (code: number, paid: number, sets: number): number => code * sets + paid;

/** A verdict that is still to come pays nothing yet. */
export const known = (said: number): number => (said === UNKNOWN ? 0 : said);

/** Share of episodes that reached the goal within the limit (end status 2). */
export function evaluateTable(player: Play, table: QTable, judge: TrainingJudge, options: EvaluationOptions): number {
  const { levels, seed, name, epsilon, at } = options;
  const sets = 2 ** player.subgoals;
  // One stream makes the seeds of episodes: dice of play from it, ties and exploration likewise.
  const seeds = randomStream(seed, `evaluation ${name}`);
  const choices = randomStream(seed, `evaluation choices ${name}`);
  let won = 0;
  for (let episode = 0; episode < levels.episodes; episode++) {
    player.begin({ seed: seeds.next(), level: levels.seeds[episode % levels.seeds.length]! });
    judge.begin?.();
    for (let paid = 0; ; ) {
      const action = table.act(stateNumber(player.code(), paid, sets), epsilon, choices);
      const { terminated, truncated, info } = player.act(action, at);
      paid = paidAfter(paid, known(judge.judge(player.judged)));
      if (info.endStatus === 2) won++;
      if (terminated || truncated) break;
    }
  }
  return won / levels.episodes;
}
