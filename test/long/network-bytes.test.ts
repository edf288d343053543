import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { build, calmhack, temporaryFolder } from "../cli/run.js";

beforeAll(build, 120_000);

const S5 = "MiniHack-KeyRoom-S5-v0";
const small = ["games=8", "stretch=32", "minibatch=128", "width=16"].flatMap((one) => ["--agent-option", one]);
const few = ["--evaluate-on", "2", "--final-levels", "4", "--episodes", "1"];
const quick = ["--seeds", "2", "--steps", "2000", "--evaluate-every", "1000", ...few, ...small];

describe("calmhack train with a network", () => {
  it("gives the same bytes on one thread and on two, with metrics, and policies that play alike everywhere", async () => {
    const cwd = temporaryFolder();
    const arms = ["text rules", "dqn: noisy 0.01/0.1", "options-ppo: truth"].flatMap((name) => ["--arm", name]);
    for (const workers of ["0", "2"]) {
      const args = ["train", S5, "--agent", "ppo", ...quick, ...arms, "--workers", workers, "--out", `with-${workers}`];
      const { code, err } = await calmhack(args, { cwd });
      expect([code, err.includes("defect")]).toEqual([0, false]);
    }
    const names = readdirSync(join(cwd, "with-0")).filter((name) => !/^(manifest|timing)/.test(name));
    const policies = [
      "policy-text-rules-1.json",
      "policy-dqn-noisy-0-01-0-1-1.json",
      "policy-options-ppo-truth-1.json",
    ];
    expect(names).toEqual(expect.arrayContaining(["metrics.csv", ...policies]));
    for (const name of names) {
      expect(readFileSync(join(cwd, "with-2", name)).equals(readFileSync(join(cwd, "with-0", name)))).toBe(true);
    }
    const [head, ...rows] = readFileSync(join(cwd, "with-0", "metrics.csv"), "utf8")
      .trim()
      .split("\n");
    expect(head).toMatch(/^arm,seed,steps,episodes,success,return,length,achieved,policyLoss,valueLoss,entropy,/);
    expect(rows.length).toBe(3 * 2 * 8);
    const evaluated = async (file: string, workers: string) => {
      const args = ["evaluate-policy", join("with-0", file), "--episodes", "51", "--workers", workers, "--json"];
      const { code, out } = await calmhack(args, { cwd });
      expect(code).toBe(0);
      return out;
    };
    for (const file of policies.slice(1)) {
      const alone = await evaluated(file, "0");
      expect(await evaluated(file, "2")).toBe(alone);
      expect(JSON.parse(alone).greedy.episodes).toBe(51);
    }
  }, 240_000);
});
