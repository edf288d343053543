import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { randomStream } from "../../envs/index.js";
import { build, program } from "../cli/run.js";

const KILLS = 20;
const ARGS = ["train", "MiniHack-KeyRoom-S5-v0", "--agent", "ppo", "--seeds", "2", "--steps", "600000"];
const ARMS = ["truth", "noisy 0.01/0.1", "shuffled bonus", "dqn: truth", "options-ppo: truth"].flatMap((name) => [
  "--arm",
  name,
]);
const FEW = ["--evaluate-every", "300000", "--evaluate-on", "20", "--final-levels", "50"];

it("networks killed twenty times have the bytes of those that nobody disturbed", { timeout: 2_400_000 }, async () => {
  build();
  const folder = mkdtempSync(join(tmpdir(), "calmhack-network-kill-"));
  const start = (out: string) =>
    spawn(process.execPath, [program, ...ARGS, ...ARMS, ...FEW, "--out", out], { cwd: folder, stdio: "ignore" });
  const stream = randomStream(2, "moments of kills");
  let kills = 0;
  for (; kills < KILLS; kills++) {
    const child = start("killed");
    const ended = once(child, "exit");
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2_000 + stream.below(12_000)))]);
    if (child.exitCode !== null) break;
    child.kill("SIGKILL");
    await ended;
  }
  for (const out of ["killed", "undisturbed"]) {
    const [code] = await once(start(out), "exit");
    expect(code).toBe(0);
  }
  const names = readdirSync(join(folder, "undisturbed")).filter((name) => !/^(manifest|timing)/.test(name));
  expect(names.filter((name) => name.startsWith("policy-")).length).toBe(5);
  for (const name of names) {
    const of = (out: string) => readFileSync(join(folder, out, name));
    expect(of("killed").equals(of("undisturbed")), name).toBe(true);
  }
  console.log(`killed ${kills} times; ${names.length} files are the same, byte by byte: ${names.join(" ")}`);
  expect(kills).toBe(KILLS);
  rmSync(folder, { recursive: true, force: true });
});
