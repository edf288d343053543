import { describe, expect, it } from "vitest";
import { armKind, type TrainingPageInput, trainingPage } from "../../../cli/page/training-page.js";
import type { ArmResult } from "../../../experiments/index.js";
import { PAGE_TAGS, RAW, tagsOf } from "./support.js";
import { arm, settings } from "./training-support.js";

const EVIL = "<script>x</script>\u202e\u001b[2J";
const input: TrainingPageInput = {
  calmhack: "0.0.0",
  rules: 1,
  settings,
  arms: [
    arm("none", { kind: "none" }, [7_500]),
    arm("text rules", { kind: "rules" }, [2_500, 5_000], { speedUp: { value: 2.5, low: 2, high: 3 } }),
    arm(
      "noisy 0.1/0.1",
      { kind: "noisy", falsePositive: [0.1, 0.1], falseNegative: [0.1, 0.1], errors: "independent" },
      [],
      {
        speedUp: { value: 0.9, low: 0.8, high: 1.1 },
      },
    ),
  ],
};

describe("the page of a training result", () => {
  const page = trainingPage(input);

  it("says first that the engine is a re-implementation, that nobody was asked, and what is hand-made or simulated", () => {
    const first = page.slice(0, page.indexOf("<h2"));
    expect(first).toContain("a re-implementation, no NetHack was played");
    expect(first).toContain("0 human labels");
    expect(first).toContain("No language model was asked: every bonus comes from a program.");
    expect(first).toContain("a gain from them is no evidence about language models");
    expect(first).toContain("Noisy and measured arms are simulated");
  });

  it("counts what was paid falsely and missed", () => {
    // Two seeds: 20 paid, 8 of them falsely; 4 missed of the 12 right and the 4 missed ones.
    expect(page).toMatch(/<td>text rules<\/td>(<td class="number">[\d.]*<\/td>){7}/);
    expect(page).toContain(
      '<td class="number">20</td><td class="number">8</td><td class="number">4</td><td class="number">40.0</td><td class="number">25.0</td><td class="number">0.40</td>',
    );
  });

  it("draws the ratios, the curves for a wide page and a panel an arm for a phone", () => {
    expect(page).toContain("Times faster than none: text rules 2.50, noisy 0.1/0.1 0.90");
    expect(page.match(/class="curves only-wide"/g)).toHaveLength(1);
    expect(page.match(/: learning curve and steps to 90 %"/g)).toHaveLength(3);
    expect(page).toContain("1 of 2 not within the budget");
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("shows hostile names as text and is the same for the same result", () => {
    const evil = trainingPage({
      ...input,
      arms: input.arms.map((one) => ({ ...one, name: EVIL + one.name, what: EVIL })),
    });
    expect(tagsOf(evil).filter((name) => !PAGE_TAGS.includes(name))).toEqual([]);
    expect(evil.replaceAll("\n", "")).not.toMatch(RAW);
    expect(evil).toContain("&lt;script&gt;x&lt;/script&gt;");
    expect(trainingPage(input)).toBe(page);
  });

  it("tells a mock in the loop from a model", () => {
    const asked = (kind: string) =>
      ({ kind: "asked", who: { provenance: { kind } }, filter: "all", delay: 1 }) as unknown as ArmResult["source"];
    expect(["model", "mock", "replayed", "rules"].map((kind) => armKind({ source: asked(kind) }))).toEqual([
      "model",
      "mock",
      "replayed",
      "rules",
    ]);
  });
});
