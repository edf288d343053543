import { beforeAll, describe, expect, it } from "vitest";
import { playOf, type RunOptions, type TrainingJudge, TrainingRun } from "../../agents/index.js";
import { KEYROOM } from "../../annotations/index.js";
import { contentHash, defineShaper } from "../../calm/index.js";
import { defineSubgoals, defineWorld, type Frame, randomStream, register } from "../../envs/index.js";
import { myRoom } from "../../examples/my-world.js";
import { corridorNamed } from "../envs/corridor.js";

const corridor = corridorNamed("Corridor-v0");
const S5 = "MiniHack-KeyRoom-S5-v0";
const AGAIN = "KeyRoom-Again-S5-v0";

beforeAll(() => {
  register(myRoom);
  register(corridor);
  register(
    defineSubgoals({
      id: AGAIN,
      on: S5,
      task: KEYROOM.task,
      subgoals: KEYROOM.subgoals.map((name, i) => ({
        name,
        achieved: (before: Frame, _: string, after: Frame) => KEYROOM.truth({ before, after })[i] === "yes",
      })),
    }),
  );
});

const truth: TrainingJudge = { reads: "numbers", judge: ({ truth: bits }) => bits, tester: () => truth };
const reading: TrainingJudge = { reads: "text", judge: ({ truth: bits }) => bits, tester: () => reading };
const options: RunOptions = {
  id: "Corridor-v0",
  actions: "default",
  seed: 1,
  steps: 6_000,
  stepSize: 0.5,
  discount: 0.95,
  epsilon: 0.2,
  initial: 0,
  shaping: { form: "potential", weights: [0.1, 0.1, 0.1], discount: 0.95 },
  levels: "random",
  evaluateEvery: 500,
};
const few = { seeds: [1, 2, 3, 4], episodes: 8 };

describe("a play of a world", () => {
  it("tells states by what is seen, and by nothing else", () => {
    const play = playOf({ id: "MyRoom-v0", actions: "default" }, "text");
    const stream = randomStream(1, "test");
    const frames = new Map<number, string>();
    const keys = new Map<number, string>();
    for (let episode = 0; episode < 20; episode++) {
      play.begin({ seed: episode });
      for (let t = 0; t < 40; t++) {
        const { terminated, truncated } = play.act(stream.below(play.actions.length), t);
        const { before, action, after, key } = play.judged;
        const shown = JSON.stringify(after.frame);
        expect(frames.get(play.code()) ?? shown).toBe(shown);
        frames.set(play.code(), shown);
        const judged = JSON.stringify([before.frame, action, after.frame]);
        expect(keys.get(key) ?? judged).toBe(judged);
        keys.set(key, judged);
        if (terminated || truncated) break;
      }
    }
    expect(new Set(frames.values()).size).toBe(frames.size);
    expect(Math.max(...frames.keys())).toBeLessThan(2 ** 45);
  });

  it("goes by the world's own key where it has one", () => {
    register(defineWorld({ ...corridor, id: "Keyed-v0", key: ({ hero }) => hero?.x ?? 0 }));
    register(defineWorld({ ...corridor, id: "Named-v0", key: ({ rows }) => rows[0]!.slice(0, 3) }));
    const [numbers, texts] = ["Keyed-v0", "Named-v0"].map((id) => playOf({ id, actions: "default" }, "numbers"));
    numbers!.begin({ seed: 1 });
    expect(numbers!.code()).toBe(0);
    numbers!.act(1, 0);
    expect(numbers!.code()).toBe(numbers!.judged.cell);
    texts!.begin({ seed: 1, level: 3 });
    const first = texts!.code();
    texts!.begin({ seed: 2, level: 3 });
    expect(texts!.code()).toBe(first);
  });

  it("shows bytes of its frame to judges that read bytes", () => {
    const play = playOf({ id: "MyRoom-v0", actions: "default" }, "text");
    play.begin({ seed: 3 });
    play.act(play.actions.indexOf("toggle"), 0);
    const { after } = play.judged;
    expect(after.crop[40]).toBe("@".charCodeAt(0));
    expect(Buffer.from(after.message).toString("latin1")).toMatch(/^Nothing happens\.\0+$/);
  });
});

describe("training on a world", () => {
  it("goes on, after it was saved as JSON and loaded, exactly as if it had not been", () => {
    const whole = new TrainingRun({ ...options, evaluateEvery: 1e6 }, truth, few);
    whole.advance(4_000);
    const first = new TrainingRun({ ...options, evaluateEvery: 1e6 }, truth, few);
    first.advance(1_321);
    const second = new TrainingRun({ ...options, evaluateEvery: 1e6 }, truth, few);
    second.load(JSON.parse(JSON.stringify(first.save())));
    second.advance(4_000);
    expect(contentHash(second.save())).toBe(contentHash(whole.save()));
  });

  it("learns it, whatever its judge reads, with three subgoals in its state", () => {
    const runs = [truth, reading].map((judge) => {
      const run = new TrainingRun(options, judge, few);
      run.advance(options.steps);
      return run;
    });
    expect(runs[0]!.stepsTo90).toBeLessThan(5_000);
    expect(runs[1]!.save().learner).toEqual(runs[0]!.save().learner);
    expect(new Set(runs[0]!.terminations.map(({ subgoals }) => subgoals))).toEqual(new Set([1, 2, 4, 6]));
  });

  it("refuses a state of another world", () => {
    const run = new TrainingRun(options, truth, few);
    const other = new TrainingRun({ ...options, id: "MyRoom-v0" }, truth, few);
    expect(() => run.load(other.save())).toThrow(/The snapshot is of MyRoom-v0/);
  });
});

describe("subgoals of one's own on KeyRoom", () => {
  it("that are KeyRoom's, train exactly as KeyRoom does", () => {
    const course = (id: string) => {
      const shaping = { form: "once", weights: [0.1, 0.1], discount: 0.95 } as const;
      const run = new TrainingRun({ ...options, id, actions: "paper", shaping, levels: "one" }, reading, few);
      run.advance(6_000);
      const { game: _, ...state } = run.save();
      return contentHash(state);
    };
    expect(course(AGAIN)).toBe(course(S5));
  });
});

describe("a shaper of one's own", () => {
  const seen: unknown[] = [];
  const run = (bonus: (paid: number, achieved: number) => number) => {
    const form = defineShaper({
      name: "mine",
      what: "what a test says",
      bonus(step) {
        seen.push(step);
        return bonus(step.paid, step.achieved);
      },
    });
    const one = new TrainingRun(
      { ...options, shaping: { form, weights: [0.1, 0.1, 0.1], discount: 0.95 } },
      truth,
      few,
    );
    one.advance(2_000);
    return one;
  };

  it("that pays each subgoal once, trains exactly as the built-in form does", () => {
    const mine = run((paid, achieved) => [0, 1, 2].reduce((sum, i) => sum + (((achieved & ~paid) >> i) & 1) * 0.1, 0));
    const ours = new TrainingRun(
      { ...options, shaping: { form: "once", weights: [0.1, 0.1, 0.1], discount: 0.95 } },
      truth,
      few,
    );
    ours.advance(2_000);
    expect(mine.save().learner).toEqual(ours.save().learner);
    expect(mine.terminations).toEqual(ours.terminations);
    expect(seen[0]).toEqual({ paid: 0, achieved: 2, end: "running", weights: [0.1, 0.1, 0.1], discount: 0.95 });
  });

  it("that pays no number, or fails, is refused in one sentence", () => {
    expect(() => run(() => Number.NaN)).toThrow("The shaper mine pays NaN; a number is needed.");
    const fail = () => {
      throw new Error("no");
    };
    expect(() => run(fail)).toThrow("The shaper mine failed (Error: no).");
  });
});
