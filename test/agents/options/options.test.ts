import { describe, expect, it } from "vitest";
import { Execution } from "../../../agents/options/execution.js";
import { OptionValues } from "../../../agents/options/option-values.js";
import { randomStream } from "../../../envs/index.js";

/** The chain of the specification: 0 to 4, right only, 1 on entering 4; o1 in {0, 1} ends on 1 -> 2, o2 in {0 .. 3}. */
const chainValues = () =>
  new OptionValues({ options: 2, stepSize: 0.5, discount: 0.9, available: (state) => (state < 2 ? 3 : 2) });

describe("the worked chain, gamma 0.9, step size 0.5", () => {
  it("by SMDP Q-learning, three episodes", () => {
    const values = chainValues();
    const seen: number[][] = [];
    for (let episode = 0; episode < 3; episode++) {
      values.learnWhenEnded(0, 0, 0, 2, 2, "running");
      values.learnWhenEnded(2, 1, 0.9, 2, 4, "terminated");
      seen.push([values.value(0, 0), values.value(2, 1)]);
    }
    const expected = [
      [0, 0.45],
      [0.18225, 0.675],
      [0.3645, 0.7875],
    ];
    for (const [i, row] of expected.entries())
      for (const [j, value] of row.entries()) expect(seen[i]![j]).toBeCloseTo(value, 12);
    for (let episode = 0; episode < 100; episode++) {
      values.learnWhenEnded(0, 0, 0, 2, 2, "running");
      values.learnWhenEnded(2, 1, 0.9, 2, 4, "terminated");
    }
    expect(values.value(0, 0)).toBeCloseTo(0.729, 12);
    expect(values.value(2, 1)).toBeCloseTo(0.9, 12);
  });

  it("by intra-option Q-learning, all consistent options, four episodes", () => {
    const values = chainValues();
    const table: number[][] = [];
    for (let episode = 0; episode < 4; episode++) {
      for (let state = 0; state < 4; state++) {
        const reward = state === 3 ? 1 : 0;
        const end = state === 3 ? "terminated" : "running";
        if (state < 2) values.learnStep(state, 0, reward, state + 1, end, state === 1 ? 1 : 0);
        values.learnStep(state, 1, reward, state + 1, end, 0);
      }
      expect(values.value(0, 0)).toBe(values.value(0, 1));
      expect(values.value(1, 0)).toBe(values.value(1, 1));
      table.push([values.value(0, 0), values.value(1, 0), values.value(2, 1), values.value(3, 1)]);
    }
    expect(table[0]).toEqual([0, 0, 0, 0.5]);
    const close = (row: number, expected: number[]) => {
      for (const [i, value] of expected.entries()) expect(table[row]![i]).toBeCloseTo(value, 12);
    };
    close(1, [0, 0, 0.225, 0.75]);
    close(2, [0, 0.10125, 0.45, 0.875]);
    close(3, [0.0455625, 0.253125, 0.61875, 0.9375]);
  });

  it("with a fractional termination, 0.221", () => {
    const values = new OptionValues({ options: 2, stepSize: 0.5, discount: 0.9 });
    values.table.load({ states: Float64Array.of(1, 2), values: Float64Array.of(0.1, 0, 0.2, 0.5) });
    values.learnStep(1, 0, 0, 2, "running", 0.6);
    expect(values.value(1, 0)).toBeCloseTo(0.221, 12);
  });
});

describe("an option runs", () => {
  const run = (options: Partial<ConstructorParameters<typeof Execution>[0]> = {}, values = chainValues()) =>
    new Execution(
      { discount: 0.9, longest: 3, stops: "at a half", interrupts: "never", ...options },
      values,
      randomStream(1, "options"),
    );

  it("until its termination fires, with its rewards discounted from where it began", () => {
    const execution = run();
    execution.begin(0, 0);
    expect(execution.step(1, 1, "running", 0)).toBeUndefined();
    expect(execution.step(1, 1, "running", 1)).toEqual({
      state: 0,
      option: 0,
      reward: 1.9,
      steps: 2,
      why: "terminated",
    });
    expect(execution.option).toBe(-1);
  });

  it("for its longest time when the judge misses its end", () => {
    const execution = run();
    execution.begin(0, 1);
    for (const next of [1, 2]) expect(execution.step(0, next, "running", 0)).toBeUndefined();
    expect(execution.step(0, 3, "running", 0)?.why).toBe("longest");
  });

  it("not into a state where it cannot go on, nor past the end of an episode", () => {
    const execution = run();
    execution.begin(1, 0);
    expect(execution.step(0, 2, "running", 0)?.why).toBe("not available");
    execution.begin(1, 0);
    expect(execution.step(1, 4, "truncated", 0)?.why).toBe("episode");
  });

  it("no longer than another option is worth less, if it may be interrupted", () => {
    const values = new OptionValues({ options: 2, stepSize: 1, discount: 0.9 });
    values.table.load({ states: Float64Array.of(1), values: Float64Array.of(0.2, 0.5) });
    const execution = run({ interrupts: "when another is better" }, values);
    execution.begin(0, 0);
    expect(execution.step(0, 1, "running", 0)?.why).toBe("interrupted");
    execution.begin(0, 1);
    expect(execution.step(0, 1, "running", 0)).toBeUndefined();
  });

  it("and a share of votes stops it in that share of cases, when drawn", () => {
    const execution = run({ stops: "drawn", longest: 1e9 });
    let stopped = 0;
    for (let i = 0; i < 10_000; i++) {
      execution.begin(0, 1);
      if (execution.step(0, 1, "running", 0.3) !== undefined) stopped++;
    }
    // 3,000 expected, deviation 46.
    expect(Math.abs(stopped - 3_000)).toBeLessThan(200);
  });
});
