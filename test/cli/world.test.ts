import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { isLong } from "../sizes.js";
import {
  build,
  calmhack,
  calmhackProcess,
  contents,
  expectOneSentence,
  type Ran,
  root,
  temporaryFolder,
} from "./run.js";

const cwd = temporaryFolder();
/** A folder beside it, without calmhack. */
const alone = temporaryFolder();

/**
 * A command line; _ stands for a blank within a word, and a word in capitals for an example's module: compiled, as a user
 * without a reader of TypeScript has it.
 */
const MODULES = ["WORLD", "SHAPER", "ANNOTATOR", "SUBGOAL", "LEVEL"];
const words = (line: string): readonly string[] =>
  line.split(" ").map((word) => (MODULES.includes(word) ? `my-${word.toLowerCase()}.mjs` : word.replaceAll("_", " ")));

function compileExamples(): void {
  mkdirSync(join(cwd, "node_modules"));
  symlinkSync(root, join(cwd, "node_modules", "calmhack"));
  for (const name of MODULES.map((word) => `my-${word.toLowerCase()}`)) {
    const text = readFileSync(join(root, "examples", `${name}.ts`), "utf8");
    const { outputText } = ts.transpileModule(text, { compilerOptions: { module: ts.ModuleKind.ESNext, target: 9 } });
    write(`${name}.mjs`, outputText);
  }
}

const ran = async (line: string): Promise<Ran> => {
  const done = await calmhackProcess(words(line), { cwd });
  expect(done.err).not.toContain("calmhack: ");
  expect(done.code).toBe(0);
  return done;
};

const write = (name: string, text: string): string => {
  writeFileSync(join(cwd, name), text);
  return name;
};

// biome-ignore lint/suspicious/noExplicitAny: a result is looked into, not trusted.
const result = (folder: string): any => JSON.parse(readFileSync(join(cwd, folder, "result.json"), "utf8"));

const COLLECT = "collect MyRoom-v0 --import WORLD --policy random --policy solver --episodes 20";
const TRAIN = "train MyRoom-v0 --import WORLD --one-level --seeds 2 --steps 3000 --evaluate-every 500";

beforeAll(async () => {
  build();
  compileExamples();
  await ran(`${COLLECT} --out data`);
}, 300_000);

describe("a level of one's own on the command line", () => {
  it("is listed and shown, with the subgoals that stand on it", async () => {
    expect((await ran("envs --import LEVEL")).out).toMatch(/^Vault-v0 +60 +N E S W NE SE SW NW PICKUP APPLY$/m);
    const { out } = await ran("envs MyVault-v0 --import LEVEL");
    expect(out).toMatch(/^Subgoals: "take the key", "open the door"\.$/m);
    expect(out).toContain("|}}.}|");
    // What the level under them pays.
    expect(out).toMatch(/^Reward 1: the step onto the stairs down\.$/m);
    expect(out).toMatch(/^End status 1 \(terminated\): death/m);
  });

  it("trains an agent, whom its own subgoals help", async () => {
    await ran(
      "train MyVault-v0 --import LEVEL --one-level --seeds 2 --steps 7500 --evaluate-every 500 --arm truth --arm none --workers 0 --out vault",
    );
    const censored = result("vault").arms.map(({ name, censored }: Record<string, unknown>) => [name, censored]);
    expect(censored).toEqual([
      ["truth", 0],
      ["none", 2],
    ]);
  });
});

describe("a world of one's own on the command line", () => {
  it("is listed and shown with a level", async () => {
    expect((await ran("envs --import WORLD")).out).toMatch(/^MyRoom-v0 +60 +left right up down take toggle$/m);
    // As it is written: in a clone there is somebody who reads TypeScript.
    const { out } = await ran(`envs MyRoom-v0 --import ${join(root, "examples", "my-world.ts")}`);
    expect(out).toMatch(/^MyRoom-v0: a world of your own, from my-world\.ts \(SHA-256 [0-9a-f]{16}\)$/m);
    expect(out).toContain("#######");
  });

  it("gives a data set whose truth is its own, valid and the same each time", async () => {
    const card = readFileSync(join(cwd, "data", "card.md"), "utf8");
    expect(card).toMatch(/Labels are the truth that MyRoom-v0 itself tells \(my-world\.mjs, SHA-256 [0-9a-f]{16}\)/);
    expect(card).toMatch(/take without a key here \d+\/30/);
    expect(card).toMatch(/solver \(shortest ways, found with full information\): 20 episodes, \d+ steps, 20 won/);
    expect((await ran("validate data")).out).toContain("is valid");
    await ran(`${COLLECT} --out again`);
    const [one, two] = ["data", "again"].map((name) => readFileSync(join(cwd, name, "transitions.jsonl"), "utf8"));
    expect(one).toBe(two);
  });

  it("is judged by an annotator of one's own, as a row that names its file, and looked at", async () => {
    const { out } = await ran("evaluate data --full --import ANNOTATOR --repetitions 100 --out scored");
    expect(out).toMatch(/^sign counter +rules +[\d.]+/m);
    const [{ provenance }] = result("scored").annotators.slice(-1);
    expect(provenance).toMatchObject({ kind: "rules", name: "sign counter" });
    expect(provenance.note).toMatch(/; from my-annotator\.mjs, SHA-256 [0-9a-f]{16}\.$/);
    const wrong = await ran("view scored --row sign_counter --wrong");
    expect(wrong.out).toMatch(/✗ pick up the key: truth no, answered yes/);
    const judged = await ran("judge data/transitions.jsonl --import ANNOTATOR --annotator sign_counter");
    expect(JSON.parse(judged.out.split("\n")[0]!)).toMatchObject({ annotator: "sign counter" });
  });

  it("is labelled by raters", async () => {
    const items = readFileSync(join(cwd, "data", "transitions.jsonl"), "utf8")
      .trim()
      .split("\n");
    const script = items.map((line) => {
      const { id, labels } = JSON.parse(line);
      return `${JSON.stringify({ id, labels })}\n`;
    });
    write("script.jsonl", script.join(""));
    const { out } = await ran("annotate data --as script:x --script script.jsonl --items 4 --repeat 0");
    expect(out).toMatch(/script:x: 4/);
  });

  it("trains with its own judge and its own shaper, the same with and without threads", async () => {
    const train = `${TRAIN} --import SHAPER --import ANNOTATOR --arm none --arm sign_counter --arm truth_halving`;
    await ran(`${train} --out threads --workers 2`);
    await ran(`${train} --out alone --workers 0`);
    const files = (folder: string) =>
      Object.entries(contents(join(cwd, folder))).filter(([name]) => !/^(manifest|timing)\.json$/.test(name));
    expect(files("threads")).toEqual(files("alone"));
    const { rules, settings, arms } = result("threads");
    expect(rules).toBe(0);
    expect(settings.modules.map(({ file }: { file: string }) => file)).toEqual([
      "my-world.mjs",
      "my-shaper.mjs",
      "my-annotator.mjs",
    ]);
    expect(arms.map(({ name, form }: { name: string; form: string }) => `${name} (${form})`)).toEqual([
      "none (none)",
      "sign counter (once)",
      "truth halving (halving)",
    ]);
    const shown = await ran("view threads");
    expect(shown.out).toMatch(/MyRoom-v0, seed \d+, level 1, a world of one's own/);
    expect(shown.out).toMatch(/✓ pick up the key: terminated, rightly/);
    expect((await ran("cite threads")).out).toMatch(/MyRoom-v0, a world of one's own \(my-world\.mjs, SHA-256/);
  });

  it.runIf(isLong)("trains under the errors that were measured on its own data, kind by kind", async () => {
    await ran(`${TRAIN} --errors-of scored --row sign_counter --arm none --out erring`);
    const { arms } = result("erring");
    expect(arms).toHaveLength(4);
    const { strata } = arms[1].source.table;
    const onto = strata.find(({ name }: { name: string }) => name === "step onto the key");
    expect(onto.cells[0]).toMatchObject({ rate: 1, from: "step onto the key" });
    expect(onto.cells[1]).toMatchObject({ rate: 0 });
  });

  it("asks an annotator that answers later in the loop, at barriers", async () => {
    write(
      "later.mjs",
      `export const later = { kind: "annotator", name: "later", note: "Looks at the message.",
        ask: async ({ after, subgoals }) => subgoals.map((name) => name.includes("key") && after.message.includes("take the")) };`,
    );
    await ran(`${TRAIN} --import later.mjs --arm none --delay 100 --out asked`);
    const [, later] = result("asked").arms;
    expect(later.name).toBe("asked later");
    expect(later.runs[0].payments).toBeGreaterThan(0);
    expect(later.runs[0].falsePayments).toBe(0);
  });

  it.runIf(isLong)("that changed does not take up another's runs", async () => {
    const text = readFileSync(join(cwd, "my-world.mjs"), "utf8");
    // Nothing is imported: a definition is known by its kind.
    const bare = text.replace(/import .*\n/, "").replace("defineWorld({", '({ kind: "world",');
    const args = "train MyRoom-v0 --import mine.mjs --one-level --seeds 2 --steps 50 --episodes 0 --arm none";
    write("mine.mjs", bare);
    const first = JSON.parse((await ran(`${args} --json`)).out);
    write("mine.mjs", bare.replace("limit: 60", "limit: 30"));
    const second = JSON.parse((await ran(`${args} --json`)).out);
    expect(second.folder).not.toBe(first.folder);
    expect(second.settings.modules[0].hash).not.toBe(first.settings.modules[0].hash);
  });
});

describe("a subgoal of one's own on KeyRoom", () => {
  it("is collected like any", async () => {
    const id = "KeyRoom-Doorstep-S5-v0 --import SUBGOAL";
    const { out } = await ran(`collect ${id} --policy solver --episodes 5 --out steps`);
    expect(out).toMatch(
      /pick up the key [1-9] and reach the door with the key [1-9] and open the door [1-9] in \d+ played/,
    );
  });
});

describe("what is wrong with a module is one sentence", () => {
  const annotator = (name: string, judge: string): string =>
    `export const a = { kind: "annotator", name: "${name}", note: "x", judge: ${judge} };`;

  it.each([
    ["no file", "gone.mjs", undefined, /There is no file gone\.mjs; --import takes/],
    ["a syntax error", "s.mjs", "export const = 1", /s\.mjs cannot be loaded \(SyntaxError/],
    ["a syntax error in TypeScript", "s.ts", "export const a: = 1", /s\.ts cannot be loaded \([^\n]*Unexpected "="/],
    ["nothing in it", "n.mjs", "export const a = 1", /n\.mjs exports no world/],
    [
      "calmhack is not beside it",
      join("..", basename(alone), "c.mjs"),
      'import "calmhack/envs"',
      /imports calmhack, which is not installed beside it/,
    ],
    ["an annotator without an answer", "w.mjs", annotator("w", "undefined"), /"w" needs one of judge and ask/],
  ] as const)("%s", async (_, name, text, said) => {
    if (text !== undefined) write(name, text);
    expectOneSentence(expect, await calmhack(["envs", "--import", name], { cwd }), said);
  });

  it.each([
    ["not imported", "envs MyRoom-v0", /There is no environment "MyRoom-v0"/],
    [
      "imported twice",
      "envs --import WORLD --import WORLD",
      /my-world\.mjs: There is an environment "MyRoom-v0" already/,
    ],
    [
      "an unknown annotator",
      "evaluate data --import ANNOTATOR --annotator x",
      /no annotator "x"; accepted are sign counter/,
    ],
    ["nobody to judge", "judge data/transitions.jsonl --import ANNOTATOR", /Who shall judge\?.*--annotator NAME/],
    ["an arm of KeyRoom's", `${TRAIN} --arm memory`, /The arm memory knows only KeyRoom/],
    ["more than is shown", `${TRAIN} --prompt screen`, /shows more than the map/],
  ])("%s", async (_, line, said) => {
    const before = contents(cwd);
    expectOneSentence(expect, await calmhackProcess(words(line), { cwd }), said);
    expect(contents(cwd)).toEqual(before);
  });

  it("an annotator that says something else, or fails", async () => {
    write("short.mjs", annotator("short", "() => [true]"));
    write("thrower.mjs", annotator("thrower", '() => { throw new Error("x\\ny"); }'));
    expectOneSentence(
      expect,
      await calmhackProcess(words("evaluate data --import short.mjs"), { cwd }),
      /The annotator short said \[true\]; 2 of true, false/,
    );
    expectOneSentence(
      expect,
      await calmhackProcess(words(`${TRAIN} --import thrower.mjs --arm thrower`), { cwd }),
      /The annotator thrower, action [a-z]+, failed \(Error: x\\ny\)/,
    );
  });
});
