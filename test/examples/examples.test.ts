import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { format } from "node:util";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { build } from "../cli/run.js";

/** As a reader runs it, who has installed the package: on what was built. */
const run = (file: string): string => execFileSync(process.execPath, ["--import", "tsx", file], { encoding: "utf8" });

beforeAll(build, 120_000);

/** The same program in this process, on the source. */
async function runHere(load: () => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...words) => void lines.push(`${format(...words)}\n`));
  try {
    await load();
    return lines.join("");
  } finally {
    log.mockRestore();
  }
}

const linesOf = (name: string): number => readFileSync(`examples/${name}.ts`, "utf8").trimEnd().split("\n").length;

describe("the examples", () => {
  it("judges one transition in twelve lines", () => {
    const file = "examples/judge-a-transition.ts";
    expect(run(file)).toContain("{ 'pick up the key': 'no', 'open the door': 'yes' }");
    expect(readFileSync(file, "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(12);
  });

  it("saves a game and branches from it, on one screen", async () => {
    const file = "examples/save-and-branch.ts";
    const said = await runHere(() => import("../../examples/save-and-branch.js"));
    expect(said).toMatch(/^\d+ actions from success$/m);
    for (const name of ["N", "E", "S", "W", "PICKUP", "APPLY"])
      expect(said).toMatch(new RegExp(`^${name} +reward`, "m"));
    expect(said).toContain("progress 1  <- the solver likes it");
    expect(readFileSync(file, "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(24);
  });

  it("steps many games on two cores, on one screen, to the same end wherever", () => {
    const file = "examples/vector-loop.ts";
    expect(run(file)).toBe("265 episodes ended, 25 at the stairs\n");
    expect(readFileSync(file, "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(30);
  });

  it("trains with a judge of one's own, on one screen", () => {
    const file = "examples/train-shaped.ts";
    const said = run(file);
    expect(said).toMatch(/^nobody: more than 200000 steps to 90 %, 0 payments/m);
    expect(said).toMatch(/^mine: \d+ steps to 90 %, \d+ payments, 0 false$/m);
    expect(readFileSync(file, "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(40);
  });

  it("brings a world, a judge and a form of payment of one's own, each on one screen", () => {
    const said = run("examples/train-my-world.ts");
    // Whoever stands on the key hides its sign: the counter is fooled.
    expect(said).toMatch(/^A key lies here\. \[ 'yes', 'no' \]$/m);
    expect(said).toMatch(/^once: \d+ steps to 90 %$/m);
    expect(said).toMatch(/^halving: \d+ steps to 90 %$/m);
    for (const [name, lines] of Object.entries({ world: 60, subgoal: 40, shaper: 20, annotator: 20 })) {
      const text = readFileSync(`examples/my-${name}.ts`, "utf8");
      expect([name, text.trimEnd().split("\n").length <= lines]).toEqual([name, true]);
    }
  });

  it("builds a level as MiniHack's LevelGenerator does, on one screen", async () => {
    const said = await runHere(() => import("../../examples/my-builder-level.js"));
    expect(said).toContain(
      "TERRAIN:line (4,1),(4,3),'L'\nTERRAIN:(4,2),'.'\nBRANCH:(1,1,3,3),(0,0,0,0)\nSTAIR:(7,2),down",
    );
    expect(said).toMatch(/\|\S{3}\}\.{3}/);
    expect(linesOf("my-builder-level")).toBeLessThanOrEqual(24);
  });

  it("brings a level of one's own with subgoals, on one screen", () => {
    expect(linesOf("my-level")).toBeLessThanOrEqual(40);
  });

  it("pays rewards of one's own, on one screen", async () => {
    const said = await runHere(() => import("../../examples/my-reward.js"));
    const returns = (name: string) =>
      said
        .match(new RegExp(`^${name}: returns (.*)$`, "m"))![1]!
        .split(" ")
        .map(Number);
    expect(returns("MiniHack's")).toHaveLength(10);
    // Ground seen pays more than bumps cost.
    for (const [i, mine] of returns("mine").entries()) expect(mine).toBeGreaterThan(returns("MiniHack's")[i]!);
    expect(linesOf("my-reward")).toBeLessThanOrEqual(32);
  });

  it("are shown in the README as they are", () => {
    expect(readFileSync("README.md", "utf8")).toContain(readFileSync("examples/judge-a-transition.ts", "utf8").trim());
  });
});
