import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Annotator,
  floors,
  KEYROOM,
  loadDataSet,
  type Transition,
  type Verdict,
} from "../../annotations/index.js";
import {
  evaluate,
  presetPrompt,
  readStoredResult,
  type StoredResult,
  textRules,
  writeResult,
} from "../../calm/index.js";
import { InputError } from "../../envs/index.js";
import {
  ACHIEVED,
  type ErrorCell,
  type ErrorTable,
  errorTable,
  OTHER,
  OTHER_ACHIEVED,
} from "../../experiments/error-rates.js";
import { judgeOf } from "../../experiments/judges.js";
import { measuredArms } from "../../experiments/measured.js";
import { LOOK_ALIKES } from "../../experiments/strata.js";
import { wilson } from "../../stats/index.js";
import { recordedStep, stepWith } from "./support.js";

const keyroom = loadDataSet("keyroom");
const folder = mkdtempSync(join(tmpdir(), "calmhack-errors-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Wrong, right or silent by rule, to be counted by hand. */
const scripted = (name: string, verdict: (item: Transition, subgoal: number) => Verdict): Annotator => {
  const byView = new Map(keyroom.items.map((item) => [JSON.stringify([item.before, item.action, item.after]), item]));
  return {
    provenance: { kind: "script", name, note: "Made for a test." },
    annotate: (views) =>
      Promise.resolve(
        views.map(({ before, action, after, subgoals }) => {
          const item = byView.get(JSON.stringify([before, action, after]))!;
          return { verdicts: subgoals.map((_, i) => verdict(item, i)) };
        }),
      ),
  };
};

const right = ({ labels }: Transition, subgoal: number): Verdict => labels![subgoal]!;
const PICKUP = "pickup of nothing";

let stored: StoredResult;
let small: StoredResult;
beforeAll(async () => {
  const prompt = presetPrompt("crop");
  const annotators = [
    ...floors(keyroom.items, 1),
    textRules(prompt),
    scripted("fooled", (item, i) => (item.action === "PICKUP" ? (i === 0 ? "yes" : "no") : right(item, i))),
    scripted("silent", () => "unanswered"),
  ];
  const run = (size: "full" | "default") =>
    evaluate({ data: keyroom, selection: { size }, prompt, annotators, seed: 1, repetitions: 20 });
  await writeResult(join(folder, "full"), await run("full"), new Map());
  await writeResult(join(folder, "small"), await run("default"), new Map());
  stored = readStoredResult(join(folder, "full"));
  small = readStoredResult(join(folder, "small"));
}, 120_000);

/** KeyRoom has two subgoals. */
const cells = (table: ErrorTable, name: string): readonly [ErrorCell, ErrorCell] => {
  const found = table.strata.find((stratum) => stratum.name === name)!.cells;
  return [found[0]!, found[1]!];
};
const negatives = [OTHER_ACHIEVED, ...LOOK_ALIKES, OTHER];

describe("the error table of a result", () => {
  it("of always yes: every false positive, no miss", () => {
    const table = errorTable(stored, "always yes");
    for (const name of negatives) expect(cells(table, name).map(({ rate }) => rate)).toEqual([1, 1]);
    expect(cells(table, ACHIEVED).map(({ rate }) => rate)).toEqual([0, 0]);
  });

  it("of always no: every miss, no false positive", () => {
    const table = errorTable(stored, "always no");
    for (const name of negatives) expect(cells(table, name).map(({ rate }) => rate)).toEqual([0, 0]);
    expect(cells(table, ACHIEVED).map(({ rate }) => rate)).toEqual([1, 1]);
  });

  it("of the text rules: no error, with limits that say how little 0 of few shows", () => {
    const table = errorTable(stored, "text rules");
    expect(table.row).toEqual({ name: "text rules", kind: "rules" });
    for (const { cells } of table.strata) {
      for (const { from, rate, low, high, judged, wrong } of cells) {
        expect([rate, low, wrong]).toEqual([0, 0, 0]);
        expect(high).toBeGreaterThan(0);
        if (judged >= 5) expect(high).toBeCloseTo(3.8415 / (judged + 3.8415), 3);
        else expect(from).not.toBe("");
      }
    }
  });

  it("counts every labelled verdict in one stratum of training", () => {
    const table = errorTable(stored, "text rules");
    for (const subgoal of [0, 1] as const) {
      const judged = [ACHIEVED, ...negatives].reduce((sum, name) => sum + cells(table, name)[subgoal].judged, 0);
      expect(judged).toBe(keyroom.items.length);
    }
    expect(table.items).toBe(keyroom.items.length);
    // By the card: 120 balanced and 30, 21 at the natural rate.
    expect(cells(table, ACHIEVED).map(({ judged }) => judged)).toEqual([150, 141]);
    expect(cells(table, OTHER_ACHIEVED).map(({ judged }) => judged)).toEqual([141, 150]);
    expect(cells(table, PICKUP)[0].judged).toBe(45);
  });

  it("keeps kinds apart: one that fools a judge does not blame the others", () => {
    const table = errorTable(stored, "fooled");
    expect(cells(table, PICKUP)[0]).toMatchObject({ judged: 45, wrong: 45, rate: 1, from: PICKUP });
    for (const name of negatives.filter((name) => name !== PICKUP && name !== "start on the key, not taken")) {
      expect(cells(table, name)[0].wrong).toBe(0);
    }
    expect(cells(table, PICKUP)[1].rate).toBe(0);
  });

  it("reads an unanswered verdict as no, and counts it apart", () => {
    const table = errorTable(stored, "silent");
    expect(cells(table, ACHIEVED)[0]).toMatchObject({ judged: 150, wrong: 150, unanswered: 150, rate: 1 });
    expect(cells(table, PICKUP)[0]).toMatchObject({ judged: 45, wrong: 0, unanswered: 45, rate: 0 });
  });

  it("lends a thin stratum the figures of a coarser one, and says so", () => {
    const table = errorTable(stored, "fooled");
    const [thin] = cells(table, "start on the key, not taken");
    const [pooled] = cells(table, "any look-alike");
    expect(thin).toMatchObject({ judged: 1, from: "any look-alike", rate: pooled.rate, high: pooled.high });
    const limits = wilson({ successes: pooled.wrong, trials: pooled.judged });
    expect(limits).toMatchObject({ ok: true, estimate: pooled.rate, low: pooled.low, high: pooled.high });
  });

  it("is plain data", () => {
    const table = errorTable(small, "fooled");
    expect(JSON.parse(JSON.stringify(table))).toEqual(table);
  });

  it("refuses a row that is not there, naming those that are", () => {
    expect(() => errorTable(stored, "gpt")).toThrow(InputError);
    expect(() => errorTable(stored, "gpt")).toThrow(
      /no row "gpt"; its rows are always yes, always no, coin.*text rules/,
    );
  });

  it("refuses a result on other subgoals, or without labels, or without an achievement", () => {
    const items = (change: (item: Transition) => Transition): StoredResult => ({
      ...stored,
      items: stored.items.map(change),
    });
    const other = items((item) => ({ ...item, subgoals: ["eat", "sleep"] }));
    expect(() => errorTable(other, "text rules")).toThrow(/is about "eat", "sleep"; .*"pick up the key"/);
    const unlabelled = items(({ labels: _, ...item }) => item);
    expect(() => errorTable(unlabelled, "text rules")).toThrow(
      /no labelled transition in which "pick up the key" was ach/,
    );
    const never = items((item) => ({ ...item, labels: ["no", "no"] }));
    expect(() => errorTable(never, "text rules")).toThrow(InputError);
  });

  it("leaves out what is labelled for one subgoal only: its stratum is unknown", () => {
    const half = stored.items.map(
      (item, i): Transition => (i % 2 === 0 ? item : { ...item, labels: [item.labels![0]!, "unanswered"] }),
    );
    expect(errorTable({ ...stored, items: half }, "text rules").items).toBe(keyroom.items.length / 2);
  });
});

describe("arms with a judge's errors", () => {
  const context = { seed: 1, id: "MiniHack-KeyRoom-S5-v0" };

  it("are three, and say that they are simulated, from whom and from how much", () => {
    const arms = measuredArms(stored, "fooled");
    expect(arms.map(({ name }) => name)).toEqual([
      "errors of fooled",
      "errors of fooled by text",
      "errors of fooled by text, upper limits",
    ]);
    for (const { what } of arms) {
      expect(what).toContain("simulated");
      expect(what).toContain("fooled (script)");
      expect(what).toContain("1568 judged transitions of keyroom 1");
    }
    expect(JSON.parse(JSON.stringify(arms))).toEqual(arms);
  });

  it.each([
    [0, "rate"],
    [1, "rate"],
    [2, "high"],
  ] as const)(
    "err on recorded transitions as often as their judge did on that kind (arm %i, at its %s)",
    (index, at) => {
      const judge = judgeOf(measuredArms(small, "message only")[index]!.source, context)!;
      const table = errorTable(small, "message only");
      expect(judge.reads).toBe("text");
      const sums = [0, 1].map(() => ({ wrong: 0, expected: 0, variance: 0 }));
      let key = 0;
      for (const item of keyroom.items.flatMap((one) => Array.from({ length: 10 }, () => one))) {
        judge.begin?.();
        // Not an episode's first step, unless it was.
        if (item.step !== 1) judge.judge(stepWith({ key: key++ }));
        const said = judge.judge({ ...recordedStep(item), key: key++ });
        const kind = KEYROOM.lookAlikes.find(({ holds }) => holds(item, item.step!))?.name ?? OTHER;
        for (const subgoal of [0, 1] as const) {
          const isAchieved = item.labels![subgoal] === "yes";
          const other = item.labels!.includes("yes") ? OTHER_ACHIEVED : kind;
          const chance = cells(table, isAchieved ? ACHIEVED : other)[subgoal][at];
          const sum = sums[subgoal]!;
          if (((said >> subgoal) & 1) !== (isAchieved ? 1 : 0)) sum.wrong++;
          sum.expected += chance;
          sum.variance += chance * (1 - chance);
        }
      }
      for (const { wrong, expected, variance } of sums) {
        expect(Math.abs(wrong - expected)).toBeLessThanOrEqual(4 * Math.sqrt(variance));
      }
      // Otherwise this would show nothing.
      expect(sums.reduce((sum, { wrong }) => sum + wrong, 0)).toBeGreaterThan(100);
    },
  );

  it("of always yes pay everything, of the text rules what is true", () => {
    const said = (row: string, truth: number) =>
      judgeOf(measuredArms(stored, row)[1].source, context)!.judge(stepWith({ truth, key: 77 }));
    for (const truth of [0, 1, 2, 3]) {
      expect(said("always yes", truth)).toBe(3);
      expect(said("text rules", truth)).toBe(truth);
    }
  });

  it("at the upper limits err even where nothing was seen to go wrong", () => {
    const judge = judgeOf(measuredArms(small, "text rules")[2].source, context)!;
    let wrong = 0;
    for (let key = 0; key < 2_000; key++) if (judge.judge(stepWith({ key: key * 4_001 })) !== 0) wrong++;
    expect(wrong).toBeGreaterThan(20);
  });
});
