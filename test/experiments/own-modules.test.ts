import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { InputError, make, visible } from "../../envs/index.js";
import { moduleHash } from "../../experiments/module-source.js";
import { loadModules } from "../../experiments/own-modules.js";

const folder = mkdtempSync(join(tmpdir(), "calmhack-own-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A world that imports nothing at all. */
const worldText = (id: string, more = ""): string => `
export const world = {
  kind: "world", id: "${id}", task: "Walk.", actions: ["go"], limit: 5,
  subgoals: [{ name: "arrive", achieved: (before, _, after) => after.at === 2 }],
  create: () => ({ at: 0 }),
  step: ({ at }) => ({ state: { at: at + 1 }, reward: 1, ...(at === 1 ? { end: "won" } : {}) }),
  frame: ({ at }) => ({ rows: ["...".slice(0, at) + "@" + "...".slice(at)] }),
  ${more}
};`;

describe("loading modules of one's own", () => {
  it("registers worlds, and brings annotators and shapers by name", async () => {
    const path = file(
      "whole.mjs",
      `${worldText("Walk-v0")}
      export const judge = { kind: "annotator", name: "mine", note: "Says yes.", judge: ({ subgoals }) => subgoals.map(() => true) };
      export const shaper = { kind: "shaper", name: "double", what: "twice", bonus: () => 0 };
      export const other = 7;`,
    );
    const own = await loadModules([path]);
    expect(own.ids).toEqual(["Walk-v0"]);
    expect([...own.annotators.keys(), ...own.shapers.keys()]).toEqual(["mine", "double"]);
    expect(own.modules).toEqual([{ file: "whole.mjs", hash: moduleHash(path) }]);
    const env = make("Walk-v0");
    env.reset({ seed: 1 });
    env.step(0);
    expect(env.step(0)).toMatchObject({ terminated: true, info: { endStatus: 2, events: 1 } });
  });

  it("reads TypeScript, as the examples are written", async () => {
    const own = await loadModules(["examples/my-world.ts", "examples/my-shaper.ts", "examples/my-annotator.ts"]);
    expect(own.ids).toEqual(["MyRoom-v0"]);
    expect([...own.shapers.keys(), ...own.annotators.keys()]).toEqual(["halving", "sign counter"]);
  });

  const cases: readonly (readonly [string, () => string, RegExp])[] = [
    ["a file that is not there", () => "absent.mjs", /^There is no file absent\.mjs; --import takes a module/],
    ["a folder", () => folder, /is no file; --import takes/],
    ["a file of another kind", () => file("a.json", "{}"), /a\.json is no module; --import takes/],
    ["a syntax error", () => file("s.mjs", "export const = 3;"), /s\.mjs cannot be loaded \([^\n]+\)\.$/],
    [
      "an error while it loads",
      () => file("t.mjs", 'throw new Error("a\\nb");'),
      /t\.mjs cannot be loaded \(Error: a\)\.$/,
    ],
    [
      "an import that is not there",
      () => file("i.mjs", 'import "./gone.mjs";'),
      /i\.mjs cannot be loaded \(Error: Cannot find/,
    ],
    [
      "nothing of ours in it",
      () => file("n.mjs", "export const a = 1;"),
      /^n\.mjs exports no world, level, subgoals, shaper or annotator; make one/,
    ],
    [
      "an id that is taken",
      () => file("k.mjs", worldText("MiniHack-KeyRoom-S5-v0")),
      /^k\.mjs: There is an environment/,
    ],
    [
      "a level that is no text",
      () => file("l.mjs", 'export const l = { kind: "level", id: "L-v0", level: "MAZE" };'),
      /^l\.mjs: L-v0 has no text; make a level with levels\.define\.$/,
    ],
    ["a broken promise", () => file("p.mjs", worldText("P-v0", "limit: -1")), /^p\.mjs: P-v0 has the limit -1/],
    [
      "an annotator that says nothing",
      () => file("j.mjs", 'export const a = { kind: "annotator", name: "j", note: "" };'),
      /^j\.mjs: "j" needs one of judge and ask, and has 0\.$/,
    ],
    [
      "a row's name",
      () => file("r.mjs", 'export const a = { kind: "annotator", name: "text rules", note: "", judge: () => [] };'),
      /^r\.mjs: "text rules" is the name of something else; give the annotator another one\.$/,
    ],
    [
      "a hostile name",
      () => file("h.mjs", 'export const a = { kind: "shaper", name: "a\\u202eb", bonus: () => 0 };'),
      /which is no name/,
    ],
    [
      "a form's name",
      () => file("f.mjs", 'export const a = { kind: "shaper", name: "my once", bonus: () => 0 };'),
      /is the name of something else/,
    ],
    [
      "a shaper without a function",
      () => file("b.mjs", 'export const a = { kind: "shaper", name: "b" };'),
      /the function bonus of "b" is missing/,
    ],
  ];

  it.each(cases)("refuses %s in one sentence", async (_, path, said) => {
    const refused = loadModules([path()]);
    await expect(refused).rejects.toThrow(said);
    await expect(refused).rejects.toThrow(InputError);
    const { message } = (await refused.catch((error: Error) => error)) as Error;
    expect(visible(message)).toBe(message);
  });

  it("hashes what a module says, with what it imports from beside it", () => {
    mkdirSync(join(folder, "lib"), { recursive: true });
    const path = file("main.ts", 'import { a } from "./lib/part.js";\nexport const b = a;\n');
    file("lib/part.ts", "export const a = 1;\n");
    const first = moduleHash(path);
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect(moduleHash(path)).toBe(first);
    file("lib/part.ts", "export const a = 2;\n");
    expect(moduleHash(path)).not.toBe(first);
    file("lib/part.ts", "export const a = 1;\n");
    expect(moduleHash(path)).toBe(first);
    file("lib/other.ts", "export const a = 2;\n");
    expect(moduleHash(path)).toBe(first);
  });
});
