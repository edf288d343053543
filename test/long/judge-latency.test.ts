import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import { agentSettings } from "../../agents/index.js";
import type { Annotator } from "../../annotations/index.js";
import { openGate } from "../../calm/gate.js";
import { type PromptTemplate, presetPrompt, textRules } from "../../calm/index.js";
import { armOf, askedJudge, execute, type RunSpec } from "../../experiments/index.js";

const LATENCY = 0.2;
const CONCURRENCY = 16;
const DELAY = 1_000;

/** The text rules, a program, as slow as a model behind a door that lets so many calls through at once. */
function slowRules(seconds: number, prompt: PromptTemplate): Annotator & { calls: number } {
  const rules = textRules(prompt);
  const enter = openGate(CONCURRENCY);
  return {
    calls: 0,
    provenance: rules.provenance,
    annotate(items) {
      this.calls++;
      return enter(async () => {
        if (seconds > 0) await wait(seconds * 1000);
        return rules.annotate(items);
      });
    },
  };
}

const S5 = (seed: number): RunSpec => ({
  arm: armOf("text rules"),
  options: {
    id: "MiniHack-KeyRoom-S5-v0",
    actions: "default",
    seed,
    steps: 6_000,
    stepSize: 0.5,
    discount: 0.99,
    epsilon: 0.1,
    initial: 0,
    shaping: { form: "once", weights: [0.1, 0.1], discount: 0.99 },
    levels: "random",
    evaluateEvery: 3_000,
  },
  final: "skipped",
  episodes: 0,
  policy: "dropped",
});

const S15 = (seed: number): RunSpec => ({
  ...S5(seed),
  options: {
    ...S5(seed).options,
    id: "MiniHack-KeyRoom-S15-v0",
    agent: "ppo",
    agentOptions: agentSettings.agentOptionsOf("ppo") ?? {},
    steps: 3_000_000,
    shaping: { form: "once", weights: [1, 1], discount: 0.99 },
    evaluateEvery: 250_000,
  },
});

interface Asked {
  readonly specs: readonly RunSpec[];
  readonly prompt: PromptTemplate;
}

/** Runs side by side, as the pool lets those with a judge in the loop. */
async function trained(seconds: number, { specs, prompt }: Asked) {
  const annotator = slowRules(seconds, prompt);
  const levels = { seeds: [1, 2, 3], episodes: 16 };
  const began = performance.now();
  const records = await Promise.all(
    specs.map((spec) => {
      const judge = askedJudge(annotator, { filter: "changes", prompt });
      return execute({ spec, judge, levels: { during: levels, atEnd: levels }, barrier: DELAY });
    }),
  );
  return { seconds: (performance.now() - began) / 1000, calls: annotator.calls, records };
}

it("a judge of 200 ms, 16 at once, costs its calls and hardly anything besides", async () => {
  const ratios: number[] = [];
  for (const seeds of [1, 2, 4]) {
    const asked = { specs: Array.from({ length: seeds }, (_, i) => S5(i + 1)), prompt: presetPrompt("crop") };
    const [instant, slow] = [await trained(0, asked), await trained(LATENCY, asked)];
    expect(slow.records).toEqual(instant.records);
    const least = instant.seconds + (slow.calls * LATENCY) / CONCURRENCY;
    const ratio = slow.seconds / least;
    console.log(
      `${seeds} seeds: ${slow.calls} calls; ${instant.seconds.toFixed(1)} s with an instant judge, ` +
        `${slow.seconds.toFixed(1)} s with one of ${1000 * LATENCY} ms, ${CONCURRENCY} at once; ` +
        `least ${least.toFixed(1)} s, ratio ${ratio.toFixed(3)}`,
    );
    ratios.push(ratio);
  }
  expect(Math.max(...ratios)).toBeLessThanOrEqual(1.1);
});

it("in canonical texts PPO on KeyRoom-S15 asks so little that the judge's pace hardly matters", async () => {
  const asked = { specs: [S15(1)], prompt: presetPrompt("changes") };
  const [instant, slow] = [await trained(0, asked), await trained(LATENCY, asked)];
  expect(slow.records).toEqual(instant.records);
  const [record] = slow.records;
  const ratio = slow.seconds / instant.seconds;
  console.log(
    `S15, ppo: ${slow.calls} calls in ${record!.steps} steps; ${instant.seconds.toFixed(1)} s with an instant judge, ` +
      `${slow.seconds.toFixed(1)} s with one of ${1000 * LATENCY} ms, ${CONCURRENCY} at once; ratio ${ratio.toFixed(3)}; ` +
      `${record!.falsePayments} of ${record!.payments} payments false, ${record!.missedPayments} missed; ` +
      `${JSON.stringify(record!.asked)}; last evaluation ${JSON.stringify(record!.evaluations.at(-1))}`,
  );
  expect(ratio).toBeLessThanOrEqual(1.3);
});
