/** A small training result with hand-set runs. */
import type { TrainingPageInput } from "../../../cli/page/training-page.js";
import { TRAINING_FORMAT } from "../../../cli/training-head.js";
import type { ArmResult } from "../../../experiments/index.js";

export const settings: TrainingPageInput["settings"] = {
  id: "MiniHack-KeyRoom-S5-v0",
  actions: "paper",
  steps: 10_000,
  discount: 0.99,
  levels: "random",
  evaluateEvery: 2_500,
  form: "once",
  seeds: 2,
  grid: { epsilon: [0.1], stepSize: [0.5], initial: [0], weight: [0.1] },
  tuningSeeds: 1,
  evaluationLevels: 10,
  episodes: 0,
};

/** Two seeds, of which the last ones are censored where `reached` holds fewer. */
export function arm(
  name: string,
  source: ArmResult["source"],
  reached: readonly number[],
  more: Partial<ArmResult> = {},
): ArmResult {
  const runs = [0, 1].map((i) => ({
    seed: i + 1,
    steps: 10_000,
    ...(reached[i] === undefined ? {} : { stepsTo90: reached[i] }),
    evaluations: [2_500, 5_000, 7_500].map((steps) => ({ steps, success: steps >= (reached[i] ?? 1e9) ? 1 : 0.25 })),
    final: { greedy: 1, exploring: 0.9, episodes: 10 },
    states: 5,
    episodes: 9,
    payments: 10,
    falsePayments: 4,
    missedPayments: 2,
  }));
  const tunables = { epsilon: 0.1, stepSize: 0.5, initial: 0, weight: 0.1 };
  const base = { name, what: `${name} pays`, form: "once", source, settings: tunables };
  return { ...base, tried: 1, runs, medianSteps: 5_000, censored: 2 - reached.length, ...more };
}

/** An arm without a bonus, and the text rules, which reach 90 % after these steps. */
export const madeTraining = (reached: readonly number[]) => ({
  format: TRAINING_FORMAT,
  calmhack: "0.0.0",
  rules: 1,
  settings,
  arms: [
    arm("none", { kind: "none" }, [7_500]),
    arm("text rules", { kind: "rules" }, reached, { speedUp: { value: 2.5, low: 2, high: 3 } }),
  ],
});
