import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { filesOf } from "../envs/nethack/support.js";
import { recorded } from "../envs/recordings.js";
import { build, calmhack, expectOneSentence, root, temporaryFolder } from "./run.js";

const cwd = temporaryFolder();
const [RANDOM, , PAPER] = filesOf("MiniHack-KeyRoom-S5-v0").map((path) => resolve(root, path));
const text = (path: string): string => gunzipSync(readFileSync(path)).toString("utf8");
const put = (name: string, content: string | Buffer): string => {
  writeFileSync(join(cwd, name), content);
  return name;
};
beforeAll(build, 60_000);

describe.runIf(recorded)("calmhack conform", () => {
  it("gives a row per environment and file, with exactly its six fields in JSON", async () => {
    const ran = await calmhack(["conform", RANDOM!, PAPER!, "--json"], { cwd });
    expect(ran).toMatchObject({ code: 0, err: "" });
    const rows: object[] = JSON.parse(ran.out);
    expect(rows).toEqual([
      {
        environment: "MiniHack-KeyRoom-S5-v0",
        file: "MiniHack-KeyRoom-S5-v0.jsonl.gz",
        episodes: 3,
        steps: 320,
        conforming: 320,
        share: 1,
      },
      {
        environment: "MiniHack-KeyRoom-S5-v0",
        file: "solutions-MiniHack-KeyRoom-S5-v0-paper6.jsonl.gz",
        episodes: 50,
        steps: 562,
        conforming: 562,
        share: 1,
      },
    ]);
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(["environment", "file", "episodes", "steps", "conforming", "share"]);
    }
  });

  it("says in text what was compared, by class, and how many turns doors took", async () => {
    const { out } = await calmhack(["conform", PAPER!], { cwd });
    expect(out).toMatch(/562 of 562 steps conform \(100\.000 %\)\./);
    expect(out).toMatch(/\nunlock +50 +50 +100\.000 %/);
    expect(out).toMatch(/Doors unlocked and opened: 50, by turns 2: \d+, 3: \d+/);
    expect(out).not.toMatch(/^- /m);
  });

  it("lists as many misses as asked for, and counts them all", async () => {
    // Another message in every step of random play that says nothing.
    const path = put("changed.jsonl", text(RANDOM!).replaceAll('"message":""', '"message":"Boo."'));
    const { out, code } = await calmhack(["conform", path, "--misses", "2"], { cwd });
    expect(code).toBe(0);
    expect(out.match(/^- MiniHack-KeyRoom-S5-v0 seed \d+ step \d+ .*message is "Boo\.", ours ""/gm)).toHaveLength(2);
    expect(out).not.toContain("320 of 320");
  });

  it("fails all steps of an id that it does not have", async () => {
    const path = put("other.jsonl.gz", gzipSync(text(RANDOM!).replaceAll("MiniHack-KeyRoom-S5-v0", "MiniHack-Foo-v0")));
    const { out } = await calmhack(["conform", path, "--json"], { cwd });
    expect(JSON.parse(out)).toEqual([
      expect.objectContaining({ environment: "MiniHack-Foo-v0", conforming: 0, share: 0 }),
    ]);
  });

  it("ends in one sentence for a damaged, a foreign or a missing file, or a wrong number", async () => {
    const whole = readFileSync(PAPER!);
    const lines = text(PAPER!).split("\n");
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [[put("cut.jsonl.gz", whole.subarray(0, whole.length / 2))], /cut\.jsonl\.gz/],
      [[put("line.jsonl", `${lines[0]}\n${lines[1]!.slice(0, 100)}\n`)], /line\.jsonl:2: not a JSON object/],
      [[put("order.jsonl", `${lines[0]}\n${lines[2]}\n`)], /order\.jsonl:2: step 2 does not follow/],
      [[put("foreign.jsonl", '{"task":"x","before":"..","after":".."}\n')], /foreign\.jsonl:1: not a recorded episode/],
      [[put("empty.jsonl", "")], /empty\.jsonl holds no recorded episode\./],
      [["absent.jsonl.gz"], /absent\.jsonl\.gz/],
      [[RANDOM!, "absent.jsonl.gz"], /absent\.jsonl\.gz/],
      [["."], /\./],
      [[RANDOM!, "--misses", "-1"], /--misses/],
      [[RANDOM!, "--misses", "few"], /--misses/],
    ];
    for (const [args, said] of cases) expectOneSentence(expect, await calmhack(["conform", ...args], { cwd }), said);
  }, 60_000);
});
