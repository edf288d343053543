import { describe, expect, test } from "vitest";
import { informationCredit, levelFamily } from "../../../calm/credit/information.js";
import { groupOf, playActions } from "../../../calm/credit/played.js";
import { slippingOptimal, uniformPolicy } from "../../../calm/credit/policy.js";
import { referencesOf } from "../../../calm/credit/score.js";
import { defineWorld, InputError, make, register } from "../../../envs/index.js";

/** One door of two leads to the goal, the other into a cell without a way out; a look from the side shows which. */
interface Fork {
  readonly good: number;
  readonly at: "start" | "left" | "right" | "won";
  readonly looked: boolean;
}
const fork = (id: string, sight: "a look shows" | "nothing shows") =>
  defineWorld<Fork>({
    id,
    task: "Take the right door.",
    actions: ["left", "right", "look"],
    limit: 4,
    subgoals: [{ name: "leave", achieved: (before, _, after) => before.at === "start" && after.at !== "start" }],
    create: (random) => ({ good: random.below(2), at: "start", looked: false }),
    step(state, action) {
      if (state.at !== "start") return { state };
      if (action === "look") return { state: { ...state, looked: sight === "a look shows" } };
      const isGood = action === (state.good === 0 ? "left" : "right");
      if (isGood) return { state: { ...state, at: "won" }, reward: 1, end: "won" };
      return { state: { ...state, at: action === "left" ? "left" : "right" } };
    },
    frame: ({ at, looked, good }) => ({
      rows: [at === "start" ? "@" : "."],
      hero: { x: 0, y: 0 },
      message: looked ? `It is the ${good === 0 ? "left" : "right"} one.` : at,
    }),
  });
register(fork("Fork-v0", "a look shows"));
register(fork("Blind-v0", "nothing shows"));
const blindEnv = make<never>("Blind-v0", { observationKeys: [] });
const env = make<never>("Fork-v0", { observationKeys: [] });
const [LEFT, RIGHT, LOOK] = [0, 1, 2];
/** Seeds of a level with the good door left, and right. */
const seedWith = (good: number): number => {
  for (let seed = 1; ; seed++) if (playActions(env, { seed }, [good], "try").end === "won") return seed;
};
const [left, right] = [seedWith(LEFT), seedWith(RIGHT)];
const play = (seed: number, ...actions: number[]) => playActions(env, { seed }, actions, "play");
const known = (seeds: readonly number[], episode: ReturnType<typeof play>, rule = uniformPolicy) => {
  const found = informationCredit(levelFamily(env, seeds, rule), episode, 0.9);
  if (!found.ok) throw new Error(found.why);
  return found;
};

describe("exact credit on what the agent could know", () => {
  test("blames a guess only where a look would have told; full information blames it always", () => {
    const episode = play(left, RIGHT, LOOK, LOOK, LOOK);
    const [full] = referencesOf(groupOf(env, [episode]), uniformPolicy, "on policy", 0.9);
    expect([full!.firstError, full!.firstFatal]).toEqual([0, 0]);
    expect(full!.advantage[0]).toBeLessThan(-0.3);
    const found = known([left, right], episode);
    // Behind the door it is known which one it was.
    expect([...found.believed]).toEqual([2, 1, 1, 1]);
    // Half of the doors win at once, 0.5; a look first wins always, a step later, 0.9: who did not look is blamed.
    expect(found.regret[0]).toBeCloseTo(0.9 - 0.5, 12);
    expect([found.firstError, found.firstFatal]).toEqual([0, 0]);
    // Where a look shows nothing, guessing is the best there is.
    const guess = playActions(blindEnv, { seed: left }, [RIGHT, LOOK, LOOK, LOOK], "guess");
    const shut = informationCredit(levelFamily(blindEnv, [left, right], uniformPolicy), guess, 0.9);
    if (!shut.ok) throw new Error(shut.why);
    expect([shut.firstError, shut.firstFatal, shut.regret[0]]).toEqual([null, null, 0]);
    expect(shut.advantage[0]).toBeGreaterThan(0);
  });
  test("blames who looked and went wrong all the same", () => {
    const episode = play(left, LOOK, RIGHT, LOOK, LOOK);
    const { firstError, firstFatal, believed } = known([left, right], episode);
    expect([...believed]).toEqual([2, 1, 1, 1]);
    expect(firstFatal).toBe(1);
    // The look was no error: without it every second level is lost.
    expect(firstError).toBe(1);
  });
  test("is full information where one level is possible", () => {
    for (const actions of [
      [RIGHT, LOOK, LOOK, LOOK],
      [LOOK, LOOK, LEFT],
      [LOOK, RIGHT, LEFT, LEFT],
    ]) {
      const episode = play(left, ...actions);
      const rule = slippingOptimal(0.3);
      const [full] = referencesOf(groupOf(env, [episode]), rule, "on policy", 0.9);
      const found = known([left], episode, rule);
      expect([found.firstError, found.firstFatal]).toEqual([full!.firstError, full!.firstFatal]);
      expect([...found.wrong]).toEqual([...full!.wrong]);
      for (const [t, value] of full!.advantage.entries()) expect(found.advantage[t]).toBeCloseTo(value, 12);
      for (const [t, value] of full!.regret.entries()) expect(found.regret[t]).toBeCloseTo(value, 12);
    }
  });
  test("says in one sentence what it cannot compute", () => {
    const found = informationCredit(levelFamily(env, [right], uniformPolicy), play(left, RIGHT, LOOK), 0.9);
    expect(found).toEqual({
      ok: false,
      why: expect.stringMatching(/^play was played on none of the 1 levels .* not computed\.$/),
    });
    expect(() => levelFamily(env, [], uniformPolicy)).toThrow(InputError);
  });
});
