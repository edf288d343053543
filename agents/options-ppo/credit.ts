/**
 * What a stretch with options teaches, from its end to its beginning.
 *
 * An option by itself: generalised advantages (arXiv 1506.02438) of its own reward, which for a subgoal is 1 where it was
 * judged achieved, the option's end, and for the task the task's reward. An option that was left (longest, another
 * chosen, a cut) is worth its own value there. Where the same option is chosen again its advantages run on, because its
 * policy does.
 *
 * Choosing: a semi-Markov return (Sutton, Precup and Singh 1999). Along an option rewards are summed with their discounts
 * and nothing is averaged; where another choice was made, lambda mixes in what the state is worth. So the target of an
 * option that ran k steps is R + gamma^k ((1 - lambda) V + lambda G), and each step of an option is taught what an option
 * begun there would have been. An option that still runs when the stretch ends is worth what going on is worth.
 */
import type { OptionStretch } from "./option-stretch.js";
import type { OptionsPpoOptions } from "./settings.js";

export interface Credit {
  /** 0 where the option ran after its subgoal was achieved, which a late verdict told: it learns nothing there. */
  readonly own: Uint8Array;
  /** Of actions. */
  readonly advantages: Float64Array;
  /** What the option that ran should have been worth. */
  readonly targets: Float64Array;
}

export const emptyCredit = (rows: number): Credit => ({
  own: new Uint8Array(rows),
  advantages: new Float64Array(rows),
  targets: new Float64Array(rows),
});

type CreditOptions = Pick<OptionsPpoOptions, "discount" | "optionDiscount" | "lambda" | "outer">;

/** `task`: the number of the task's option. */
export function assignCredit(stretch: OptionStretch, task: number, options: CreditOptions, credit: Credit): void {
  for (let game = 0; game < stretch.games; game++) {
    markOwn(stretch, task, game, credit);
    optionAdvantages(stretch, task, game, options, credit);
    choiceTargets(stretch, game, options, credit);
  }
}

function markOwn(
  { steps, games, options, achieved, ended }: OptionStretch,
  task: number,
  game: number,
  { own }: Credit,
) {
  let done = 0;
  for (let row = game; row < steps * games; row += games) {
    const option = options[row]!;
    own[row] = option === task || !(done & (1 << option)) ? 1 : 0;
    done = ended[row] === 1 ? 0 : done | achieved[row]!;
  }
}

function optionAdvantages(
  stretch: OptionStretch,
  task: number,
  game: number,
  { discount, optionDiscount, lambda }: CreditOptions,
  { advantages }: Credit,
): void {
  const { steps, games, options, achieved, ended, rewards, values, nexts } = stretch;
  let [advantage, after] = [0, -1];
  for (let row = (steps - 1) * games + game; row >= 0; row -= games) {
    const option = options[row]!;
    const isThere = option !== task && (achieved[row]! & (1 << option)) !== 0;
    const reward = option === task ? rewards[row]! : isThere ? 1 : 0;
    const gamma = option === task ? discount : optionDiscount;
    const goesOn = !isThere && ended[row] === 0 && after === option;
    const difference = reward + (isThere ? 0 : gamma * nexts[row]!) - values[row]!;
    advantage = difference + (goesOn ? gamma * lambda * advantage : 0);
    advantages[row] = advantage;
    after = option;
  }
}

function choiceTargets(
  stretch: OptionStretch,
  game: number,
  { discount, lambda, outer }: CreditOptions,
  { targets }: Credit,
): void {
  const { steps, games, begun, ended, rewards, bonuses, afters } = stretch;
  const last = (steps - 1) * games + game;
  let target = 0;
  for (let row = last; row >= 0; row -= games) {
    const isCut = row === last || ended[row] === 1;
    if (isCut) target = afters[row]!;
    else if (begun[row + games] === 1) target = (1 - lambda) * afters[row]! + lambda * target;
    target = rewards[row]! + (outer === "task" ? 0 : bonuses[row]!) + discount * target;
    targets[row] = target;
  }
}

/**
 * Subtracts the mean of each group's values and divides by their deviation, or by `floor` where that is more. Groups are
 * numbers; -1: no group. For options these are taken apart, since one that meets its subgoal often would otherwise speak
 * for one that hardly ever does.
 */
export function normalise(values: Float64Array, groupOf: (row: number) => number, groups: number, floor: number): void {
  const [counts, sums, squares] = [new Float64Array(groups), new Float64Array(groups), new Float64Array(groups)];
  for (let row = 0; row < values.length; row++) {
    const group = groupOf(row);
    if (group < 0) continue;
    counts[group]!++;
    sums[group]! += values[row]!;
    squares[group]! += values[row]! ** 2;
  }
  for (let row = 0; row < values.length; row++) {
    const group = groupOf(row);
    if (group < 0) continue;
    const mean = sums[group]! / counts[group]!;
    const deviation = Math.sqrt(Math.max(0, squares[group]! / counts[group]! - mean * mean));
    values[row] = (values[row]! - mean) / Math.max(deviation, floor, 1e-8);
  }
}
