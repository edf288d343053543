import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const run = (file: string): string =>
  execFileSync(process.execPath, ["--import", "tsx", "--conditions=calmhack-source", file], { encoding: "utf8" });

describe("the examples", () => {
  it("judges one transition in twelve lines", () => {
    const file = "examples/judge-a-transition.ts";
    expect(run(file)).toContain("{ 'pick up the key': 'no', 'open the door': 'yes' }");
    expect(readFileSync(file, "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(12);
  });

  it("are shown in the README as they are", () => {
    expect(readFileSync("README.md", "utf8")).toContain(readFileSync("examples/judge-a-transition.ts", "utf8").trim());
  });
});
