import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Credit } from "../../../calm/credit/assigner.js";
import { coinCritic, constantCritic, exactCritic } from "../../../calm/credit/critic-exact.js";
import { noisyCritic } from "../../../calm/credit/critic-noise.js";
import { groupOf, playActions } from "../../../calm/credit/played.js";
import { slippingOptimal } from "../../../calm/credit/policy.js";
import { askingAssigners, exactAssigners, silentAssigners } from "../../../calm/credit/standard.js";
import { InputError } from "../../../envs/index.js";
import { sized } from "../../sizes.js";
import { unreadable } from "./critics.js";
import { ACTIONS_OF_E, groupK5, k5Env, registerK5 } from "./k5.js";

registerK5(9);
const continuation = slippingOptimal(0.1);
const CRITICS = {
  truth: exactCritic(),
  fatal: exactCritic("fatal"),
  noisy: noisyCritic(exactCritic(), { falsePositive: 0.2, falseNegative: 0.3, swap: 0.2, systematic: 0.5, seed: 4 }),
  everything: constantCritic("everything"),
  nothing: constantCritic("nothing"),
  coin: coinCritic(0.3, 5),
  unreadable,
};
const assignersWith = (name: keyof typeof CRITICS) => [
  ...askingAssigners({ critic: CRITICS[name], continuation, votes: 3, reruns: 3, seed: 2 }),
  ...silentAssigners({ continuation, seed: 2 }),
  ...exactAssigners(continuation),
];

/** Any actions, cut where the episode ends. */
function groupOfActions(lists: readonly (readonly number[])[]) {
  const env = k5Env(9);
  const episodes = lists.map((list, i) => {
    env.reset({ seed: 1 });
    let end = 0;
    for (; end < Math.min(list.length, env.limit); end++) {
      const { terminated, truncated } = env.step(list[end]!);
      if (!terminated && !truncated) continue;
      end++;
      break;
    }
    return playActions(env, { seed: 1 }, list.slice(0, end), `play ${i}`);
  });
  return groupOf(env, episodes);
}

const plain = ({ episodes, costs, notes }: Credit) =>
  JSON.stringify([
    episodes.map((one) =>
      Object.entries(one).map(([key, value]) => [
        key,
        ArrayBuffer.isView(value) ? [...(value as Float64Array)].map((x) => (Object.is(x, -0) ? "-0" : x)) : value,
      ]),
    ),
    costs,
    notes,
  ]);

describe("every assigner, whoever answers", () => {
  const lists = fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 11 }), { minLength: 1, maxLength: 3 });
  test.each(Object.keys(CRITICS) as (keyof typeof CRITICS)[])(
    "keeps the interface's promises with critic %s",
    async (name) => {
      await fc.assert(
        fc.asyncProperty(lists, async (actions) => {
          const group = groupOfActions(actions);
          group.env.reset({ seed: 9 });
          group.env.step(1);
          const before = Buffer.from(group.env.snapshot().block);
          for (const assigner of assignersWith(name)) {
            const credit = await assigner.assign(group);
            expect(credit.episodes).toHaveLength(group.episodes.length);
            for (const [i, one] of credit.episodes.entries()) {
              const steps = group.episodes[i]!.actions.length;
              for (const list of [one.credit, one.known, one.weights, one.wrongShare]) {
                if (list === undefined) continue;
                expect(list).toHaveLength(steps);
                expect(list.every(Number.isFinite)).toBe(true);
              }
              expect(one.known.every((mark) => mark === 0 || mark === 1)).toBe(true);
              if (one.weights !== undefined && one.known.every((mark) => mark === 1) && steps > 0) {
                expect(one.weights.reduce((a, b) => a + b, 0) / steps).toBeCloseTo(1, 9);
              }
            }
            // The environment as it was found, and the same again for the same.
            expect(before.equals(group.env.snapshot().block)).toBe(true);
            expect(plain(await assigner.assign(group))).toBe(plain(credit));
          }
        }),
        { numRuns: sized(4, 40) },
      );
    },
  );

  test("costs nothing for an episode without actions", async () => {
    const group = groupK5(9, "");
    for (const assigner of assignersWith("truth")) {
      const { episodes, costs } = await assigner.assign(group);
      expect(episodes[0]!.credit).toHaveLength(0);
      expect(Object.values(costs).every((cost) => cost === 0)).toBe(true);
    }
  });

  test("knows nothing where nothing was read, and counts it; nobody takes silence for no", async () => {
    const group = groupK5(9, ACTIONS_OF_E);
    for (const assigner of askingAssigners({ critic: unreadable, continuation, votes: 3, reruns: 3, seed: 2 })) {
      const { episodes, costs } = await assigner.assign(group);
      expect([...episodes[0]!.known]).toEqual(Array(9).fill(0));
      expect(costs.unread).toBeGreaterThan(0);
      expect(costs.tokensIn).toBe(7 * costs.calls);
      expect(episodes[0]!.failures.length).toBe(costs.unread);
    }
  });

  test("leaves the environment as found when a critic throws", async () => {
    const group = groupK5(9, ACTIONS_OF_E);
    const before = Buffer.from(group.env.snapshot().block);
    const thrower = { ...exactCritic(), intervention: () => Promise.reject(new Error("out of order")) };
    const assigners = askingAssigners({ critic: thrower, continuation, votes: 1, reruns: 1, seed: 1 });
    await expect(assigners.find(({ kind }) => kind === "edit")!.assign(group)).rejects.toThrow("out of order");
    expect(before.equals(group.env.snapshot().block)).toBe(true);
  });

  test("refuses episodes whose parts do not fit, in one sentence", async () => {
    const group = groupK5(9, ACTIONS_OF_E);
    const [episode] = group.episodes;
    for (const wrong of [
      { ...episode!, rewards: [] },
      { ...episode!, frames: [] },
      { ...episode!, actions: [...episode!.actions.slice(1), 7] },
      { ...episode!, rewards: episode!.rewards.map(() => Number.NaN) },
    ]) {
      for (const assigner of assignersWith("truth")) {
        await expect(assigner.assign({ ...group, episodes: [wrong] })).rejects.toThrow(InputError);
      }
    }
  });

  test("has a name of its own and says what it needs", () => {
    const names = assignersWith("truth").map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { needs, told } of assignersWith("truth"))
      expect([needs instanceof Set, told.endsWith(".")]).toEqual([true, true]);
  });
});

describe("a noisy critic", () => {
  const group = groupK5(9, ACTIONS_OF_E);
  const question = { group, episode: group.episodes[0]! };
  const errors = async (noise: { falsePositive: number; falseNegative: number; systematic?: number }, sample = 0) => {
    const truth = new Set([0, 1]);
    let [missed, raised] = [0, 0];
    for (let seed = 0; seed < 400; seed++) {
      const reply = await noisyCritic(exactCritic(), { ...noise, seed }).wrongSteps(question, sample);
      if (!reply.ok) throw new Error("a simulated critic always answers");
      for (const t of truth) if (!reply.value.includes(t)) missed++;
      for (const t of reply.value) if (!truth.has(t)) raised++;
    }
    return [missed / 800, raised / 2800];
  };
  test("errs at its rates", async () => {
    const [missed, raised] = await errors({ falsePositive: 0.2, falseNegative: 0.3 });
    expect(Math.abs(missed! - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 800));
    expect(Math.abs(raised! - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / 2800));
    expect(await errors({ falsePositive: 0, falseNegative: 0 })).toEqual([0, 0]);
  });
  test("errs alike in every sample when systematic, and apart when not", async () => {
    const said = async (systematic: number, sample: number) => {
      const lists: unknown[] = [];
      for (let seed = 0; seed < 20; seed++) {
        const noise = { falsePositive: 0.4, falseNegative: 0.4, systematic, seed };
        const reply = await noisyCritic(exactCritic(), noise).wrongSteps(question, sample);
        lists.push(reply.ok && reply.value);
      }
      return JSON.stringify(lists);
    };
    expect(await said(1, 0)).toBe(await said(1, 1));
    expect(await said(0, 0)).not.toBe(await said(0, 1));
  });
  test("never repairs with the action that was taken, and stays within the episode", async () => {
    for (let seed = 0; seed < 200; seed++) {
      const noise = { falsePositive: 0.5, falseNegative: 0.9, seed };
      const reply = await noisyCritic(exactCritic(), noise).intervention(question);
      if (!reply.ok || reply.value === null) continue;
      const { t, action } = reply.value;
      expect(t >= 0 && t < 9 && action >= 0 && action < 4).toBe(true);
      expect(action).not.toBe(question.episode.actions[t]);
    }
  });
  test("refuses rates that are none", () => {
    expect(() => noisyCritic(exactCritic(), { falsePositive: 1.2, falseNegative: 0, seed: 1 })).toThrow(InputError);
  });
});
