import { expect, it } from "vitest";
import { TrainingRun } from "../../agents/index.js";
import { presetPrompt, textRules } from "../../calm/index.js";
import { askedJudge } from "../../experiments/index.js";

const STEPS = 1_000_000;
const DELAY = 1_000;

/** The first million steps of training on S5 with a judge in the loop: the text rules, asked as a model would be. */
async function texts(filter: "every text" | "changes", shown: string): Promise<Record<string, number>> {
  const prompt = presetPrompt(shown);
  const judge = askedJudge(textRules(prompt), { filter, prompt });
  const options = {
    id: "MiniHack-KeyRoom-S5-v0",
    actions: "default",
    seed: 1,
    steps: STEPS,
    stepSize: 0.5,
    discount: 0.99,
    epsilon: 0.1,
    initial: 0,
    shaping: { form: "once", weights: [0.1, 0.1], discount: 0.99 },
    levels: "random",
    evaluateEvery: STEPS * 2,
  } as const;
  const run = new TrainingRun(options, judge, { seeds: [1], episodes: 1 });
  while (!run.isOver) {
    run.advance(run.steps + DELAY);
    await judge.settle?.(run.steps - DELAY + 1);
    run.settle(run.steps - DELAY + 1);
  }
  return judge.report?.() ?? {};
}

it("counts what a judge in the loop is asked in a million steps, and what the filter loses", async () => {
  const [every, filtered] = [await texts("every text", "crop"), await texts("changes", "crop")];
  const canonical = await texts("changes", "changes");
  for (const [name, counts] of Object.entries({ every, filtered, canonical }))
    console.log(name, JSON.stringify(counts));
  expect(every.steps).toBe(STEPS);
  expect(filtered.texts).toBeLessThan(every.texts!);
  // Both subgoals always show: a message stands, or the door's cell changes.
  expect(filtered.lost).toBe(0);
  // A text of the changed cells alone is met again and again: a model can be paid for a whole training.
  expect(canonical.lost).toBe(0);
  expect(canonical.texts).toBeLessThan(1_000);
});
