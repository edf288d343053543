import { describe, expect, it } from "vitest";
import { Execution } from "../../../agents/options/execution.js";
import { OptionValues } from "../../../agents/options/option-values.js";
import { randomStream } from "../../../envs/index.js";
import { DISCOUNT, K5, k5, k5Achieved, k5State, readK5 } from "../worlds.js";

// Options of K5: 0 fetches the key, 1 opens the door, 2 walks to the end. Their policies are fixed and good.
const world = k5(4);
const START = k5State(1, 0, 0);

function policy(option: number, state: number): number {
  const { position, key } = readK5(state);
  if (option === 0) return position > 0 ? K5.L : K5.P;
  if (option === 1) return position < 2 ? K5.R : key === 1 ? K5.A : K5.L;
  return K5.R;
}

/** What the judge says of a transition: terminations of the key's and the door's option; the task's has none. */
type Judge = (option: number, truth: boolean) => number;
const exact: Judge = (_, truth) => (truth ? 1 : 0);

const achieved = (option: number, state: number, action: number, next: number): boolean =>
  option < 2 && (k5Achieved(state, action, next) & (1 << option)) !== 0;

/** Values of options run to their ends, by iterating R + gamma^k max over all states until nothing changes. */
function exactValues(longest: number, judge: Judge): Float64Array {
  const q = new Float64Array(world.states * 3);
  const best = (state: number) => Math.max(q[state * 3]!, q[state * 3 + 1]!, q[state * 3 + 2]!);
  for (let sweep = 0; sweep < 220; sweep++) {
    for (let state = 0; state < world.states; state++) {
      for (let option = 0; option < 3; option++) {
        let [at, worth, sum] = [state, 1, 0];
        for (let k = 1; ; k++) {
          const action = policy(option, at);
          const { next, reward, terminal } = world.outcome(at, action);
          sum += worth * reward;
          worth *= DISCOUNT;
          const stops = k === longest || judge(option, achieved(option, at, action, next)) >= 0.5;
          at = next;
          if (terminal) break;
          if (stops) {
            sum += worth * best(at);
            break;
          }
        }
        q[state * 3 + option] = sum;
      }
    }
  }
  return q;
}

interface Learned {
  readonly smdp: OptionValues;
  readonly intra: OptionValues;
  /** Steps of options, by why they ended. */
  readonly ends: Readonly<Record<string, number>>;
}

/** Random options from random states; both rules learn from the same steps. */
function learn(longest: number, judge: Judge, steps: number): Learned {
  const settings = { options: 3, stepSize: 0.5, discount: DISCOUNT };
  const [smdp, intra] = [new OptionValues(settings), new OptionValues(settings)];
  const stream = randomStream(1, "k5 options");
  const execution = new Execution(
    { discount: DISCOUNT, longest, stops: "at a half", interrupts: "never" },
    smdp,
    randomStream(1, "stops"),
  );
  const ends: Record<string, number> = {};
  let state = START;
  for (let step = 0; step < steps; step++) {
    if (execution.option < 0) execution.begin(state, stream.below(3));
    const { option } = execution;
    const action = policy(option, state);
    const { next, reward, terminal } = world.outcome(state, action);
    const end = terminal ? "terminated" : "running";
    for (let other = 0; other < 3; other++) {
      if (policy(other, state) !== action) continue;
      intra.learnStep(state, other, reward, next, end, judge(other, achieved(other, state, action, next)));
    }
    const ended = execution.step(reward, next, end, judge(option, achieved(option, state, action, next)));
    if (ended !== undefined) {
      ends[ended.why] = (ends[ended.why] ?? 0) + 1;
      smdp.learnWhenEnded(ended.state, ended.option, ended.reward, ended.steps, next, end);
    }
    // After an option anywhere but at the end, so that every state is met often.
    const isOver = ended !== undefined;
    state = isOver ? k5State(stream.below(4), stream.below(2), stream.below(2)) : next;
  }
  return { smdp, intra, ends };
}

const largestMiss = (values: OptionValues, exactly: Float64Array): number => {
  let worst = 0;
  for (let state = 0; state < world.states; state++) {
    if (readK5(state).position === 4) continue;
    for (let option = 0; option < 3; option++) {
      worst = Math.max(worst, Math.abs(values.value(state, option) - exactly[state * 3 + option]!));
    }
  }
  return worst;
};

describe("options on K5", () => {
  it("are worth what exact iteration says, by SMDP Q-learning", () => {
    const { smdp } = learn(10, exact, 60_000);
    expect(largestMiss(smdp, exactValues(10, exact))).toBeLessThan(1e-9);
  });

  it("and by intra-option Q-learning, which knows no longest time", () => {
    const { intra } = learn(10, exact, 60_000);
    // Long enough that gamma^k is nothing.
    expect(largestMiss(intra, exactValues(220, exact))).toBeLessThan(1e-9);
  });

  it("solve the world from its start: key, door, end, worth gamma^6", () => {
    const { smdp } = learn(10, exact, 60_000);
    expect(smdp.value(START, 0)).toBeCloseTo(DISCOUNT ** 6, 9);
    expect(smdp.best(START)).toBeCloseTo(DISCOUNT ** 6, 9);
  });

  it("stop early on a false alarm, which leaves the values of what is run exact", () => {
    const always: Judge = (option, truth) => (option === 0 || truth ? 1 : 0);
    const { smdp, ends } = learn(10, always, 60_000);
    expect(largestMiss(smdp, exactValues(10, always))).toBeLessThan(1e-9);
    // One step at a time the key's option still leads to the key: no bias, only less abstraction.
    expect(smdp.best(START)).toBeCloseTo(DISCOUNT ** 6, 9);
    expect(ends.terminated).toBeGreaterThan(learn(10, exact, 60_000).ends.terminated!);
  });

  it("run into their longest time on a miss, which delays what comes after and lowers gamma^k", () => {
    const never: Judge = () => 0;
    const { smdp, ends } = learn(10, never, 60_000);
    expect(largestMiss(smdp, exactValues(10, never))).toBeLessThan(1e-9);
    expect(ends.longest).toBeGreaterThan(0);
    expect(ends.terminated).toBeUndefined();
    // Key until the tenth step, door until the twentieth, then two steps to the end.
    expect(smdp.best(START)).toBeCloseTo(DISCOUNT ** 21, 9);
  });
});
