import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { RULES } from "../../envs/index.js";
import { build, calmhack, contents, expectOneSentence, temporaryFolder } from "./run.js";

beforeAll(build, 300_000);

const ID = "MiniHack-KeyRoom-S5-v0";
const ACTIONS = ["N", "E", "S", "W", "NE", "SE", "SW", "NW", "PICKUP", "APPLY"];
const small = ["--episodes", "10", "--natural", "50", "--per-class", "8", "--per-kind", "5"];

const state = { door: -1, key: -1, goal: -1, phase: "locked", hero: 5, action: 0 };
const policy = (more: object = {}) =>
  JSON.stringify({
    format: "calmhack-policy/1",
    id: ID,
    rules: RULES,
    actions: ACTIONS,
    arm: "none",
    seed: 1,
    states: [state],
    ...more,
  });

describe("collect", () => {
  it("makes a set that validate, evaluate, view, prompt and judge take at once; the same command gives the same bytes", async () => {
    const cwd = temporaryFolder();
    const args = ["collect", ID, "--policy", "solver", "--policy", "noisy-solver:0.3", "--policy", "random", ...small];
    const ran = await calmhack([...args, "--out", "mine"], { cwd });
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toContain("0 human labels");
    expect((await calmhack([...args, "--out", "again/mine"], { cwd })).code).toBe(0);
    expect(contents(join(cwd, "again", "mine"))).toEqual(contents(join(cwd, "mine")));
    const valid = await calmhack(["validate", "mine"], { cwd });
    expect(valid.out).toMatch(/^mine is valid: \d+ transitions/);
    const evaluated = await calmhack(["evaluate", "mine", "--full", "--repetitions", "100", "--out", "result"], {
      cwd,
    });
    expect(evaluated).toMatchObject({ code: 0 });
    const viewed = await calmhack(["view", "result", "--wrong", "--row", "action only"], { cwd });
    expect(viewed).toMatchObject({ code: 0 });
    expect(viewed.out).toContain("PICKUP");
    expect((await calmhack(["prompt", "mine"], { cwd })).code).toBe(0);
    const judged = await calmhack(["judge", "mine/transitions.jsonl", "--rules"], { cwd });
    expect(judged.out.trim().split("\n")).toHaveLength(
      readFileSync(join(cwd, "mine/transitions.jsonl"), "utf8").trim().split("\n").length,
    );
  }, 60_000);

  it("plays a policy that train wrote, and names it with its hash", async () => {
    const cwd = temporaryFolder();
    const train = [
      "train",
      ID,
      "--arm",
      "truth",
      "--arm",
      "none",
      "--seeds",
      "2",
      "--steps",
      "4000",
      "--evaluate-every",
      "2000",
      "--one-level",
    ];
    const trained = await calmhack([...train, "--evaluate-on", "8", "--workers", "0", "--out", "trained"], { cwd });
    expect(trained.code).toBe(0);
    const [file = ""] = readdirSync(join(cwd, "trained")).filter((name) => name.startsWith("policy-truth"));
    const ran = await calmhack(
      ["collect", ID, "--policy", join("trained", file), ...small, "--out", "mine", "--json"],
      { cwd },
    );
    expect(ran).toMatchObject({ code: 0, err: "" });
    const { provenance } = JSON.parse(ran.out);
    expect(provenance.policies).toMatch(
      /^policy-truth-1#[0-9a-f]{8} \(learnt, greedy in the \d+ states it knows, .* SHA-256 [0-9a-f]{64}\): 10 episodes/,
    );
    expect((await calmhack(["validate", "mine"], { cwd })).code).toBe(0);
  }, 120_000);

  it.each<[string, readonly string[], RegExp]>([
    [
      "an unknown policy",
      [ID, "--policy", "clever"],
      /--policy is "clever"; accepted are random, solver, noisy-solver:0\.2/,
    ],
    [
      "a share that is none",
      [ID, "--policy", "noisy-solver:2"],
      /noisy-solver is "2"; accepted is a number from 0 to 1/,
    ],
    ["an empty share", [ID, "--policy", "noisy-solver:"], /noisy-solver is ""/],
    [
      "a policy of another id",
      ["MiniHack-KeyRoom-S15-v0", "--policy", "good.json"],
      /good\.json is a policy for MiniHack-KeyRoom-S5-v0/,
    ],
    [
      "a policy of other actions",
      [ID, "--actions", "paper", "--policy", "good.json"],
      /good\.json chooses among N E S W/,
    ],
    ["a policy of other rules", [ID, "--policy", "rules.json"], /rules\.json was learnt by rules version 999/],
    ["a policy with an action too many", [ID, "--policy", "wild.json"], /wild\.json names action 10 in state 0/],
    [
      "a policy file that was cut",
      [ID, "--policy", "cut.json"],
      /cut\.json is no policy file: it is no JSON, or it was cut off/,
    ],
    [
      "a file that is no policy",
      [ID, "--policy", "other.json"],
      /other\.json is no policy of format calmhack-policy\/1 \(format/,
    ],
    ["a folder as a policy", [ID, "--policy", "."], /--policy is "\."/],
    ["a policy given twice", [ID, "--policy", "random", "--policy", "random"], /--policy random is given twice/],
    ["no episodes", [ID, "--episodes", "0"], /--episodes is "0"; accepted is a number from 1/],
    ["episodes that are no number", [ID, "--episodes", "many"], /--episodes is "many"/],
    ["an unknown id", ["MiniHack-KeyRom-S5-v0"], /the nearest is MiniHack-KeyRoom-S5-v0/],
    ["an id without truth", ["MiniHack-Room-5x5-v0"], /has no subgoals whose truth is known; KeyRoom/],
    ["no id", [], /Name an environment/],
    ["unknown actions", [ID, "--actions", "some"], /--actions is "some"; accepted are default, paper and all/],
    [
      "recordings besides an id",
      [ID, "--recordings", "x.jsonl"],
      /--recordings takes the environment and the policies/,
    ],
    [
      "a recording that is not there",
      ["--recordings", "absent.jsonl"],
      /absent\.jsonl cannot be read: there is no such file/,
    ],
    ["a recording that is none", ["--recordings", "good.json"], /good\.json:1: not a recorded episode or step/],
    ["somebody else's folder", [ID, "--out", "theirs"], /theirs: it is there and holds thesis\.tex/],
    ["a file in the way", [ID, "--out", "good.json"], /good\.json: it is a file/],
  ])("says in one sentence that it was given %s, and writes nothing", async (_, args, said) => {
    const cwd = temporaryFolder();
    const files = {
      good: policy(),
      rules: policy({ rules: 999 }),
      wild: policy({ states: [{ ...state, action: 10 }] }),
      cut: policy().slice(0, 90),
      other: "{}",
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, `${name}.json`), text);
    mkdirSync(join(cwd, "theirs"));
    writeFileSync(join(cwd, "theirs", "thesis.tex"), "years of work");
    const before = contents(cwd);
    const out = args.includes("--out") ? [] : ["--out", "mine"];
    expectOneSentence(expect, await calmhack(["collect", ...args, ...out], { cwd }), said);
    expect(contents(cwd)).toEqual(before);
    expect(existsSync(join(cwd, "mine"))).toBe(false);
  });
});
