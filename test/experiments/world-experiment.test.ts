import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { playOf } from "../../agents/index.js";
import { register, worlds } from "../../envs/index.js";
import { armOf, type ExperimentSettings, judgeOf, runExperiment } from "../../experiments/index.js";
import { drawPlaces } from "../../experiments/random-subgoals.js";
import { corridorNamed } from "../envs/corridor.js";

const ID = "Corridor-v0";
const folder = mkdtempSync(join(tmpdir(), "calmhack-world-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => register(corridorNamed(ID)));

const settings: ExperimentSettings = {
  id: ID,
  actions: "default",
  steps: 1_500,
  seeds: 1,
  discount: 0.95,
  form: "once",
  levels: "one",
  evaluateEvery: 500,
  evaluationLevels: 4,
  grid: { epsilon: [0.2], stepSize: [0.5], initial: [0], weight: [0.1] },
  tuningSeeds: 1,
  episodes: 1,
};

const run = (names: readonly string[]) =>
  runExperiment({
    arms: names.map((name) => armOf(name)),
    settings,
    folder: join(folder, names.join("-").slice(0, 20)),
    workers: 0,
    onRun: () => undefined,
  });

describe("an experiment on a world with three subgoals", () => {
  it("has every judge and control that is not KeyRoom's own", async () => {
    const names = [
      "none",
      "truth",
      "text rules",
      "always yes",
      "random subgoals",
      "shuffled bonus",
      "message novelty",
      "noisy 0.05/0.1",
      "noisy 0.05/0.1 by text",
    ];
    const arms = await run(names);
    const paid = (name: string) =>
      arms[names.indexOf(name)]!.records[0]!.terminations.reduce((bits, { subgoals }) => bits | subgoals, 0);
    expect([paid("none"), paid("text rules")]).toEqual([0, 0]);
    for (const name of names.slice(3)) expect([name, paid(name)]).toEqual([name, 7]);
    expect(arms[1]!.records[0]!.falsePayments).toBe(0);
    const [episode] = arms[1]!.records[0]!.played!;
    expect(episode!.rules).toBe(0);
    expect(new Set(episode!.steps.flatMap(({ truth = [] }) => truth)).has("leave the start")).toBe(true);
    expect(arms.every(({ records }) => records[0]!.policy === undefined)).toBe(true);
  });

  it("has no arm that looks for KeyRoom's things", async () => {
    await expect(run(["memory"])).rejects.toThrow(/The arm memory knows only KeyRoom/);
    await expect(run(["hand-made events potential"])).rejects.toThrow(/The arm hand-made events potential knows only/);
  });
});

describe("the judges of a world with three subgoals", () => {
  it("say yes to all of them, err on each at its rate, and draw a place for each", () => {
    const play = playOf({ id: ID, actions: "default" }, "text");
    play.begin({ seed: 1 });
    const yes = judgeOf({ kind: "yes" }, { id: ID, seed: 1 })!;
    const rates = { falsePositive: [0.2], falseNegative: [0.2] };
    const noisy = judgeOf({ kind: "noisy", errors: "independent", ...rates }, { id: ID, seed: 1 })!;
    const wrong = [0, 0, 0];
    const steps = 3_000;
    for (let t = 0; t < steps; t++) {
      const { terminated, truncated } = play.act(t % 3, t);
      expect(yes.judge(play.judged)).toBe(7);
      const turned = noisy.judge(play.judged) ^ play.judged.truth;
      for (const i of [0, 1, 2]) wrong[i]! += (turned >> i) & 1;
      if (terminated || truncated) play.begin({});
    }
    // Four standard deviations.
    for (const count of wrong) expect(Math.abs(count / steps - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / steps));
    const places = drawPlaces(ID, 1, 3);
    expect(new Set(places).size).toBe(3);
    for (const place of places) expect(place).toBeLessThan(7);
    expect(worlds.ground(ID)).toBe(ID);
  });
});
