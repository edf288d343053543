import { expect, it } from "vitest";
import { fuzz } from "./fuzz.js";

const report = fuzz(1, 3000);

it("never reads the opposite of what a damaged answer says", () => {
  expect(report.wrong).toEqual([]);
});

it("judges every subgoal of an undamaged answer", () => {
  const whole = report.tallies.filter(({ mutation }) => ["none", "said again", "prose around"].includes(mutation));
  expect(whole.map(({ judged, subgoals }) => judged / subgoals)).toEqual([1, 1, 1]);
});

it("still judges most subgoals after one lost character", () => {
  const one = report.tallies.find(({ mutation }) => mutation === "delete outside");
  expect((one?.judged ?? 0) / (one?.subgoals ?? 1)).toBeGreaterThan(0.5);
});
