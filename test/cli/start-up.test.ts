/** What each command loads: `--help` is quick because it loads nothing but the parser of flags. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { isLong } from "../sizes.js";
import { build, calmhackProcess, root, temporaryFolder } from "./run.js";

const folder = temporaryFolder();
beforeAll(build, 120_000);

/** Modules loaded, by path below the project or name of the package. */
async function loaded(...args: readonly string[]): Promise<{ code: number | null; modules: readonly string[] }> {
  const hooks =
    "export async function load(url, context, next) { process._rawDebug('loads ' + url); return next(url, context); }";
  const hook = join(folder, "hook.mjs");
  writeFileSync(
    hook,
    `import { register } from "node:module";\nregister("data:text/javascript,${encodeURIComponent(hooks).replaceAll("'", "%27")}");\n`,
  );
  const { code, err } = await calmhackProcess(args, { cwd: folder, node: ["--import", hook] });
  const urls = [...err.matchAll(/^loads (file:.*)$/gm)].map(([, url = ""]) => decodeURIComponent(url));
  return {
    code,
    modules: urls.map(
      (url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? url.replace(/^.*\/dist\//, ""),
    ),
  };
}

/** The parser of flags: the program and the definitions of its commands. */
const isParser = (name: string): boolean => /^cli\/(main|model-flags|define-[\w-]+)\.js$/.test(name);

const heavy = (modules: readonly string[], ...names: readonly string[]): readonly string[] => [
  ...new Set(modules.filter((name) => names.includes(name))),
];

describe("start-up", () => {
  for (const args of [["--help"], ["--version"], ["evaluate", "--help"], ["help", "judge"], []]) {
    it(`of "calmhack ${args.join(" ")}" loads nothing but the parser of flags`, async () => {
      const { code, modules } = await loaded(...args);
      expect(code).toBe(0);
      expect(modules).toContain("cli/main.js");
      const others = new Set(modules.filter((name) => !isParser(name)));
      expect([...others].filter((name) => !["commander", "@commander-js/extra-typings"].includes(name))).toEqual([]);
    });
  }

  it("of a mistyped command loads no command, client or screen", async () => {
    const { code, modules } = await loaded("evalute");
    expect(code).toBe(2);
    expect(modules.filter((name) => name.startsWith("cli/") && !isParser(name))).toEqual([]);
    expect(heavy(modules, "openai", "ink", "react", "yoga-layout")).toEqual([]);
  });

  it("of commands that ask no model and show no screen loads neither client nor screen", async () => {
    const data = join(root, "examples", "transitions.jsonl");
    const runs = [
      ["evaluate", data, "--repetitions", "100", "--out", "r"],
      ["judge", data, "--rules"],
      ["prompt", data],
      ["validate", data],
      ["view", "r"],
      ["cite", "r"],
    ];
    // All of them take the same way in; the long check tries each.
    for (const args of runs.filter(([name]) => isLong || name === "evaluate" || name === "view")) {
      const { code, modules } = await loaded(...args);
      expect({ args, code }).toEqual({ args, code: 0 });
      expect(heavy(modules, "openai", "ink", "react", "yoga-layout")).toEqual([]);
    }
  });

  it("shows examples in every help", async () => {
    const commands = ["demo", "evaluate", "judge", "view", "prompt", "cite", "validate"];
    const helps = await Promise.all(commands.map((name) => calmhackProcess([name, "--help"], { cwd: folder })));
    for (const [i, { code, out, err }] of helps.entries()) {
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out, commands[i]).toMatch(/Usage: calmhack/);
      if (commands[i] !== "demo") expect(out).toMatch(/Examples?\n/);
      expect(out.split("\n").every((line) => line.length <= 110)).toBe(true);
    }
    const { out } = await calmhackProcess([], { cwd: folder });
    expect(out).toMatch(/^Usage: calmhack[\s\S]*Examples\n/);
  });
});
