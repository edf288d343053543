/**
 * Greedy episodes of a trained agent, with frames, the judge's terminations, what the game's state says, and the bonus:
 * what `view` shows of a training run. The recorder plays beside the agent's own game, from the same seed with the same
 * actions.
 */
import { type LearningRun, playOf, type TrainingJudge, UNKNOWN } from "../agents/index.js";
import { own } from "../annotations/index.js";
import { bonus, paidAfter } from "../calm/index.js";
import { type Episode, randomStream, recorder } from "../envs/index.js";
import type { EvaluationLevels, RunSpec } from "./run-spec.js";

/** As many episodes as the spec asks for, on the first levels of the final evaluation. */
export function playedEpisodes(
  run: LearningRun,
  { arm, episodes }: RunSpec,
  judge: TrainingJudge,
  { seeds }: EvaluationLevels["atEnd"],
): readonly Episode[] {
  const { options, steps } = run;
  const { id, actions, shaping, seed } = options;
  const { subgoals } = own.taskOf(id);
  const names = (bits: number): readonly string[] => subgoals.filter((_, i) => (bits >> i) & 1);
  const player = playOf(options, judge.reads);
  const record = recorder(id, { observationKeys: ["message"], actions }, "frames");
  const actor = run.actor();
  const ties = randomStream(seed, "ties of played episodes");
  const dice = randomStream(seed, "seeds of played episodes");
  const tester = judge.tester("played episodes");
  return Array.from({ length: episodes }, (_, i) => {
    const given = { seed: dice.next(), level: seeds[i % seeds.length]! };
    player.begin(given);
    record.reset(given);
    tester.begin?.();
    actor.begin();
    const judged: { terminations?: readonly string[]; truth: readonly string[]; bonus?: number }[] = [];
    for (let paid = 0, isOver = false; !isOver; ) {
      const action = actor.act(player, paid, "greedy", ties);
      const { terminated, truncated } = player.act(action, steps);
      record.step(action);
      const truth = names(player.judged.truth);
      if (shaping === undefined) judged.push({ truth });
      else {
        const said = tester.judge(player.judged);
        const achieved = said === UNKNOWN ? 0 : said;
        actor.saw?.(achieved);
        const end = terminated ? "terminated" : truncated ? "truncated" : "running";
        judged.push({ terminations: names(achieved), truth, bonus: bonus(shaping, paid, achieved, end) });
        paid = paidAfter(paid, achieved);
      }
      isOver = terminated || truncated;
    }
    const { steps: played, ...heading } = record.episode();
    const note = `${arm.name}, seed ${seed}, after ${steps} steps, greedy, ${i + 1} of ${episodes}`;
    return { ...heading, note, steps: played.map((step, t) => ({ ...step, ...judged[t]! })) };
  });
}
