/**
 * What cannot be assigned: each a value or one sentence. A step that nobody could look at is unknown, never a silent 0.
 */
import { describe, expect, test } from "vitest";
import type { Assigner } from "../../../calm/credit/assigner.js";
import { branching } from "../../../calm/credit/branching.js";
import { calm } from "../../../calm/credit/calm.js";
import { capo } from "../../../calm/credit/capo.js";
import type { Critic } from "../../../calm/credit/critic.js";
import { exactCritic } from "../../../calm/credit/critic-exact.js";
import { parseIntervention, parseSteps } from "../../../calm/credit/critic-parse.js";
import { exactAdvantage } from "../../../calm/credit/exact-assigner.js";
import { intervention } from "../../../calm/credit/intervention.js";
import { matchTir } from "../../../calm/credit/matchtir.js";
import { groupOf } from "../../../calm/credit/played.js";
import { slippingOptimal } from "../../../calm/credit/policy.js";
import { askingAssigners, exactAssigners, silentAssigners } from "../../../calm/credit/standard.js";
import { stateGraph } from "../../../calm/credit/state-graph.js";
import { defineWorld, InputError, make, register } from "../../../envs/index.js";
import { saying } from "./critics.js";
import { ACTIONS_OF_E, groupK5, k5Env, playK5, registerK5 } from "./k5.js";

registerK5(9);
register(
  defineWorld<{ readonly p: number }>({
    id: "Sealed-v0",
    task: "Walk to the goal, which is walled in.",
    actions: ["L", "R"],
    limit: 5,
    subgoals: [{ name: "move", achieved: (before, _, after) => before.p !== after.p }],
    create: () => ({ p: 0 }),
    step: ({ p }, action) => ({ state: { p: action === "R" ? Math.min(2, p + 1) : Math.max(0, p - 1) } }),
    frame: ({ p }) => ({
      rows: [
        [0, 1, 2]
          .map((x) => (x === p ? "@" : "."))
          .join("")
          .concat("#>"),
      ],
      hero: { x: p, y: 0 },
    }),
  }),
);
const continuation = slippingOptimal(0.1);
const critic = exactCritic();
const everybody = (who: Critic = critic): readonly Assigner[] => [
  ...askingAssigners({ critic: who, continuation, votes: 3, reruns: 3, seed: 1 }),
  ...silentAssigners({ continuation, seed: 1 }),
  ...exactAssigners(continuation),
];
/** A critic whose answers are this text, read as a model's are. */
const answering = (text: string): Critic => {
  const said = { text, finish: "stop" } as const;
  const counted = { calls: 1, tokensIn: 0, tokensOut: 0 };
  return {
    ...saying([]),
    wrongSteps: async ({ episode }) => ({ ...parseSteps(said, episode.actions.length), ...counted }),
    decisive: async ({ episode }) => ({ ...parseSteps(said, episode.actions.length), ...counted }),
    intervention: async ({ episode, group }) => ({
      ...parseIntervention(said, episode.actions.length, group.env.actions),
      ...counted,
    }),
  };
};
const asking = (who: Critic): readonly Assigner[] => [
  capo({ critic: who, votes: 2 }),
  capo({ critic: who, votes: 2, output: "reward" }),
  intervention({ critic: who, continuation, reruns: 2 }),
  branching({ where: who }),
];
const oneSentence = /^[A-Z0-9].*[^.]\.$/s;

describe("an answer that says nothing about the episode", () => {
  test.each([
    ["prose", "The agent did quite well, all in all."],
    ["steps that there are not", '{"wrong_steps": [9, 400, -1], "first_error": 9, "action": "L"}'],
    [
      "a contradiction",
      '{"wrong_steps": [1], "first_error": 1, "action": "L"} No: {"wrong_steps": [2], "first_error": 2, "action": "R"}',
    ],
    ["an action that there is not", '{"wrong_steps": "all", "first_error": 1, "action": "fly"}'],
  ])("%s leaves every step unknown, and is counted", async (_, text) => {
    const group = groupK5(9, ACTIONS_OF_E, "L P R R A R R");
    for (const assigner of asking(answering(text))) {
      const { episodes, costs } = await assigner.assign(group);
      const failed = episodes[0]!;
      expect([assigner.name, ...failed.known]).toEqual([assigner.name, ...Array(9).fill(0)]);
      expect(failed.failures.length).toBeGreaterThan(0);
      expect(costs.unread + costs.dropped).toBeGreaterThan(0);
    }
  });
  test("steps within are kept, those beside are dropped and counted, also from a critic that is a program", async () => {
    const { episodes, costs } = await capo({ critic: saying([1, 77]), votes: 1, output: "reward" }).assign(
      groupK5(9, ACTIONS_OF_E),
    );
    expect([...episodes[0]!.credit]).toEqual([0, -1, 0, 0, 0, 0, 0, 0, 0]);
    expect([costs.dropped, costs.unread]).toEqual([1, 0]);
  });
  test("a judge that stops in the middle has not judged the rest", async () => {
    const judge: Critic = {
      ...critic,
      achieved: async (asked) => {
        const reply = await critic.achieved(asked);
        return reply.ok ? { ...reply, value: reply.value.slice(0, 5) } : reply;
      },
    };
    const { episodes, costs } = await calm({ judge }).assign(groupK5(9, ACTIONS_OF_E));
    expect([...episodes[0]!.known]).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0]);
    expect(costs.unread).toBe(4);
  });
});

describe("an episode without snapshots", () => {
  test("is refused in one sentence by whoever needs them, and taken by the others", async () => {
    const full = groupK5(9, ACTIONS_OF_E, "L P R R A R R");
    const episodes = full.episodes.map((episode) => ({ ...episode, snapshots: [], states: [] }));
    const group = groupOf(full.env, episodes);
    const taken: string[] = [];
    for (const assigner of everybody(saying([1]))) {
      const needs = assigner.needs.has("snapshots") || assigner.needs.has("solver");
      if (needs) {
        await expect(assigner.assign(group)).rejects.toThrow(InputError);
        await expect(assigner.assign(group)).rejects.toThrow(/^.* has no snapshots; play it again [^.]*\.$/);
      } else {
        await assigner.assign(group);
        taken.push(assigner.name);
      }
    }
    expect(taken).toEqual(expect.arrayContaining(["GiGPO", "message novelty", "CAPO majority of 3"]));
    // The truth as a critic needs the states, whatever the assigner needs.
    await expect(capo({ critic, votes: 1 }).assign(group)).rejects.toThrow(/has no snapshots/);
  });
});

describe("a group, a level, a table of states", () => {
  test("a group that begins in different states is refused", () => {
    const env = k5Env(9);
    const [one, other] = [playK5(env, "R A L", "one"), playK5(env, "L P", "other")];
    const moved = { ...other, states: other.states.slice(1), snapshots: other.snapshots.slice(1) };
    expect(() => groupOf(env, [one, moved])).toThrow(InputError);
    expect(() => groupOf(env, [one, moved])).toThrow(/^other begins elsewhere than one; .*\.$/);
  });
  test("an unsolvable level: nothing can be lost, and who needs a way to success knows nothing", async () => {
    const env = make<never>("Sealed-v0", { observationKeys: [] });
    const { playActions } = await import("../../../calm/credit/played.js");
    const group = groupOf(env, [
      playActions(env, { seed: 1 }, [1, 0, 1, 1, 1], "one"),
      playActions(env, { seed: 1 }, [1, 1, 1, 1, 1], "two"),
    ]);
    for (const assigner of everybody()) {
      const { episodes } = await assigner.assign(group);
      expect(episodes.every(({ credit }) => credit.every(Number.isFinite))).toBe(true);
    }
    const matched = await matchTir().assign(group);
    expect(matched.episodes.map(({ known }) => [...known])).toEqual([Array(5).fill(0), Array(5).fill(0)]);
    expect(matched.notes).toEqual([expect.stringMatching(oneSentence)]);
    const exact = await exactAdvantage().assign(group);
    expect(exact.episodes.map(({ firstError }) => firstError)).toEqual([null, null]);
    expect(exact.notes).toEqual(["Success is out of reach from the start: exact credit is 0 throughout."]);
    expect((await intervention({ critic, continuation }).assign(group)).episodes[0]!.firstError).toBeNull();
  });
  test("more states than the table takes are refused", () => {
    const group = groupK5(9, ACTIONS_OF_E);
    const [start] = group.episodes[0]!.snapshots;
    expect(() => stateGraph(group.env, start!, (at) => Buffer.from(at.block).toString("hex"), 4)).toThrow(
      /^More than 4 states can be reached in K5-9-v0; .*\.$/,
    );
  });
  test("an empty episode beside a full one has an empty result and takes nothing away", async () => {
    const group = groupK5(9, "", ACTIONS_OF_E);
    for (const assigner of everybody()) {
      const { episodes } = await assigner.assign(group);
      expect(episodes.map(({ credit }) => credit.length)).toEqual([0, 9]);
    }
  });
});
