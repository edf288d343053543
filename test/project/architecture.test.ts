import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { cruise, exportedNames, findings, parse, rooms, root, sourceFiles } from "./rooms.js";

const mostLines = 300;
const mostExports = 40;

/** Tables of data, which grow with what they describe: one line per file and why it is one. */
const dataTables: Record<string, string> = {};

/**
 * The file modules: everything else below cli/ computes from its arguments. Each line says what the file may use and
 * why.
 */
const fileModules: Record<string, { uses: readonly string[]; why: string }> = {
  "annotations/dataset-file.ts": { uses: ["node:fs"], why: "reads and writes a data set's folder" },
  "annotations/dataset-place.ts": { uses: ["node:fs"], why: "looks whether a made data set may stand in a folder" },
  "annotations/labelling/label-file.ts": {
    uses: ["node:fs", "process"],
    why: "appends to label files; looks whether the process that holds one is running",
  },
  "annotations/any-data.ts": { uses: ["node:fs"], why: "looks what kind of data lies at a path" },
  "annotations/hub-folder.ts": {
    uses: ["node:fs"],
    why: "reads a folder for the Hub, and looks whether one may be put",
  },
  "annotations/table-file.ts": { uses: ["node:fs"], why: "reads CSV and Parquet files" },
  "annotations/validate.ts": { uses: ["node:fs"], why: "recomputes what a data set's files claim" },
  "calm/door.ts": { uses: ["Date"], why: "dates a paid answer and keeps to a rate; a test passes its own clock" },
  "calm/recording-file.ts": { uses: ["node:fs"], why: "appends to and reads recordings" },
  "calm/result-folder.ts": { uses: ["node:fs"], why: "reads a result's folder" },
  "calm/retry.ts": { uses: ["Date"], why: "reads the date in a server's Retry-After" },
  "experiments/module-source.ts": { uses: ["node:fs"], why: "hashes the modules of a user" },
  "experiments/own-modules.ts": {
    uses: ["node:fs", "process"],
    why: "imports the modules of a user, and finds who reads TypeScript for Node",
  },
  "experiments/work-folder.ts": { uses: ["node:fs"], why: "keeps records and checkpoints of runs" },
  "envs/level-files.ts": {
    uses: ["node:fs", "process"],
    why: "reads a user's folder of levels, which a variable names",
  },
  "envs/assets.ts": { uses: ["node:fs"], why: "the one way to a file under data/" },
  "envs/files.ts": { uses: ["node:fs", "process"], why: "lines in, whole files out, for every room above" },
};

const files = sourceFiles();

describe("imports", () => {
  test("go downward, through each room's index, without cycles, with openai in calm and screens in cli", async () => {
    expect(await cruise(root)).toEqual([]);
  });

  test("that break a rule are caught", async () => {
    const folder = mkdtempSync(join(tmpdir(), "calmhack-rules-"));
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    try {
      for (const path of [".dependency-cruiser.cjs", "package.json", "tsconfig.json"]) {
        copyFileSync(join(root, path), join(folder, path));
      }
      for (const name of ["openai", "ink", "vitest"]) {
        write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
        write(`node_modules/${name}/index.js`, "module.exports = {};");
      }
      write("stats/index.ts", 'import "./mean.js"; export * from "../envs/index.js";');
      write("stats/mean.ts", 'export type { Mean } from "./sum.js";');
      write("stats/sum.ts", 'import type {} from "./mean.js"; export type Mean = number;');
      write("envs/index.ts", 'import "../stats/mean.js"; import "vitest"; import "./absent.js";');
      write("agents/index.ts", 'export const load = () => import("openai");');
      write("calm/index.ts", 'export const load = () => import("openai"); import "ink"; import "../test/help.js";');
      write("test/help.ts", "export {};");
      write("cli/main.ts", 'export const lazily = () => import("./screens/map.js");');
      write("cli/eager.ts", 'import "./screens/map.js";');
      write("cli/screens/map.ts", 'import "ink";');
      const caught = (await cruise(folder)).map(({ rule, from, to }) => `${rule}: ${from} to ${to}`);
      expect(caught.sort()).toEqual([
        "no-cycles: stats/mean.ts to stats/sum.ts",
        "nothing-unresolved: envs/index.ts to ./absent.js",
        "openai-inside-calm: agents/index.ts to node_modules/openai/index.js",
        "rooms-stand-alone: calm/index.ts to test/help.ts",
        "screens-are-lazy: cli/eager.ts to cli/screens/map.ts",
        "screens-inside-cli: calm/index.ts to node_modules/ink/index.js",
        "shipped-code-uses-shipped-packages: envs/index.ts to node_modules/vitest/index.js",
        "stats-imports-downward: stats/index.ts to envs/index.ts",
        "through-the-index: envs/index.ts to stats/mean.ts",
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("the budget", () => {
  test(`keeps every file within ${mostLines} lines, tables of data apart`, () => {
    const long = files.filter(({ path, lines }) => lines > mostLines && !(path in dataTables));
    expect(long.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([]);
  });

  test(`keeps every room's index within ${mostExports} exports, each by name`, () => {
    const over = rooms.flatMap((room) => {
      const index = files.find(({ path }) => path === `${room}/index.ts`);
      const names = index === undefined ? [] : exportedNames(index);
      const unnamed = names.includes("*") ? [`${room}/index.ts exports * without saying what that is`] : [];
      return names.length > mostExports ? [...unnamed, `${room}/index.ts: ${names.length} exports`] : unnamed;
    });
    expect(over).toEqual([]);
  });
});

describe("the style", () => {
  const everywhere = ["any", "enum", "default export", "Math.random"];
  const belowCli = ["node:fs", "process", "console", "Date", "performance"];

  test("has no any, no enum, no default export and no Math.random in any room", () => {
    const found = files.flatMap((file) =>
      findings(file)
        .filter(({ what }) => everywhere.includes(what))
        .map(({ what, line }) => `${file.path}:${line}: ${what}`),
    );
    expect(found).toEqual([]);
  });

  test("keeps files, the process, the console and the clock in cli and in the named file modules", () => {
    const found = files
      .filter(({ path }) => !path.startsWith("cli/"))
      .flatMap((file) =>
        findings(file)
          .filter(({ what }) => belowCli.includes(what) && !fileModules[file.path]?.uses.includes(what))
          .map(({ what, line }) => `${file.path}:${line}: ${what}`),
      );
    expect(found).toEqual([]);
  });

  test("names no file module that is gone or no longer needs what it was allowed", () => {
    const unused = Object.entries(fileModules).flatMap(([path, { uses }]) => {
      const file = files.find((one) => one.path === path);
      if (file === undefined) return [`${path} is gone`];
      const found = new Set(findings(file).map(({ what }) => what));
      return uses.filter((what) => !found.has(what)).map((what) => `${path} does not use ${what}`);
    });
    const absent = Object.keys(dataTables).filter((path) => !files.some((file) => file.path === path));
    expect([...unused, ...absent]).toEqual([]);
  });

  test("tells a global from a property, a comment or a string of the same name", () => {
    const clean = parse(
      "a.ts",
      `// Math.random, Date, any
      const text = "process.exit console any enum";
      interface Row { Date: string; process(): void }
      export const row = { Date: text, console: 1 };
      export const read = (r: Row) => r.Date + r.process();
      switch (text) { default: break; }`,
    );
    expect(findings(clean)).toEqual([]);
    const dirty = parse(
      "b.ts",
      `import { readFileSync } from "node:fs";
      import { argv } from "node:process";
      export default function (x: any) {
        console.log(Date.now(), process.argv, Math.random(), globalThis.performance, performance.now());
      }
      enum Colour { Red }
      const later = () => import("node:fs/promises");`,
    );
    expect(findings(dirty).map(({ what, line }) => `${line} ${what}`)).toEqual([
      "1 node:fs",
      "2 process",
      "3 default export",
      "3 any",
      "4 console",
      "4 Date",
      "4 process",
      "4 Math.random",
      "4 performance",
      "6 enum",
      "7 node:fs",
    ]);
  });
});
