/** Examples of Sutton and Barto, "Reinforcement Learning", second edition (2018), as far as its text says what comes out. */
import { describe, expect, it } from "vitest";
import { DoubleQ } from "../../../agents/tabular/double-q.js";
import { DynaQ } from "../../../agents/tabular/dyna-q.js";
import { ExpectedSarsa } from "../../../agents/tabular/expected-sarsa.js";
import type { LearnerSettings, TabularLearner } from "../../../agents/tabular/learner.js";
import { QLearner } from "../../../agents/tabular/q-learner.js";
import { SarsaLambda } from "../../../agents/tabular/sarsa-lambda.js";
import { type RandomStream, randomStream } from "../../../envs/index.js";
import { settings } from "./k5.js";

/** What a step leads to; nothing where the episode is over. */
interface Outcome {
  readonly reward: number;
  readonly next?: number;
}

/** One episode; its steps and the sum of its rewards. */
function episode(
  learner: TabularLearner,
  start: number,
  outcome: (state: number, action: number) => Outcome,
  stream: RandomStream,
): { readonly steps: number; readonly sum: number; readonly first: number } {
  learner.begin();
  let sum = 0;
  let first = -1;
  for (let state = start, steps = 1; ; steps++) {
    const action = learner.act(state, stream);
    if (first < 0) first = action;
    const { reward, next } = outcome(state, action);
    const end = next === undefined ? "terminated" : "running";
    learner.learn({ state, action, reward, bonus: 0, next: next ?? 0, end, achieved: 0 });
    sum += reward;
    if (next === undefined || steps === 20_000) return { steps, sum, first };
    state = next;
  }
}

const MOVES = [
  [0, -1],
  [0, 1],
  [-1, 0],
  [1, 0],
] as const;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("example 8.1, the Dyna maze", () => {
  // Figure 8.2: 9 x 6 cells, start in row 2, goal in the corner; the shortest way takes 14 steps.
  const rows = [".......#G", "..#....#.", "S.#....#.", "..#......", ".....#...", "........."];
  const maze = (state: number, action: number): Outcome => {
    const [dx, dy] = MOVES[action]!;
    const [x, y] = [(state % 9) + dx, Math.trunc(state / 9) + dy];
    const cell = rows[y]?.[x] ?? "#";
    if (cell === "G") return { reward: 1 };
    return { reward: 0, next: cell === "#" ? state : y * 9 + x };
  };
  const steps = (planning: number, episodes: number, seed: number): number[] => {
    const learner = new DynaQ({ ...settings, stepSize: 0.1, discount: 0.95, epsilon: 0.1, seed, planning });
    const stream = randomStream(seed, "maze");
    return Array.from({ length: episodes }, () => episode(learner, 18, maze, stream).steps);
  };

  it("is solved in about three episodes with 50 planning steps, in five with 5, and without in 25", () => {
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const at = (planning: number, which: number) => mean(seeds.map((seed) => steps(planning, which, seed)[which - 1]!));
    // An epsilon of 0.1 makes 14 steps about 17.
    expect(at(50, 4)).toBeLessThan(25);
    expect(at(5, 8)).toBeLessThan(30);
    expect(at(0, 4)).toBeGreaterThan(100);
    expect(at(0, 40)).toBeLessThan(40);
  });
});

describe("example 6.6, cliff walking", () => {
  // 12 x 4, start and goal in the lower corners, the cliff between them: -100 and back to the start; -1 a step.
  const cliff = (state: number, action: number): Outcome => {
    const [dx, dy] = MOVES[action]!;
    const x = Math.min(11, Math.max(0, (state % 12) + dx));
    const y = Math.min(3, Math.max(0, Math.trunc(state / 12) + dy));
    if (y === 3 && x === 11) return { reward: -1 };
    if (y === 3 && x > 0) return { reward: -100, next: 36 };
    return { reward: -1, next: y * 12 + x };
  };
  /** Reward an episode over episodes 301 to 500, and steps of a greedy walk afterwards. */
  const walked = (learner: TabularLearner) => {
    const stream = randomStream(1, "cliff");
    const sums = Array.from({ length: 500 }, () => episode(learner, 36, cliff, stream).sum);
    const actor = learner.actor();
    actor.begin();
    let steps = 1;
    for (let state: number | undefined = 36; steps < 100; steps++) {
      state = cliff(state, actor.act(state, "greedy", stream)).next;
      if (state === undefined) break;
    }
    return { online: mean(sums.slice(300)), steps };
  };
  const cliffs: LearnerSettings = { ...settings, discount: 1, epsilon: 0.1, stepSize: 0.1 };

  it("is walked along the edge by Q-learning, 13 steps, and around it by those that know their exploration", () => {
    const q = walked(new QLearner({ ...cliffs, stepSize: 0.5 }));
    const expected = walked(new ExpectedSarsa({ ...cliffs, stepSize: 0.5 }));
    const sarsa = walked(new SarsaLambda({ ...cliffs, lambda: 0, traces: "replacing" }));
    expect(q.steps).toBe(13);
    // The safe path is 17 steps, and better while exploring: the book's figure has about -25 against about -50.
    for (const { steps, online } of [expected, sarsa]) {
      expect(steps).toBeGreaterThan(13);
      expect(steps).toBeLessThan(25);
      expect(online).toBeGreaterThan(-35);
    }
    expect(q.online).toBeLessThan(-40);
  });
});

describe("example 6.7, maximization bias", () => {
  // From A, action 0 goes left to B and all others right to the end; from B ten actions end with N(-0.1, 1).
  const normal = (stream: RandomStream): number =>
    Math.sqrt(-2 * Math.log(1 - stream.uniform())) * Math.cos(2 * Math.PI * stream.uniform());
  /** Share of runs that go left, in episodes 1 to 100. */
  const left = (learnerOf: (seed: number) => TabularLearner): number => {
    let count = 0;
    for (let seed = 0; seed < 300; seed++) {
      const learner = learnerOf(seed);
      const stream = randomStream(seed, "bias");
      const outcome = (state: number, action: number): Outcome => {
        if (state === 1) return { reward: normal(stream) - 0.1 };
        return action === 0 ? { reward: 0, next: 1 } : { reward: 0 };
      };
      for (let i = 0; i < 100; i++) if (episode(learner, 0, outcome, stream).first % 10 === 0) count++;
    }
    return count / 300 / 100;
  };

  it("draws Q-learning to the left, and double Q-learning hardly", () => {
    // Ten actions in A as well (nine of them right), which makes both start at 10 % rather than the book's half.
    const biased = { ...settings, actions: 10, discount: 1, stepSize: 0.1 };
    const q = left((seed) => new QLearner({ ...biased, seed }));
    const double = left((seed) => new DoubleQ({ ...biased, seed }));
    expect(q).toBeGreaterThan(2 * double);
  });
});
