import { describe, expect, test } from "vitest";
import { agentOptionsOf } from "../../../agents/agent-settings.js";
import { ppoWithCredit } from "../../../agents/ppo/credit-learning.js";
import { CreditedPpo } from "../../../agents/ppo/credited.js";
import { CreditedGames } from "../../../agents/ppo/credited-games.js";
import { PpoLearner } from "../../../agents/ppo/learner.js";
import { ppoOptionsOf } from "../../../agents/ppo/options.js";
import { credit } from "../../../calm/index.js";
import { InputError } from "../../../envs/index.js";
import { registerK5 } from "../../calm/credit/k5.js";

registerK5(12);
const ID = "K5-12-v0";
const PPO = {
  ...ppoOptionsOf(agentOptionsOf("ppo")),
  seed: 1,
  budget: 2000,
  discount: 0.97,
  steps: 20,
  minibatch: 40,
  trunk: [8, 8],
} as const;
const OPTIONS = { id: ID, actions: "default", seed: 1, games: 4, ppo: PPO, bonusWeight: 0.1 } as const;
const weightsOf = ({ learner }: CreditedPpo) => [...learner.actor.network.weights];

/** Gives what it is told to, everywhere. */
const constant = (kind: credit.CreditKind, number: number, mark: 0 | 1): credit.Assigner =>
  credit.assigner(
    { name: `constant ${kind}`, kind, needs: new Set(), told: "The same everywhere." },
    async ({ episodes }) =>
      episodes.map(({ actions }) => ({
        credit: new Float64Array(actions.length).fill(number),
        known: new Uint8Array(actions.length).fill(mark),
        failures: [],
      })),
  );

async function trained(assigner: credit.Assigner | undefined, more = {}): Promise<number[]> {
  const agent = new CreditedPpo({ ...OPTIONS, ...(assigner && { assigner }), ...more });
  for (let i = 0; i < 3; i++) await agent.iterate();
  return weightsOf(agent);
}

describe("PPO with credit", () => {
  test("is plain PPO without an assigner, and with one that looks at nothing", async () => {
    const plain = new PpoLearner(new CreditedGames(ID, "default", 1, 4), PPO);
    for (let i = 0; i < 3; i++) plain.iterate();
    const expected = [...plain.actor.network.weights];
    expect(await trained(undefined)).toEqual(expected);
    for (const kind of ["reward", "advantage", "weight"] as const)
      expect(await trained(constant(kind, 3, 0))).toEqual(expected);
  });
  test("pays rewards, replaces or adds advantages, and scales by weights", async () => {
    const plain = await trained(undefined);
    expect(await trained(constant("reward", 0, 1))).toEqual(plain);
    expect(await trained(constant("weight", 1, 1))).toEqual(plain);
    expect(await trained(constant("advantage", 0, 1), { advantages: "added" })).toEqual(plain);
    expect(await trained(constant("reward", 1, 1))).not.toEqual(plain);
    expect(await trained(constant("weight", 0, 1))).not.toEqual(plain);
    // A constant advantage is gone when a minibatch is centred, whatever the constant.
    expect(await trained(constant("advantage", 0, 1))).toEqual(await trained(constant("advantage", 2, 1)));
    expect(await trained(constant("advantage", 0, 1))).not.toEqual(plain);
  });
  test("tells every row of a stretch to one step of one episode", () => {
    const games = new CreditedGames(ID, "default", 1, 4);
    const learner = new PpoLearner(games, PPO);
    for (let i = 0; i < 3; i++) {
      learner.play();
      const touched = games.touched();
      const rows = touched.flatMap(({ rows: all }) => all.filter((row) => row >= 0)).sort((a, b) => a - b);
      expect(rows).toEqual(Array.from({ length: 80 }, (_, row) => row));
      expect(touched.every(({ actions, rows: all }) => actions.length === all.length && all.length <= 12)).toBe(true);
      learner.learn();
    }
  });
  test("refuses edits and memory in one sentence", () => {
    const edits = credit.intervention({ critic: credit.exactCritic() });
    expect(() => new CreditedPpo({ ...OPTIONS, assigner: edits })).toThrow(/^InT 32 reruns gives edits, .*Q-table\.$/);
    expect(() => new CreditedPpo({ ...OPTIONS, ppo: { ...PPO, memory: 8 } })).toThrow(InputError);
  });
  test("learns K5 from a critic of steps, and counts what was asked", async () => {
    const critic = credit.exactCritic();
    const arm = { name: "CAPO", assigner: () => credit.capo({ critic, votes: 1 }), price: "counted" } as const;
    const options = { ...OPTIONS, budget: 6000, groupSize: 4, rate: 3e-3, discount: 0.97 };
    const { curve, costs, played } = await ppoWithCredit(arm, options);
    expect(curve.at(-1)![1]).toBeGreaterThan(0.5);
    expect(costs.calls).toBeGreaterThan(0);
    expect(played).toBeGreaterThanOrEqual(6000);
  });
});
