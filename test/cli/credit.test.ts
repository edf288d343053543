import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { recorder, writeEpisodes } from "../../envs/index.js";
import { completion, sends } from "../calm/servers.js";
import { asked, openServer, subgoalsOf } from "./mock-server.js";
import { folder } from "./prompting.js";
import { calmhack, contents, expectOneSentence } from "./run.js";

const ID = "MiniHack-KeyRoom-S5-v0";

/** Two short plays of one level and one of another, not ended. */
async function episodes(place: string): Promise<string> {
  const game = recorder(ID, { actions: "paper" });
  const played = [
    { seed: 3, actions: [0, 0, 1, 4, 5, 2] },
    { seed: 3, actions: [1, 1, 1, 3, 4] },
    { seed: 8, actions: [2, 3, 0] },
  ].map(({ seed, actions }) => {
    game.reset({ seed });
    for (const action of actions) game.step(action);
    return game.episode();
  });
  const path = join(place, "episodes.jsonl");
  await writeEpisodes(path, played);
  return path;
}

async function ran(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await calmhack(args, { cwd: folder() });
  if (code !== 0) throw new Error(err);
  return out;
}

interface Printed {
  readonly parts: readonly {
    readonly facts: { readonly groups: number; readonly episodes: number; readonly steps: number };
    readonly rows: readonly {
      readonly name: string;
      readonly critic?: { readonly kind: string; readonly name: string };
      readonly costs: { readonly calls: number; readonly unread: number; readonly tokensIn: number };
    }[];
  }[];
}

describe("calmhack credit", () => {
  it("puts every assigner beside exact credit, says who answers, and shows steps", async () => {
    const place = folder();
    const path = await episodes(place);
    const out = await ran("credit", path, "--noise", "0/0", "--noise", "0.1/0.2", "--out", join(place, "one"));
    expect(out).toContain("No language model was asked.");
    expect(out).toContain("2 groups, 3 episodes, 14 steps");
    for (const name of [
      "CALM",
      "CAPO majority of 4",
      "MatchTIR exact",
      "InT 32 reruns",
      "TempFlow success",
      "GiGPO",
      "= exact, on policy",
    ]) {
      expect(out).toContain(name);
    }
    expect(out).toMatch(/actions +\|[A-Z]{6}\|/);
    await ran("credit", path, "--noise", "0/0", "--noise", "0.1/0.2", "--out", join(place, "other"));
    expect(contents(join(place, "other"))).toEqual(contents(join(place, "one")));
    expect(readdirSync(join(place, "one")).sort()).toEqual([
      "report.html",
      "report.md",
      "result.json",
      "scores.csv",
      "strips.txt",
    ]);
    const shown = await ran("view", join(place, "one"));
    expect(shown).toContain("CAPO majority of 4");
    expect(shown).toContain(readFileSync(join(place, "one", "strips.txt"), "utf8").trim());
    expect(await ran("cite", join(place, "one"))).toContain("Reference: exact credit, on policy");
  });

  it("asks a model through the door, and gives the same from its recording without asking (a mock server)", async () => {
    const place = folder();
    const path = await episodes(place);
    const answer = (text: string): string => {
      if (text.includes('"wrong_steps"')) return '{"wrong_steps": [{"t": 0, "why": "a mock"}]}';
      if (text.includes('"first_error"')) return '{"first_error": 1, "action": "N"}';
      return JSON.stringify(Object.fromEntries(subgoalsOf(text).map((name) => [name, false])));
    };
    const server = await openServer((seen, response) => sends(200, completion(answer(asked(seen))))(seen, response));
    onTestFinished(() => server.close());
    const common = ["--votes", "2", "--strips", "0", "--json"];
    const live = ["--model", "m", "--base-url", server.url, "--mock", "--recordings", join(place, "rec")];
    const first: Printed = JSON.parse(await ran("credit", path, ...common, ...live, "--out", join(place, "live")));
    const calls = server.seen.length;
    const capo = first.parts[0]!.rows.find(({ name }) => name.startsWith("CAPO majority"))!;
    expect(capo.critic).toMatchObject({ kind: "mock", name: "m" });
    expect(capo.costs).toMatchObject({ calls: 6, unread: 0 });
    expect(capo.costs.tokensIn).toBeGreaterThan(0);
    const file = join(place, "rec", readdirSync(join(place, "rec"))[0]!);
    const again: Printed = JSON.parse(
      await ran("credit", path, ...common, "--replay", file, "--out", join(place, "replay")),
    );
    expect(server.seen.length).toBe(calls);
    expect(again.parts[0]!.rows.map(({ costs }) => costs)).toEqual(first.parts[0]!.rows.map(({ costs }) => costs));
  });

  it("refuses what it cannot use in one sentence, and writes nothing", async () => {
    const place = folder();
    const path = await episodes(place);
    writeFileSync(join(place, "broken.jsonl"), readFileSync(path, "utf8").replace('"action":"S"', '"action":"E"'));
    writeFileSync(join(place, "none.jsonl"), "");
    const refused = async (said: RegExp, ...args: readonly string[]) =>
      expectOneSentence(expect, await calmhack(["credit", ...args], { cwd: place }), said);
    await refused(/does not lead to the recorded state/, "broken.jsonl");
    await refused(/holds no episode/, "none.jsonl");
    await refused(/ENOENT|no such file|cannot be read/i, "absent.jsonl");
    await refused(/--against is "sideways"/, path, "--against", "sideways");
    await refused(/--noise is "2\/0"|accepted is a number from 0 to 1/, path, "--noise", "2/0");
    await refused(/--votes/, path, "--votes", "0");
    expect(readdirSync(place).filter((name) => name.includes("calmhack-results"))).toEqual([]);
  });
});
