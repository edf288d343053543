import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plotAxis, roundTicks } from "../../../cli/page/axis.js";
import { confusionPicture } from "../../../cli/page/confusion.js";
import { dotPlot } from "../../../cli/page/intervals.js";
import { reliabilityPicture, reliabilityWords } from "../../../cli/page/reliability.js";

const unit = { title: "κ", from: 0, to: 1, times: 1, digits: 2, floor: "band", scale: "linear" } as const;
const figure = (value: number, low = value, high = value) => ({ value, low, high });

describe("a plot of dots with intervals", () => {
  it("says in words what it shows, and marks the interval of the best floor", () => {
    const { markup } = dotPlot({
      ...unit,
      dots: [
        { name: "m<b>", kind: "model", figure: figure(0.9, 0.8, 0.95) },
        { name: "f", kind: "floor", figure: figure(0.5, 0.4, 0.6) },
        { name: "g", kind: "floor", figure: figure(0.2) },
        { name: "n", kind: "rules", figure: { value: null, why: "no yes" } },
      ],
    });
    expect(markup).toContain('aria-label="κ: m&lt;b&gt; 0.90, f 0.50, g 0.20, n no value"');
    expect(markup.match(/fill-opacity="0.16"/g)).toHaveLength(1);
    expect(markup).toContain("no value</text>");
    const none = dotPlot({ ...unit, floor: "none", dots: [{ name: "f", kind: "floor", figure: figure(0.5) }] });
    expect(none.markup).not.toContain('fill-opacity="0.16"');
  });

  it("draws inside its own picture whatever the figures are, and never a NaN", () => {
    const value = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value, value), { maxLength: 8 }),
        fc.constantFrom("linear", "root"),
        (all, scale) => {
          const dots = all.map((three) => {
            const [low, middle, high] = [...three].sort((a, b) => a - b);
            return { name: "x", kind: "model" as const, figure: figure(middle ?? 0, low, high) };
          });
          const { markup } = dotPlot({ ...unit, scale, dots });
          expect(markup).not.toMatch(/NaN|Infinity|undefined/);
          for (const [, x] of markup.matchAll(/cx="([^"]*)"/g)) {
            expect(Number(x)).toBeGreaterThan(9);
            expect(Number(x)).toBeLessThanOrEqual(Number(/viewBox="0 0 (\d+)/.exec(markup)?.[1]) - 58);
          }
        },
      ),
    );
  });

  it("has round ticks within its range", () => {
    expect(roundTicks(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(roundTicks(-0.1, 1)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(roundTicks(0, 50)).toEqual([0, 10, 20, 30, 40, 50]);
  });
});

describe("an axis", () => {
  it("puts its ends at 0 and 1 on every scale, a ratio and its inverse equally far from 1 on a log", () => {
    for (const scale of ["linear", "root", "log"] as const) {
      const { place, ticks } = plotAxis(scale, 0.5, 8);
      expect([place(0.5), place(8)]).toEqual([0, 1]);
      expect(ticks.every((tick) => tick >= 0.5 && tick <= 8)).toBe(true);
    }
    const { place, ticks } = plotAxis("log", 0.25, 4);
    expect(place(2) - place(1)).toBeCloseTo(place(1) - place(0.5), 12);
    expect(ticks).toEqual([0.5, 1, 2]);
    expect(plotAxis("root", 0, 1000).ticks).toEqual([0, 20, 100, 200, 500, 1000]);
  });
});

describe("a confusion matrix", () => {
  const counts = { tp: 12, fp: 1, fn: 3, tn: 40, unansweredYes: 0, unansweredNo: 0 };

  it("shows all counts, in words too, and a third column only where something was left unanswered", () => {
    const { markup } = confusionPicture(counts);
    for (const count of [12, 1, 3, 40]) expect(markup).toContain(`text-anchor="middle">${count}</text>`);
    expect(markup).toContain("achieved: 12 yes, 3 no, 0 unanswered; not achieved: 1 yes, 40 no, 0 unanswered");
    expect(markup).not.toContain(">?</text>");
    expect(confusionPicture({ ...counts, unansweredNo: 2 }).markup).toContain(">?</text>");
  });

  it("stands on a part without one of the classes", () => {
    expect(confusionPicture({ ...counts, tp: 0, fn: 0 }).markup).not.toContain("NaN");
  });
});

describe("a reliability picture", () => {
  // Two bins of ten by hand: forecasts 0.04 and 0.08 that were once so, forecast 1 that was so.
  const input = {
    bins: [
      { index: 0, count: 2, meanForecast: 0.06, meanOutcome: 0.5 },
      { index: 9, count: 1, meanForecast: 1, meanOutcome: 1 },
    ],
    count: 10,
  };

  it("puts a dot at forecast and outcome, and a bar for the count of each bin", () => {
    const { markup } = reliabilityPicture(input);
    const dots = [...markup.matchAll(/cx="([^"]*)" cy="([^"]*)"/g)].map(([, x, y]) => [Number(x), Number(y)]);
    expect(dots).toEqual([
      [56, 112],
      [244, 12],
    ]);
    expect(markup.match(/<rect /g)).toHaveLength(2);
    expect(reliabilityWords(input)).toBe(
      "0.00 to 0.10: 2 transitions, said 0.06, so 0.50; 0.90 to 1.00: 1 transitions, said 1.00, so 1.00",
    );
  });

  it("stands without bins, and is the same for the same bins", () => {
    expect(reliabilityPicture({ bins: [], count: 10 }).markup).not.toMatch(/NaN|<circle/);
    expect(reliabilityPicture({ bins: [], count: 10 }).markup).toContain("no probability was stated");
    expect(reliabilityPicture(input)).toEqual(reliabilityPicture(input));
  });
});
