/** Learning curves: the figures, the SVG, the terminal's drawing, the page. */
import { describe, expect, it } from "vitest";
import { armCurve, axisOf, placeOn, stepsText, ticksOn } from "../../cli/curves.js";
import { curvesSvg } from "../../cli/curves-svg.js";
import { curvesText } from "../../cli/curves-text.js";
import { width } from "../../cli/text-table.js";
import { madeArm } from "./learning-curves.js";

const evaluations = (...successes: readonly number[]) =>
  successes.map((success, i) => ({ steps: (i + 1) * 100, success }));

const BUDGET = 300_000;
const FIVE = [
  madeArm({ name: "none", half: 120_000 }, BUDGET, 2500),
  madeArm({ name: "truth", half: 40_000 }, BUDGET, 2500),
  madeArm({ name: "text rules", half: 50_000 }, BUDGET, 2500),
  madeArm({ name: "always yes", half: 90_000, ceiling: 0.6 }, BUDGET, 2500),
  madeArm({ name: "noisy 0.01/0.1", half: 60_000 }, BUDGET, 2500),
];
const HOSTILE = "<script>alert(1)</script>\u001b[31m\u202e \"x' & \ufffe\u0000]]>";

describe("a curve", () => {
  it("carries the last success of a run that ended forward", () => {
    const early = { evaluations: evaluations(0.9, 0.9, 1), stepsTo90: 100 };
    const late = { evaluations: evaluations(0, 0.2, 0.9, 0.9, 0.9), stepsTo90: 300 };
    const { points } = armCurve({ name: "two", runs: [early, late] });
    expect(points.map(({ steps, mean }) => [steps, Math.round(mean * 1000) / 1000])).toEqual([
      [100, 0.45],
      [200, 0.55],
      [300, 0.95],
      [400, 0.95],
      [500, 0.95],
    ]);
  });

  it("stops where a run without 90 % says nothing more", () => {
    const cut = { evaluations: evaluations(0, 0.1) };
    const long = { evaluations: evaluations(0, 0.1, 0.2, 0.3) };
    expect(armCurve({ name: "cut", runs: [cut, long] }).points.map(({ steps }) => steps)).toEqual([100, 200]);
  });

  it("has a band that holds its mean, the same each time, and none for one seed", () => {
    const [, truth] = FIVE;
    const once = armCurve(truth!);
    expect(armCurve(truth!)).toEqual(once);
    for (const { mean, band } of once.points) {
      expect(band!.low).toBeLessThanOrEqual(mean + 1e-12);
      expect(band!.high).toBeGreaterThanOrEqual(mean - 1e-12);
    }
    expect(once.points.some(({ band }) => band!.low < band!.high)).toBe(true);
    const single = armCurve({ ...truth!, runs: truth!.runs.slice(0, 1) });
    expect(single.points.every(({ band }) => band === null)).toBe(true);
  });

  it("counts censored seeds beyond every other in the median", () => {
    const run = (stepsTo90?: number) => ({ evaluations: evaluations(0), stepsTo90 });
    const median = (...all: readonly (number | undefined)[]) => armCurve({ name: "", runs: all.map(run) }).median;
    expect(median(300, 100, 200)).toBe(200);
    expect(median(100, undefined, 200, 400)).toBe(300);
    expect(median(100, undefined, undefined, 400)).toBeUndefined();
    expect(median()).toBeUndefined();
    const { reached, censored } = armCurve({ name: "", runs: [run(300), run(), run(100)] });
    expect({ reached, censored }).toEqual({ reached: [100, 300], censored: 1 });
  });
});

describe("an axis", () => {
  const axis = (budget: number) => axisOf(budget, [armCurve(FIVE[1]!)]);

  it("is linear, and logarithmic where the budget dwarfs the fastest arm", () => {
    expect(axis(300_000)).toEqual({ kind: "linear", from: 0, to: 300_000 });
    expect(axis(3_000_000)).toEqual({ kind: "log", from: 2500, to: 3_000_000 });
    expect(axisOf(500, []).kind).toBe("linear");
  });

  it("has its ends at 0 and 1, and no place left of its start", () => {
    for (const one of [axis(300_000), axis(3_000_000)]) {
      expect(placeOn(one, one.from)).toBe(0);
      expect(placeOn(one, one.to)).toBe(1);
    }
    expect(placeOn(axis(3_000_000), 0)).toBeUndefined();
  });

  it("is numbered with round numbers, no more than asked for", () => {
    expect(ticksOn(axis(300_000), 9).map(stepsText)).toEqual(["0", "50k", "100k", "150k", "200k", "250k", "300k"]);
    expect(ticksOn(axis(3_000_000), 4).map(stepsText)).toEqual(["10k", "100k", "1M"]);
    expect([1, 999, 1000, 2500, 12_345, 999_949, 999_950, 2_500_000].map(stepsText)).toEqual([
      "1",
      "999",
      "1k",
      "2.5k",
      "12.3k",
      "999.9k",
      "1M",
      "2.5M",
    ]);
  });
});

describe("the SVG", () => {
  const svg = curvesSvg({ title: "Five arms", budget: BUDGET, arms: FIVE });
  const texts = (page: string) => [...page.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

  it("shows up to five arms in one panel, each with its own colour and dashes", () => {
    const strokes = [...svg.matchAll(/stroke="(#\w+)"[^>]*stroke-width="2.2"([^/]*)\/>/g)];
    expect(new Set(strokes.map(([, colour]) => colour)).size).toBe(5);
    expect(new Set(strokes.map(([, , dash]) => dash?.trim())).size).toBe(4);
    expect(texts(svg)).toContain("100 %");
    expect(texts(svg).filter((text) => text === "truth")).toHaveLength(2);
  });

  it("draws a dot a seed, and censored seeds hollow with their count", () => {
    const filled = [...svg.matchAll(/<circle[^>]*fill="#(?!fff")/g)];
    expect(filled).toHaveLength(FIVE.flatMap((arm) => armCurve(arm).reached).length);
    expect([...svg.matchAll(/<circle[^>]*fill="#fff"/g)]).toHaveLength(
      FIVE.filter((arm) => armCurve(arm).censored > 0).length,
    );
    expect(texts(svg)).toContain("5 of 5");
  });

  it("says that a run ends early and its success is carried forward", () => {
    expect(texts(svg).join(" ")).toMatch(
      /ends once three evaluations in a row held 90 %.*carried forward, not measured/,
    );
    expect(texts(svg).join(" ")).toContain("5 seeds an arm; bands: 95 %");
  });

  it("gives each of more arms a panel, with the arm none in grey behind", () => {
    const arms = Array.from({ length: 15 }, (_, i) =>
      madeArm({ name: `arm ${i}`, half: 20_000 * 1.2 ** i }, BUDGET, 2500),
    );
    const many = curvesSvg({ title: "Sixteen", budget: BUDGET, arms: [FIVE[0]!, ...arms] });
    expect(many.match(/stroke="#6b6b6b" fill="none" stroke-linejoin="round" stroke-width="2.2"/g)).toHaveLength(15);
    expect(texts(many).join(" ")).toContain("Grey, in every panel: the arm none.");
    expect(texts(many).filter((text) => text === "arm 14")).toHaveLength(2);
  });

  it("is the same bytes each time, without an id that another figure on the page could have", () => {
    expect(curvesSvg({ title: "Five arms", budget: BUDGET, arms: FIVE })).toBe(svg);
    expect(svg).not.toMatch(/ id=|<style|href/);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("draws what little there is", () => {
    const run = { evaluations: [] };
    for (const arms of [[], [{ name: "empty", runs: [] }], [{ name: "unseen", runs: [run, run] }]]) {
      const little = { title: "", budget: 100, arms };
      expect(curvesSvg(little)).not.toMatch(/NaN|undefined|Infinity/);
      expect(curvesText(little, 80).join("\n")).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  it("shows hostile names as text", () => {
    const hostile = curvesSvg({ title: HOSTILE, budget: BUDGET, arms: [{ ...FIVE[1]!, name: HOSTILE }] });
    const tags = new Set([...hostile.matchAll(/<\/?([a-z!]\w*)/gi)].map(([, name]) => name));
    expect([...tags].sort()).toEqual(["circle", "g", "path", "rect", "svg", "text", "title"]);
    expect(hostile.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\ufffe\uffff]/u);
    expect(hostile).toContain("&lt;script&gt;");
  });
});

describe("the terminal's curves", () => {
  it("keep to the width that they are given, whatever the names", () => {
    const arms = [...FIVE, { ...FIVE[1]!, name: HOSTILE }, { ...FIVE[1]!, name: "日本語の長い名前".repeat(9) }];
    for (const columns of [40, 80, 120]) {
      for (const shown of [arms, FIVE, arms.slice(5)]) {
        const lines = curvesText({ title: `${HOSTILE}${HOSTILE}`, budget: BUDGET, arms: shown }, columns);
        expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(columns);
        expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }
    }
  });

  it("draw heights, dots and censored seeds", () => {
    const flat = (success: number, stepsTo90?: number) => ({ evaluations: evaluations(success, success), stepsTo90 });
    const arms = [
      { name: "low", runs: [flat(0), flat(0)] },
      { name: "half", runs: [flat(1, 100), flat(0)] },
      { name: "high", runs: [flat(1, 100), flat(1, 100)] },
    ];
    const lines = curvesText({ title: "Three", budget: 200, arms }, 40);
    expect(lines.filter((_, i) => i % 5 === 1).slice(0, 3)).toEqual(["low", "half", "high"]);
    expect(lines[4]).toMatch(/^ {2}0 % +▁+$/);
    expect(lines[5]).toMatch(/^ +○ 2 of 2$/);
    expect(lines[7]).toMatch(/^100 % +50 %$/);
    expect(lines[10]).toMatch(/• +○ 1 of 2$/);
    expect(lines[12]).toMatch(/█ 100 %$/);
    expect(lines[15]).toMatch(/^ +2$/);
    expect(lines.join(" ")).toContain("carried forward, not measured");
  });

  it("give many arms a line each", () => {
    const arms = Array.from({ length: 16 }, (_, i) => ({ ...FIVE[i % 5]!, name: `arm ${i}` }));
    expect(curvesText({ title: "Sixteen", budget: BUDGET, arms }, 80).length).toBeLessThan(60);
  });
});
