import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { build, calmhack, expectOneSentence, temporaryFolder } from "./run.js";

beforeAll(build, 120_000);

const S5 = "MiniHack-KeyRoom-S5-v0";
describe("calmhack train with a network", () => {
  it("is refused in one sentence where an option or a policy is not what it should be", async () => {
    const cwd = temporaryFolder();
    const train = ["train", S5, "--agent", "ppo", "--seeds", "2"];
    expectOneSentence(expect, await calmhack([...train, "--agent-option", "nope=1"], { cwd }), /accepted are/);
    expectOneSentence(
      expect,
      await calmhack([...train, "--agent-option", "inputs=sight"], { cwd }),
      /inputs is auto, map/,
    );
    expectOneSentence(
      expect,
      await calmhack([...train, "--agent-option", "inputs=frame"], { cwd }),
      /do not fit this game/,
    );
    expectOneSentence(expect, await calmhack(["train", S5, "--agent", "ppo2"], { cwd }), /accepted are q-learning/);
    expectOneSentence(expect, await calmhack(["evaluate-policy", "nowhere.json"], { cwd }), /There is no policy/);
    writeFileSync(join(cwd, "odd.json"), "{");
    expectOneSentence(expect, await calmhack(["evaluate-policy", "odd.json"], { cwd }), /is no JSON/);
    writeFileSync(join(cwd, "odd.json"), '{"format":"calmhack-network/1"}');
    expectOneSentence(expect, await calmhack(["evaluate-policy", "odd.json"], { cwd }), /is no saved network/);
    copyFileSync(join(process.cwd(), "package.json"), join(cwd, "odd.json"));
    expectOneSentence(expect, await calmhack(["evaluate-policy", "odd.json"], { cwd }), /is no saved network/);
  }, 120_000);
});
