/**
 * PPO with an assigner's credit, on one level. Advantages of an assigner take the place of the estimated ones, or are added
 * to them; the value still learns from the task's returns. A credit of kind reward is paid before advantages are
 * estimated; one of kind weight scales them; edits are refused (credit-use.ts).
 *
 * The episodes that a stretch touched form the group, those that still run included: they are "open", and nobody knows yet
 * how they end. Steps that nobody looked at keep their estimated advantage. Assigners that ask for a policy get a
 * shortest way with slips (FULL INFORMATION): the network's own needs the memory of a game, not its state.
 */
import { credit } from "../../calm/index.js";
import { InputError, make } from "../../envs/index.js";
import { requireUse } from "../credit-use.js";
import { CreditedGames, type TouchedEpisode } from "./credited-games.js";
import { PpoLearner } from "./learner.js";
import type { PpoOptions } from "./options.js";

export interface CreditedPpoOptions {
  readonly id: string;
  readonly actions: "default" | "paper";
  /** Level, play and network. */
  readonly seed: number;
  readonly games: number;
  readonly ppo: PpoOptions;
  /** Absent: plain PPO. */
  readonly assigner?: credit.Assigner;
  /** What an advantage does; "replaced" when absent. */
  readonly advantages?: "replaced" | "added";
  /** Of a reward, and of an advantage that is added. */
  readonly bonusWeight: number;
}

export class CreditedPpo {
  readonly learner: PpoLearner;
  readonly costs = credit.noCosts();
  private readonly games: CreditedGames;
  private readonly options: CreditedPpoOptions;
  private readonly env;
  private readonly graph;
  private iterations = 0;

  /** Throws an InputError for credit that PPO cannot use, and with memory, whose minibatches are whole games. */
  constructor(options: CreditedPpoOptions) {
    const { id, actions, seed, games, ppo, assigner } = options;
    if (assigner !== undefined) requireUse("ppo", assigner);
    if (ppo.memory !== undefined) throw new InputError("PPO with a recurrent layer takes no credit of an assigner.");
    this.options = options;
    this.games = new CreditedGames(id, actions, seed, games);
    this.learner = new PpoLearner(this.games, ppo);
    this.env = make<never>(id, { actions, observationKeys: [] });
    this.graph = credit.groupOf(this.env, [credit.playActions(this.env, { seed }, [], "start")]).graph();
  }

  /** Episodes that ended since this was last asked for. */
  ended(): CreditedGames["ended"] {
    const { ended } = this.games;
    this.games.ended = { episodes: 0, won: 0 };
    return ended;
  }

  /** Plays a stretch, asks the assigner about it, learns. */
  async iterate(): Promise<void> {
    const { learner, games, options } = this;
    const { assigner, bonusWeight, advantages = "replaced" } = options;
    learner.play();
    this.iterations += 1;
    const touched = games.touched();
    if (assigner === undefined || touched.length === 0) {
      learner.learn();
      return;
    }
    const given = await assigner.assign(this.groupOf(touched));
    credit.addCosts(this.costs, given.costs);
    const each = (use: (row: number, number: number) => void) => {
      for (const [i, { rows }] of touched.entries()) {
        const { credit: numbers, known, weights } = given.episodes[i]!;
        for (const [t, row] of rows.entries()) {
          if (row >= 0 && known[t] === 1) use(row, numbers[t]! * (weights?.[t] ?? 1));
        }
      }
    };
    if (assigner.kind === "reward") {
      each((row, number) => learner.pay(row, bonusWeight * number));
      learner.learn();
      return;
    }
    learner.learn(({ advantages: estimated }) => {
      const credited = estimated.slice();
      each((row, number) => {
        if (assigner.kind === "weight") credited[row] = estimated[row]! * number;
        else credited[row] = advantages === "added" ? estimated[row]! + bonusWeight * number : number;
      });
      return credited;
    });
  }

  private groupOf(touched: readonly TouchedEpisode[]): credit.Group {
    const { env, graph, options } = this;
    const { seed } = options;
    const episodes = touched.map(({ actions }, i) =>
      credit.playActions(env, { seed }, actions, `level ${seed} stretch ${this.iterations} play ${i + 1}`),
    );
    return { ...credit.groupOf(env, episodes), graph: () => graph };
  }
}
