import { expect, it } from "vitest";
import { fuzz, tallyTable } from "../calm/fuzz.js";
import { HOSTILE_UNITS, slowestReading } from "../calm/hostile-units.js";

it("never reads the opposite of what 100,000 damaged answers say", { timeout: 300_000 }, () => {
  const { tallies, wrong } = fuzz(20261123, 100_000);
  console.log(tallyTable(tallies));
  expect(wrong).toEqual([]);
  for (const { mutation, judged, subgoals } of tallies) {
    if (["none", "said again", "prose around"].includes(mutation)) expect(judged).toBe(subgoals);
  }
});

it.each(HOSTILE_UNITS)("reads a megabyte of %j in less than a second of the processor", (unit) => {
  expect(slowestReading(unit, 1_000_000)).toBeLessThan(1000);
});
