import { describe, expect, it } from "vitest";
import { folder } from "../cli/prompting.js";
import { calmhackProcess } from "../cli/run.js";

describe("calmhack credit-study", () => {
  it("asks nobody, says what its families are, and writes episodes that calmhack credit takes", async () => {
    const place = folder();
    const small = ["--groups", "2", "--noise", "0/0", "--reruns", "4", "--repetitions", "50"];
    // In a process of its own: it makes a world known, which no other test may see.
    const run = (...args: readonly string[]) => calmhackProcess(args, { cwd: place });
    const { out, code } = await run("credit-study", ...small, "--out", "study");
    expect(code).toBe(0);
    expect(out).toContain("KeyRoom-S5: no dead ends");
    expect(out).toContain("Pits-v0: a small world of ours, no MiniHack, with dead ends");
    expect(out).toContain("No language model was asked.");
    const again = await run("credit", "study/episodes-pits.jsonl", "--limit", "2", "--strips", "1", "--out", "pits");
    expect(again.out).toContain("1 group, 2 episodes");
  });
});
