import { describe, expect, it } from "vitest";
import { armOf, noisyJudge, runArms, type Settings } from "../../experiments/index.js";

const settings: Settings = {
  id: "MiniHack-KeyRoom-S5-v0",
  actions: "paper",
  steps: 45_000,
  seeds: 3,
  stepSize: 0.5,
  discount: 0.99,
  epsilon: 0.1,
  shaping: { form: "once", weights: [0.1, 0.1], discount: 0.99 },
  levels: "random",
  evaluateEvery: 2_500,
  evaluationEpisodes: 100,
  repetitions: 500,
};

const run = (names: readonly string[], more: Partial<Settings> = {}) =>
  runArms(names.map(armOf), { ...settings, ...more }, () => undefined);

describe("arms on paired seeds", () => {
  it("learns S5 with the exact bonus within a budget in which no seed learns it without", () => {
    const [none, truth] = run(["none", "truth"]);
    expect(none?.censored).toBe(3);
    expect(truth?.censored).toBe(0);
    expect(truth?.speedUp?.value).toBeGreaterThan(1);
    expect(truth?.runs.every(({ falsePayments }) => falsePayments === 0)).toBe(true);
  });

  it("trains with the text rules as with the truth, run by run, because they agree on every transition", () => {
    const [truth, rules] = run(["truth", "text rules"], { seeds: 2, steps: 10_000 });
    expect(rules?.runs).toEqual(truth?.runs);
  });

  it("pays an always-yes once an episode and subgoal, and never rightly first", () => {
    const [yes] = run(["always yes"], { seeds: 2, steps: 5_000 });
    for (const { payments, episodes, falsePayments } of yes?.runs ?? []) {
      expect(payments).toBe(falsePayments);
      expect(payments).toBeLessThanOrEqual(episodes);
    }
  });

  it("gives the same result to the same options", () => {
    const again = () => run(["truth", "noisy 0.01/0.1"], { seeds: 2, steps: 5_000 });
    expect(again()).toEqual(again());
  });

  it("counts a censored seed as the budget", () => {
    const [none] = run(["none"], { seeds: 2, steps: 2_500 });
    expect(none).toMatchObject({ censored: 2, medianSteps: 2_500 });
  });

  it("refuses an arm that it does not have, naming those that it has", () => {
    expect(() => armOf("nosy 0.1")).toThrow(/There is no arm "nosy 0.1"; accepted are none, truth/);
    expect(() => armOf("noisy 2/0")).toThrow("There is no arm");
  });
});

describe("the noisy judge", () => {
  it("errs at its rates, each way", () => {
    const judge = noisyJudge({ falsePositive: [0.1, 0.2], falseNegative: [0.3, 0.4] }, 1);
    const moment = { crop: "", message: "" };
    const share = (events: number, bit: number) => {
      let said = 0;
      for (let i = 0; i < 20_000; i++) said += (judge.judge(moment, "N", moment, events) >> bit) & 1;
      return said / 20_000;
    };
    expect(share(0, 0)).toBeCloseTo(0.1, 1);
    expect(share(0, 1)).toBeCloseTo(0.2, 1);
    expect(share(4, 0)).toBeCloseTo(0.7, 1);
    expect(share(16, 1)).toBeCloseTo(0.6, 1);
  });
});
