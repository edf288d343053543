import { describe, expect, it } from "vitest";
import type { TrainingJudge } from "../../agents/index.js";
import { randomStream } from "../../envs/index.js";
import type { ErrorsFall } from "../../experiments/judge-source.js";
import { judgeOf } from "../../experiments/judges.js";
import { stepWith } from "./support.js";

interface Rates {
  readonly falsePositive: readonly [number, number];
  readonly falseNegative: readonly [number, number];
}

const RATES: Rates = { falsePositive: [0.1, 0.02], falseNegative: [0.3, 0.4] };
const id = "MiniHack-KeyRoom-S5-v0";

const noisy = (errors: ErrorsFall, seed = 1, rates = RATES): TrainingJudge =>
  judgeOf({ kind: "noisy", ...rates, errors }, { seed, id })!;

const COUNT = 20_000;
/** Keys as consecutive numbers, as numbers apart by a power of two, and as hashes. */
const KEYS: Readonly<Record<string, (i: number) => number>> = {
  consecutive: (i) => i,
  "apart by 2^32": (i) => i * 2 ** 32,
  hashed: (() => {
    const stream = randomStream(5, "keys");
    const keys = Array.from({ length: COUNT }, () => stream.next() * 2 ** 21 + stream.below(2 ** 21));
    return (i: number) => keys[i]!;
  })(),
};

/** Share of steps in which a judge says yes to a subgoal. */
function share(judge: TrainingJudge, truth: number, subgoal: number, key: (i: number) => number): number {
  let said = 0;
  for (let i = 0; i < COUNT; i++) said += (judge.judge(stepWith({ truth, key: key(i) })) >> subgoal) & 1;
  return said / COUNT;
}

/** Four standard errors of a share of `COUNT`. */
const near = (rate: number): number => 4 * Math.sqrt((rate * (1 - rate)) / COUNT);

describe.each([
  ["independent", "consecutive"],
  ["by text", "consecutive"],
  ["by text", "apart by 2^32"],
  ["by text", "hashed"],
] as const)("errors %s, keys %s", (errors, keys) => {
  it("come at their rates, each subgoal and each way", () => {
    for (const subgoal of [0, 1] as const) {
      const said = (truth: number) => share(noisy(errors), truth, subgoal, KEYS[keys]!);
      const [fp, fn] = [RATES.falsePositive[subgoal], RATES.falseNegative[subgoal]];
      expect(Math.abs(said(0) - fp)).toBeLessThan(near(fp));
      expect(Math.abs(said(1 << subgoal) - (1 - fn))).toBeLessThan(near(fn));
    }
  });

  it("of the two subgoals and of two seeds do not hang together", () => {
    const half: Rates = { falsePositive: [0.5, 0.5], falseNegative: [0.5, 0.5] };
    const [one, other] = [noisy(errors, 1, half), noisy(errors, 2, half)];
    let [both, alike] = [0, 0];
    for (let i = 0; i < COUNT; i++) {
      const step = stepWith({ key: KEYS[keys]!(i) });
      const said = one.judge(step);
      if (said === 0 || said === 3) both++;
      if ((said & 1) === (other.judge(step) & 1)) alike++;
    }
    expect(Math.abs(both / COUNT - 0.5)).toBeLessThan(near(0.5));
    expect(Math.abs(alike / COUNT - 0.5)).toBeLessThan(near(0.5));
  });
});

describe("the noisy truth", () => {
  it("by text errs alike on the same text, in training and in evaluation", () => {
    const judge = noisy("by text");
    const steps = Array.from({ length: 2_000 }, (_, i) => stepWith({ key: KEYS.hashed!(i), truth: i % 4 }));
    const first = steps.map((step) => judge.judge(step));
    const [again, fresh, tested] = [judge, noisy("by text"), judge.tester("at 100")].map((other) =>
      steps.map((step) => other.judge(step)),
    );
    expect(again).toEqual(first);
    expect(fresh).toEqual(first);
    expect(tested).toEqual(first);
  });

  it("errs anew in every step when errors are independent, and in every evaluation", () => {
    const judge = noisy("independent", 1, { falsePositive: [0.5, 0.5], falseNegative: [0, 0] });
    const said = (of: TrainingJudge) => Array.from({ length: 64 }, () => of.judge(stepWith()));
    const runs = [judge, judge, judge.tester("at 1"), judge.tester("at 2")].map(said);
    expect(new Set(runs.map((run) => run.join(""))).size).toBe(4);
    expect(said(judge.tester("at 1"))).toEqual(runs[2]);
  });

  it("reads texts only where its errors hang on them", () => {
    expect(noisy("independent").reads).toBe("numbers");
    expect(noisy("by text").reads).toBe("text");
  });

  it("with rates of 0 is the truth, with rates of 1 its opposite", () => {
    for (const [rate, turned] of [
      [0, 0],
      [1, 3],
    ] as const) {
      const judge = noisy("independent", 1, { falsePositive: [rate, rate], falseNegative: [rate, rate] });
      for (const truth of [0, 1, 2, 3]) expect(judge.judge(stepWith({ truth }))).toBe(truth ^ turned);
    }
  });
});
