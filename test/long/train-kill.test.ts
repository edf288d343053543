import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { randomStream } from "../../envs/index.js";
import { build, program } from "../cli/run.js";

const KILLS = 10;
const ARGS = ["train", "MiniHack-KeyRoom-S5-v0", "--seeds", "4", "--steps", "900000", "--evaluate-every", "50000"];
const ARMS = ["none", "text rules", "noisy 0.01/0.1", "shuffled bonus"].flatMap((name) => ["--arm", name]);

it("a training killed ten times gives the bytes of one that nobody disturbed", { timeout: 1_200_000 }, async () => {
  build();
  const folder = mkdtempSync(join(tmpdir(), "calmhack-kill-"));
  const start = (out: string) =>
    spawn(process.execPath, [program, ...ARGS, ...ARMS, "--out", out], { cwd: folder, stdio: "ignore" });
  const stream = randomStream(1, "moments of kills");
  let kills = 0;
  for (; kills < KILLS; kills++) {
    const child = start("killed");
    const ended = once(child, "exit");
    const moment = 800 + stream.below(3_000);
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, moment))]);
    if (child.exitCode !== null) break;
    child.kill("SIGKILL");
    await ended;
  }
  for (const out of ["killed", "undisturbed"]) {
    const child = start(out);
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
  }
  const files = [
    "result.json",
    "curves.csv",
    "terminations.csv",
    "episodes.jsonl",
    "report.md",
    "report.html",
    "curves.svg",
  ];
  for (const name of files) {
    const of = (out: string) => readFileSync(join(folder, out, name));
    expect(of("killed").equals(of("undisturbed")), name).toBe(true);
  }
  console.log(`killed ${kills} times; ${files.length} files are the same, byte by byte`);
  expect(kills).toBe(KILLS);
  rmSync(folder, { recursive: true, force: true });
});
