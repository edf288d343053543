import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  armOf,
  askedJudge,
  combinations,
  compareArms,
  type ExperimentSettings,
  runExperiment,
  type TrainedArm,
} from "../../experiments/index.js";

const settings: ExperimentSettings = {
  id: "MiniHack-KeyRoom-S5-v0",
  actions: "paper",
  steps: 20_000,
  discount: 0.99,
  form: "once",
  levels: "one",
  evaluateEvery: 500,
  seeds: 2,
  grid: { epsilon: [0.1], stepSize: [0.5], initial: [0], weight: [0.1] },
  tuningSeeds: 2,
  evaluationLevels: 20,
  episodes: 1,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "calmhack-experiment-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (names: readonly string[], more: Partial<ExperimentSettings> = {}, onRun = () => {}) =>
  runExperiment({ arms: names.map(armOf), settings: { ...settings, ...more }, folder, workers: 0, onRun });

const stepsOf = (arm: TrainedArm | undefined) => arm?.records.map(({ stepsTo90 }) => stepsTo90);

describe("an experiment", () => {
  it("trains with the text rules as with the truth, run by run, because they agree on every transition", async () => {
    const [truth, rules] = await run(["truth", "text rules"]);
    const bare = (arm: TrainedArm | undefined) => arm?.records.map(({ played: _a, policy: _b, ...record }) => record);
    expect(bare(rules)).toEqual(bare(truth));
    expect(stepsOf(truth)?.every((steps) => steps !== undefined)).toBe(true);
  });

  it("pays the same each time as once: KeyRoom cannot be farmed", async () => {
    const [once, every] = await run(["truth once", "truth every time"]);
    const bare = (arm: TrainedArm | undefined) =>
      arm?.records.map(({ played: _a, ...record }) => ({ ...record, policy: 0 }));
    expect(bare(every)).toEqual(bare(once));
  });

  it("learns alike from a potential on the memory and on the paid set, where the judge is exact", async () => {
    const [memory, paid] = await run(["memory potential", "truth potential"]);
    expect(stepsOf(memory)).toEqual(stepsOf(paid));
  });

  it("tries each combination on seeds of its own and keeps the best, the same grid for every arm", async () => {
    const grid = { ...settings.grid, epsilon: [0.1, 1], weight: [0.1, 0.3] };
    const phases: string[] = [];
    const [none, truth] = await runExperiment({
      arms: ["none", "truth"].map(armOf),
      settings: { ...settings, grid },
      folder,
      workers: 0,
      onRun: ({ phase, arm, seed }) => phases.push(`${phase} ${arm} ${seed}`),
    });
    // Without shaping the bonus is no setting.
    expect([none?.tried, truth?.tried]).toEqual([2, 4]);
    expect(phases.filter((line) => line === "tuning truth 1001")).toHaveLength(4);
    expect(phases.filter((line) => line === "tuning none 1002")).toHaveLength(2);
    // Acting at random never makes a greedy policy sooner than acting greedily nine times in ten.
    expect(truth?.settings.epsilon).toBe(0.1);
  });

  it("goes on where it was: a run that has its record is not run again", async () => {
    await run(["truth"]);
    const files = readdirSync(folder).sort();
    const [first] = files.map((name) => readFileSync(join(folder, name), "utf8"));
    const before = Date.now();
    await run(["truth"]);
    expect(readdirSync(folder).sort()).toEqual(files);
    expect(readFileSync(join(folder, files[0]!), "utf8")).toBe(first);
    expect(Date.now() - before).toBeLessThan(2_000);
  });

  it("refuses a record that is damaged, naming the file", async () => {
    await run(["truth"]);
    const path = join(folder, readdirSync(folder)[0]!);
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace(/"states":\d+/, '"states":1'));
    await expect(run(["truth"])).rejects.toThrow(/is damaged: its content does not have its hash; remove it/);
    writeFileSync(path, text.slice(0, 100));
    await expect(run(["truth"])).rejects.toThrow(/is damaged: it is no JSON; remove it/);
  });

  it("keeps greedy episodes of the first seed, with frames, terminations and what the game's state says", async () => {
    const [arm] = await run(["truth"]);
    const [first, second] = arm!.records;
    const [episode] = first!.played!;
    expect(second!.played).toBeUndefined();
    expect(episode?.note).toMatch(/^truth, seed 1, after \d+ steps, greedy, 1 of 1$/);
    const marked = episode!.steps.filter(({ terminations }) => (terminations?.length ?? 0) > 0);
    expect(marked.map(({ terminations }) => terminations)).toEqual([["pick up the key"], ["open the door"]]);
    expect(marked.every(({ terminations, truth }) => JSON.stringify(terminations) === JSON.stringify(truth))).toBe(
      true,
    );
    expect(episode?.endStatus).toBe(2);
  });

  it("keeps a policy that needs no judge: an action for each state of the memory", async () => {
    const [arm] = await run(["truth"]);
    const policy = arm!.records[0]!.policy!;
    expect(policy.length).toBeGreaterThan(20);
    expect(new Set(policy.map(({ action: _, ...places }) => JSON.stringify(places))).size).toBe(policy.length);
  });
});

describe("a comparison of arms", () => {
  it("is a geometric mean of paired ratios, a censored seed counting as the budget", async () => {
    const arms = await run(["none", "truth"]);
    const [none, truth] = compareArms(arms, { budget: settings.steps, repetitions: 200 });
    const logs = truth!.runs.map(({ stepsTo90 }, i) =>
      Math.log((none!.runs[i]!.stepsTo90 ?? settings.steps) / (stepsTo90 ?? settings.steps)),
    );
    expect(truth?.speedUp?.value).toBeCloseTo(Math.exp((logs[0]! + logs[1]!) / 2), 10);
    expect(none?.speedUp).toBeUndefined();
    expect(none?.censored).toBe(none?.runs.filter(({ stepsTo90 }) => stepsTo90 === undefined).length);
  });

  it("combines a grid, the last name fastest, and holds what an arm does not use", () => {
    const grid = { epsilon: [1, 2], stepSize: [3], initial: [0], weight: [4, 5] };
    expect(combinations(grid, []).map(({ epsilon, weight }) => [epsilon, weight])).toEqual([
      [1, 4],
      [1, 5],
      [2, 4],
      [2, 5],
    ]);
    expect(combinations(grid, ["weight"])).toHaveLength(2);
  });
});

describe("a judge in the loop of an experiment", () => {
  const spec = (delay: number) => ({
    name: "asked",
    what: "a test",
    source: { kind: "asked", who: {}, filter: "every text", delay } as const,
  });
  const provenance = { kind: "script", name: "script:all no", note: "" } as const;
  const asking = (annotate: () => Promise<readonly { verdicts: readonly ("yes" | "no")[] }[]>, delay = 1_000) =>
    runExperiment({
      arms: [spec(delay)],
      settings: { ...settings, steps: 3_000, seeds: 1 as number },
      folder,
      workers: 0,
      asked: () => askedJudge({ provenance, annotate }, { filter: "every text" }),
      onRun: () => {},
    });

  it("stops at a barrier when it dies, says so, and goes on from there without asking again", async () => {
    let calls = 0;
    let isDead = false;
    const annotate = async () => {
      calls++;
      if (isDead) throw Object.assign(new (await import("../../envs/index.js")).InputError("The server is gone."), {});
      if (calls === 200) isDead = true;
      return [{ verdicts: ["no", "no"] as const }];
    };
    await expect(asking(annotate)).rejects.toThrow(
      /The server is gone\. Training stopped at the barrier after \d+ steps; the same command goes on from there\./,
    );
    const [checkpoint] = readdirSync(folder).filter((name) => name.endsWith(".checkpoint.json"));
    const text = readFileSync(join(folder, checkpoint!), "utf8");
    isDead = false;
    writeFileSync(join(folder, checkpoint!), text.replace(/"steps":\d+/, '"steps":1'));
    await expect(asking(annotate)).rejects.toThrow(/checkpoint\.json is damaged: its content does not have its hash/);
    writeFileSync(join(folder, checkpoint!), text.replace(/"address":"\w+"/, '"address":"0"'));
    await expect(asking(annotate)).rejects.toThrow(/checkpoint\.json belongs to another run or version; remove it/);
    writeFileSync(join(folder, checkpoint!), text);
    const [resumed] = await asking(annotate);
    const undisturbed = mkdtempSync(join(tmpdir(), "calmhack-experiment-"));
    const kept = folder;
    folder = undisturbed;
    const [whole] = await asking(async () => [{ verdicts: ["no", "no"] as const }]);
    folder = kept;
    rmSync(undisturbed, { recursive: true, force: true });
    expect(resumed!.records).toEqual(whole!.records);
  });

  it("gives the same record however late its answers come", async () => {
    const records = [];
    for (const wait of [0, 3]) {
      rmSync(folder, { recursive: true, force: true });
      const [arm] = await asking(async () => {
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait * Math.random()));
        return [{ verdicts: ["no", "no"] as const }];
      });
      records.push(arm!.records);
    }
    expect(records[1]).toEqual(records[0]);
  });
});
