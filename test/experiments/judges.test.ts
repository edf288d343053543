import { describe, expect, it } from "vitest";
import type { TrainingJudge } from "../../agents/index.js";
import { own } from "../../annotations/index.js";
import { environmentIds, InputError, make, worlds } from "../../envs/index.js";
import { armOf } from "../../experiments/arm.js";
import { judgeOf } from "../../experiments/judges.js";
import { drawPlaces, walkableCells } from "../../experiments/random-subgoals.js";
import { answers, byEpisode, playedSteps, seen, sizeOf, stepWith } from "./support.js";

const S5 = "MiniHack-KeyRoom-S5-v0";
const S15 = "MiniHack-KeyRoom-S15-v0";
const judge = (name: string, seed = 1, id = S5): TrainingJudge => judgeOf(armOf(name).source, { seed, id })!;

const STEPS = playedSteps(S5, 20_000);
const truths = STEPS.map(({ truth }) => truth);
/** The text rules take longest, and what they keep is a cache. */
const SOME = 4_000;
const EVERY = ["truth", "memory", "text rules", "always yes", "noisy 0.1/0.2", "noisy 0.1/0.2 by text"];
const CONTROLS = ["random subgoals", "shuffled bonus", "hand-made events", "message novelty"];

describe("every judge", () => {
  it.each([...EVERY, ...CONTROLS])("%s goes on from a checkpoint as if it had not been stopped", (name) => {
    const steps = STEPS.slice(0, SOME);
    const undisturbed = answers(judge(name), steps);
    for (const cut of [1, 1_234]) {
      const stopped = judge(name);
      const first = answers(stopped, steps.slice(0, cut));
      const saved = JSON.stringify(stopped.save?.() ?? null);
      const resumed = judge(name);
      // A run that is made anew begins an episode before its state is put back.
      resumed.begin?.();
      resumed.load?.(JSON.parse(saved));
      expect([...first, ...answers(resumed, steps.slice(cut))]).toEqual(undisturbed);
    }
  });

  it.each([...EVERY, ...CONTROLS])("%s is left alone by its tester", (name) => {
    const [own, undisturbed] = [judge(name), judge(name)];
    const [first, test, rest] = [STEPS.slice(0, 1_501), STEPS.slice(SOME, SOME + 1_000), STEPS.slice(1_501, SOME)];
    answers(own, first);
    const before = JSON.stringify(own.save?.());
    const tested = answers(own.tester("at 1501"), test);
    expect(JSON.stringify(own.save?.())).toBe(before);
    expect(answers(own.tester("at 1501"), test)).toEqual(tested);
    answers(undisturbed, first);
    expect(answers(own, rest)).toEqual(answers(undisturbed, rest));
  });

  it.each(["memory", "noisy 0.1/0.2", ...CONTROLS])("%s refuses a damaged state", (name) => {
    for (const damaged of [null, 7, {}, { found: -1, finder: {} }, { found: 4 }, { steps: -1, turns: [0, 0, 0, 0] }]) {
      expect(() => judge(name).load?.(damaged)).toThrow(InputError);
    }
  });
});

describe("judges that do not err", () => {
  it("agree with the game's state on every step of play: the memory and the text rules", () => {
    for (const id of [S5, "MiniHack-KeyRoom-Dark-S5-v0", S15]) {
      const steps = playedSteps(id, id === S15 ? 5_000 : 2_500, 2);
      const truth = steps.map((step) => step.truth);
      expect(truth.filter((set) => set === 1).length).toBeGreaterThan(20);
      expect(truth.filter((set) => set === 2).length).toBeGreaterThan(20);
      for (const name of ["truth", "text rules", "memory"]) expect(answers(judge(name), steps)).toEqual(truth);
    }
  });

  it("always yes says yes", () => {
    expect(judge("always yes").judge(stepWith())).toBe(3);
  });
});

describe("a control", () => {
  it.each(CONTROLS)("%s pays each of the two at most once an episode", (name) => {
    const own = judge(name);
    for (const episode of byEpisode(STEPS, answers(own, STEPS))) {
      for (const bit of [1, 2]) expect(episode.filter((said) => said & bit).length).toBeLessThanOrEqual(1);
    }
  });

  it.each(CONTROLS)("%s pays something", (name) => {
    expect(answers(judge(name), STEPS).some((said) => said > 0)).toBe(true);
  });
});

describe("random subgoals", () => {
  it.each([
    [S5, 37, 9, 5],
    [S15, 32, 4, 15],
  ])("lie on the outer floor of %s, where the hero can walk without the key", (id, left, top, side) => {
    for (let seed = 1; seed <= 20; seed++) {
      const [first, second] = drawPlaces(id, seed);
      expect(first).not.toBe(second);
      for (const cell of [first!, second!]) {
        const [x, y] = [cell % 79, Math.floor(cell / 79)];
        expect(x >= left && x < left + side && y >= top && y < top + side).toBe(true);
      }
    }
  });

  it("are drawn from all 16 cells outside the subroom of S5, each seed its own", () => {
    const cells = walkableCells(S5, 3);
    expect(cells.length).toBe(16);
    const { blstats } = make(S5, { observationKeys: ["blstats"] }).reset({ seed: 3 }).observation;
    expect(cells[0]).toBe(blstats[1]! * 79 + blstats[0]!);
    const drawn = new Set(Array.from({ length: 200 }, (_, seed) => drawPlaces(S5, seed)).flat());
    expect(drawn.size).toBe(16);
    expect(drawPlaces(S5, 7)).toEqual(drawPlaces(S5, 7));
  });

  it.each(environmentIds().filter((id) => worlds.familyTask(id) !== undefined && !/15x15|S19|45x19|N4|Hard/.test(id)))(
    "are drawn on %s too, a place for each subgoal that the other arms pay",
    (id) => {
      const { subgoals } = own.taskOf(id);
      for (const seed of [1, 12]) {
        const places = drawPlaces(id, seed);
        expect(new Set(places).size).toBe(subgoals.length);
        // Neither lava nor stairs, where an episode ends, nor the start.
        const env = make(id, { observationKeys: ["blstats"] });
        const { blstats } = env.reset({ seed }).observation;
        const cells = walkableCells(id, seed);
        expect(cells[0]).toBe(blstats[1]! * 79 + blstats[0]!);
        expect(cells.slice(1)).toEqual(expect.arrayContaining([...places]));
      }
      expect(judge("random subgoals", 1, id).judge(stepWith({ cell: drawPlaces(id, 1)[0]! }))).toBe(1);
    },
  );

  it("are drawn where monsters crowd the only room that can be walked to", () => {
    // On this level a walk among the monsters ends in death at once, in all four directions.
    expect(drawPlaces("MiniHack-MultiRoom-N2-Extreme-v0", 12)).toHaveLength(3);
  });

  it("are paid on arrival", () => {
    const [first, second] = drawPlaces(S5, 1);
    const own = judge("random subgoals");
    own.begin?.();
    const said = [0, second!, second!, first!, second!, first!].map((cell) => own.judge(stepWith({ cell })));
    expect(said).toEqual([0, 2, 0, 1, 0, 0]);
  });
});

describe("the shuffled bonus", () => {
  const totals = (values: readonly number[]) =>
    byEpisode(STEPS, values).map((episode) => episode.reduce((sum, set) => sum + sizeOf(set), 0));

  it("pays in all what the truth paid until the episode before, but for the little that is owed", () => {
    const own = judge("shuffled bonus");
    const [paid, due] = [totals(answers(own, STEPS)), totals(truths)];
    let [given, earned] = [0, 0];
    let most = 0;
    paid.forEach((sum, i) => {
      given += sum;
      if (i > 0) earned += due[i - 1]!;
      expect(given).toBeLessThanOrEqual(earned);
      most = Math.max(most, earned - given);
    });
    expect(earned).toBeGreaterThan(500);
    expect(most).toBeLessThanOrEqual(12);
  });

  it("pays exactly what the episode before achieved when all episodes are equally long", () => {
    const own = judge("shuffled bonus");
    const paid: number[] = [];
    const earned = [3, 0, 1, 2, 3, 3, 0, 0];
    for (const set of earned) {
      own.begin?.();
      let bits = 0;
      for (let i = 1; i <= 30; i++) bits |= own.judge(stepWith({ truth: i === 9 ? set : 0 }));
      paid.push(bits);
    }
    expect(paid).toEqual([0, ...earned.slice(0, -1)]);
  });

  it("pays at steps that are uniform over the length of the episode before", () => {
    const own = judge("shuffled bonus");
    const at = new Array<number>(10).fill(0);
    const episodes = 4_000;
    for (let episode = 0; episode < episodes; episode++) {
      own.begin?.();
      for (let i = 0; i < 10; i++) if (own.judge(stepWith({ truth: i === 0 ? 1 : 0 })) & 1) at[i]!++;
    }
    for (const count of at) expect(Math.abs(count - episodes / 10)).toBeLessThan(5 * Math.sqrt(episodes * 0.09));
  });

  it("owes nothing for what was achieved twice in an episode", () => {
    const own = judge("shuffled bonus");
    const paid: number[] = [];
    for (let episode = 0; episode < 4; episode++) {
      own.begin?.();
      for (let i = 0; i < 5; i++) paid.push(own.judge(stepWith({ truth: episode === 0 ? 1 : 0 })));
    }
    expect(paid.filter((bits) => bits !== 0)).toEqual([1]);
  });
});

describe("hand-made events", () => {
  it("pays for anything that was taken, from the message", () => {
    const said = (message: string) => {
      const own = judge("hand-made events");
      own.begin?.();
      return own.judge(stepWith({ after: seen(message) }));
    };
    expect(said("g - a key named The Master Key of Thievery.")).toBe(1);
    expect(said("B - a tin.")).toBe(1);
    expect(said("You see here a key.")).toBe(0);
    expect(said("")).toBe(0);
    expect(said("7 - a tin.")).toBe(0);
  });

  it("pays for the doorway when the hero is in it, and for no wall that he runs against", () => {
    const own = judge("hand-made events");
    let entered = 0;
    for (const [i, bits] of answers(own, STEPS).entries()) {
      if (!(bits & 2)) continue;
      entered++;
      const { before, action, events } = STEPS[i]!;
      expect(events & 1).toBe(1);
      if (action === "N") expect("-|").toContain(String.fromCharCode(before.crop[40 - 9]!));
    }
    expect(entered).toBeGreaterThan(100);
    const opened = byEpisode(STEPS, truths).filter((episode) => episode.some((set) => set & 2)).length;
    expect(entered).toBeLessThanOrEqual(opened);
  });
});

describe("message novelty", () => {
  it("is sure of a message's first time, and pays the first two news of an episode", () => {
    const own = judge("message novelty");
    own.begin?.();
    const said = ["", "one", "", "two", "three"].map((text) => own.judge(stepWith({ after: seen(text) })));
    expect(said).toEqual([0, 1, 0, 2, 0]);
  });

  it("takes a message met n times for news with chance 1/sqrt(n)", () => {
    const meetings = 100;
    const runs = 1_000;
    // Judges of many seeds, since one learns from its own past.
    const wall = stepWith({ after: seen("It's a wall.") });
    const news = new Array<number>(meetings).fill(0);
    for (let seed = 0; seed < runs; seed++) {
      const own = judge("message novelty", seed);
      for (let i = 0; i < meetings; i++) {
        own.begin?.();
        news[i]! += own.judge(wall);
      }
    }
    for (const n of [1, 4, 25, 100]) {
      const chance = 1 / Math.sqrt(n);
      const error = 4 * Math.sqrt((chance * (1 - chance)) / runs);
      expect(Math.abs(news[n - 1]! / runs - chance)).toBeLessThanOrEqual(error);
    }
  });

  it("is tested with the counts of training as they are", () => {
    const own = judge("message novelty");
    for (let i = 0; i < 10_000; i++) own.judge(stepWith({ after: seen("It's a wall.") }));
    const tester = own.tester("at 10000");
    let news = 0;
    for (let episode = 0; episode < 2_000; episode++) {
      tester.begin?.();
      news += tester.judge(stepWith({ after: seen("It's a wall.") }));
    }
    // 2,000 at 1/100 each; as a text of its own it would be nearer to 2 * sqrt(2,000).
    expect(Math.abs(news - 20)).toBeLessThan(18);
    tester.begin?.();
    expect(tester.judge(stepWith({ after: seen("never met") }))).toBe(1);
  });
});
