import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder } from "./prompting.js";
import { calmhack, contents, expectOneSentence } from "./run.js";

const SMALL = ["Pits-v0", "--seeds", "2", "--budget", "1000", "--rates", "1", "--repetitions", "50"];

async function ran(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await calmhack(args, { cwd: folder() });
  if (code !== 0) throw new Error(err);
  return out;
}

describe("calmhack credit-learn", () => {
  it("writes the same bytes for the same command, which view and cite know", async () => {
    const place = folder();
    const [one, other] = [join(place, "one"), join(place, "other")];
    const out = await ran("credit-learn", ...SMALL, "--study", "matching", "--out", one);
    expect(out).toContain("MatchTIR sinkhorn rescaled");
    expect(out).toContain("no difference found");
    await ran("credit-learn", ...SMALL, "--study", "matching", "--out", other);
    expect(contents(other)).toEqual(contents(one));
    expect(readdirSync(one).sort()).toEqual(["curves.csv", "figure.svg", "report.md", "result.json", "seeds.csv"]);
    expect(out).toContain(await ran("view", one).then((text) => text.trim()));
    const cited = await ran("cite", one);
    expect(cited).toContain("Study: matching: MatchTIR: does it matter how calls are matched?");
    expect(cited).toContain("Holm's correction over 5 comparisons");
  });

  it("leaves out what a Q-table cannot use and says so, or takes advantages for rewards when told to", async () => {
    const args = ["credit-learn", ...SMALL, "--study", "matching", "--agent", "q", "--out", join(folder(), "q")];
    const out = await ran(...args);
    expect(out).toMatch(/Not run: MatchTIR exact: .*gives advantages/);
    expect(out).not.toMatch(/^MatchTIR exact/m);
    const told = await ran(...args.slice(0, -1), join(folder(), "q"), "--advantage-as-reward", "0.1");
    expect(told).toContain("MatchTIR exact, advantage as reward x 0.1");
  });

  it("refuses in one sentence what it does not know", async () => {
    const refused = async (said: RegExp, ...args: readonly string[]) =>
      expectOneSentence(expect, await calmhack(["credit-learn", ...args], { cwd: folder() }), said);
    await refused(/--study is "votez"/, "--study", "votez");
    await refused(/--agent is "dqn"/, "--agent", "dqn");
    await refused(/--advantage-as-reward is for --agent q/, "--advantage-as-reward", "1");
  });
});
