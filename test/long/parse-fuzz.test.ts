import { expect, it } from "vitest";
import { fuzz, tallyTable } from "../calm/fuzz.js";

it("never reads the opposite of what 100,000 damaged answers say", { timeout: 300_000 }, () => {
  const { tallies, wrong } = fuzz(20261123, 100_000);
  console.log(tallyTable(tallies));
  expect(wrong).toEqual([]);
  for (const { mutation, judged, subgoals } of tallies) {
    if (["none", "said again", "prose around"].includes(mutation)) expect(judged).toBe(subgoals);
  }
});
