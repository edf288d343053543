import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ANY,
  type Answers,
  anyFlagged,
  type Difference,
  type Figure,
  isBetter,
  type Judgement,
  type ProvenanceKind,
  type Row,
  SCORES,
  type ScoredPart,
  scorecard,
  type Transition,
  type Verdict,
} from "../../annotations/index.js";
import { transition, verdicts } from "./support.js";

const options = { seed: 1, repetitions: 200 };

const answer = (name: string, judgements: readonly Judgement[], kind: ProvenanceKind = "model"): Answers => ({
  provenance: { kind, name, note: "" },
  judgements,
});

type Cell = readonly [label: Verdict, verdict: Verdict, count: number];

/** One subgoal "a"; every item an episode of its own unless told otherwise. */
function cells(...given: readonly Cell[]): { items: Transition[]; judgements: Judgement[] } {
  const pairs = given.flatMap(([label, verdict, count]) => Array.from({ length: count }, () => ({ label, verdict })));
  return {
    items: pairs.map(({ label }, i) => transition(`${i}`, { subgoals: ["a"], labels: [label] })),
    judgements: pairs.map(({ verdict }) => verdicts(verdict)),
  };
}

const confusion = (tp: number, fp: number, fn: number, tn: number) =>
  cells(["yes", "yes", tp], ["no", "yes", fp], ["yes", "no", fn], ["no", "no", tn]);

function only(items: readonly Transition[], judgements: readonly Judgement[]): ScoredPart {
  const { parts } = scorecard(items, [answer("judge", judgements)], options);
  expect(parts).toHaveLength(1);
  return parts[0]!;
}

function rowOf(part: ScoredPart, column: string, index = 0): Row {
  const row = part.columns.find(({ name }) => name === column)?.rows[index];
  if (row === undefined) throw new Error(`no column ${column}`);
  return row;
}

const score = ({ items, judgements }: ReturnType<typeof cells>, column = "a") => rowOf(only(items, judgements), column);

function limits(figure: Figure): readonly [number, number] {
  if (figure.value === null || figure.low === null || figure.high === null)
    throw new Error(`no limits: ${JSON.stringify(figure)}`);
  return [figure.low, figure.high];
}

describe("a column of the scorecard", () => {
  it("gives the reference MCC and kappa", () => {
    // Section 10.2 of the facts on credit assignment: 0.408248, and the textbook kappa of [[20, 5], [10, 15]].
    expect(score(confusion(20, 10, 5, 15)).asWrong.mcc.value).toBeCloseTo(0.408248, 6);
    expect(score(confusion(20, 5, 10, 15)).asWrong.kappa.value).toBeCloseTo(0.4, 12);
    expect(score(confusion(6, 1, 2, 3)).asWrong.mcc.value).toBeCloseTo(0.478091, 6);
  });

  it("gives precision and recall the reference intervals of Wilson", () => {
    // Section 10.2: 45 of 50 and 8 of 10.
    const { precision } = score(confusion(45, 5, 0, 7)).asWrong;
    expect(precision.value).toBe(0.9);
    expect(limits(precision)[0]).toBeCloseTo(0.786398, 6);
    expect(limits(precision)[1]).toBeCloseTo(0.956524, 6);
    const { recall } = score(confusion(8, 3, 2, 7)).asWrong;
    expect(recall.value).toBe(0.8);
    expect(limits(recall)[0]).toBeCloseTo(0.490162, 6);
    expect(limits(recall)[1]).toBeCloseTo(0.943318, 6);
  });

  it("counts what was answered, and what was not by its label", () => {
    const counted = cells(
      ["yes", "yes", 3],
      ["no", "yes", 2],
      ["yes", "no", 4],
      ["no", "no", 5],
      ["yes", "unanswered", 6],
      ["no", "unanswered", 7],
      ["unanswered", "yes", 8],
    );
    const row = score(counted);
    expect(row.counts).toEqual({ tp: 3, fp: 2, fn: 4, tn: 5, unansweredYes: 6, unansweredNo: 7 });
    // As wrong: a missed yes (fn 4 + 6), a false alarm (fp 2 + 7). Left out: the four counts alone.
    expect(row.asWrong.precision.value).toBe(3 / 12);
    expect(row.asWrong.recall.value).toBe(3 / 13);
    expect(row.asWrong.f1.value).toBe(6 / (6 + 9 + 10));
    expect(row.leftOut.precision.value).toBe(3 / 5);
    expect(row.leftOut.recall.value).toBe(3 / 7);
    expect(row.leftOut.f1.value).toBe(6 / 12);
    // No reward was paid for what was not answered: 2 of the 27 labelled.
    expect(row.falseRewards.value).toBe(2 / 27);
  });

  it("counts an unanswered item as wrong as if the opposite of its label had been said", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 6 }), { minLength: 6, maxLength: 6 }), ([tp, fp, fn, tn, uy, un]) => {
        fc.pre(tp! + fp! + fn! + tn! + uy! + un! > 0);
        const unanswered = score(
          cells(
            ["yes", "yes", tp!],
            ["no", "yes", fp!],
            ["yes", "no", fn!],
            ["no", "no", tn!],
            ["yes", "unanswered", uy!],
            ["no", "unanswered", un!],
          ),
        );
        const wrong = score(confusion(tp!, fp! + un!, fn! + uy!, tn!));
        for (const name of SCORES) expect(unanswered.asWrong[name].value).toBe(wrong.asWrong[name].value);
        if (tp! + fp! + fn! + tn! === 0) return;
        const without = score(confusion(tp!, fp!, fn!, tn!));
        for (const name of SCORES) expect(unanswered.leftOut[name].value).toBe(without.asWrong[name].value);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it("takes a verdict or a judgement that is not there for unanswered and never for a no", () => {
    const { items } = cells(["yes", "yes", 2], ["no", "no", 2]);
    const missing = only(items, [verdicts(), verdicts(), verdicts()]);
    for (const column of [ANY, "a"]) {
      expect(rowOf(missing, column).counts).toEqual({ tp: 0, fp: 0, fn: 0, tn: 0, unansweredYes: 2, unansweredNo: 2 });
    }
  });

  it("says why a figure has no value, and holds no NaN", () => {
    const row = score(cells(["no", "no", 5]));
    expect(row.asWrong.kappa).toMatchObject({ value: null, why: expect.stringMatching(/./) });
    expect(row.asWrong.precision).toMatchObject({ value: null, why: "there are no trials" });
    expect(row.falseRewards.value).toBe(0);
    // NaN and infinities do not survive JSON.
    const degenerate = [
      confusion(1, 0, 0, 0),
      confusion(0, 1, 0, 0),
      confusion(0, 0, 2, 0),
      cells(["yes", "unanswered", 2]),
    ];
    for (const { items, judgements } of [...degenerate, cells(["unanswered", "yes", 2])]) {
      const part = only(items, judgements);
      expect(JSON.parse(JSON.stringify(part))).toEqual(part);
    }
  });

  it("gives no limits to resampled figures of a single episode", () => {
    const { items, judgements } = confusion(3, 1, 1, 3);
    const one = items.map((item) => ({ ...item, episode: "e" }));
    expect(rowOf(only(one, judgements), "a").asWrong.kappa).toEqual({ value: 0.5, low: null, high: null });
  });

  it("resamples episodes: alike transitions of few episodes make wide limits", () => {
    const { items, judgements } = confusion(40, 10, 10, 40);
    const grouped = items.map((item, i) => ({
      ...item,
      episode: `e${i % 10 < 5 ? Math.floor(i / 10) : 10 + Math.floor(i / 10)}`,
    }));
    const width = (some: readonly Transition[]) => {
      const [low, high] = limits(rowOf(only(some, judgements), "a").asWrong.kappa);
      return high - low;
    };
    expect(only(grouped, judgements).episodes).toBe(20);
    expect(width(grouped)).toBeGreaterThan(1.5 * width(items));
  });
});

describe("any flagged", () => {
  it("is yes beside an unanswered, unanswered beside a no, and no only of noes", () => {
    expect(anyFlagged(["unanswered", "yes"])).toBe("yes");
    expect(anyFlagged(["unanswered", "no"])).toBe("unanswered");
    expect(anyFlagged(["no", "no"])).toBe("no");
  });

  const two = (id: string, ...labels: readonly [Verdict, Verdict]) => transition(id, { subgoals: ["a", "b"], labels });

  it("scores whether anything was flagged, right or wrong, and leaves the subgoals to their columns", () => {
    const items = [two("1", "yes", "no"), two("2", "no", "no"), two("3", "no", "yes"), two("4", "no", "no")];
    const given = [
      verdicts("no", "yes"),
      verdicts("no", "unanswered"),
      verdicts("no", "unanswered"),
      verdicts("no", "no"),
    ];
    const part = only(items, given);
    expect(rowOf(part, ANY).counts).toEqual({ tp: 1, fp: 0, fn: 0, tn: 1, unansweredYes: 1, unansweredNo: 1 });
    expect(rowOf(part, "a").counts).toEqual({ tp: 0, fp: 0, fn: 1, tn: 3, unansweredYes: 0, unansweredNo: 0 });
    expect(rowOf(part, "b").counts).toEqual({ tp: 0, fp: 1, fn: 0, tn: 1, unansweredYes: 1, unansweredNo: 1 });
  });

  it("counts a false subgoal beside a right one as a false reward", () => {
    const items = [two("1", "yes", "no"), two("2", "yes", "no"), two("3", "no", "no"), two("4", "no", "no")];
    const given = [verdicts("yes", "yes"), verdicts("yes", "no"), verdicts("no", "yes"), verdicts("no", "no")];
    const row = rowOf(only(items, given), ANY);
    expect(row.counts).toMatchObject({ tp: 2, fp: 1, tn: 1 });
    expect(row.falseRewards.value).toBe(2 / 4);
  });

  it("leaves out a transition whose labels leave it open", () => {
    const part = only(
      [two("1", "no", "unanswered"), two("2", "yes", "unanswered")],
      [verdicts("yes", "no"), verdicts("yes", "no")],
    );
    expect(rowOf(part, ANY).counts).toMatchObject({ tp: 1, fp: 0 });
    expect(rowOf(part, "a").counts).toMatchObject({ tp: 1, fp: 1 });
    expect(rowOf(part, "b").counts).toMatchObject({ tp: 0, fp: 0, fn: 0, tn: 0 });
  });
});

describe("parts", () => {
  const part = (name: string, { items, judgements }: ReturnType<typeof cells>, kind?: string) => ({
    items: items.map((item) => ({
      ...item,
      id: `${name} ${item.id}`,
      part: name,
      ...(kind === undefined ? {} : { kind }),
    })),
    judgements,
  });
  const balanced = part("balanced", confusion(5, 1, 2, 3));
  const hard = part("hard negatives", confusion(0, 4, 0, 6), "look-alike");
  const natural = part("natural rate", confusion(1, 2, 3, 30));

  it("are scored apart, and balanced and hard negatives once more as one", () => {
    const all = [natural, hard, balanced];
    const card = scorecard(
      all.flatMap(({ items }) => items),
      [
        answer(
          "judge",
          all.flatMap(({ judgements }) => judgements),
        ),
      ],
      options,
    );
    expect(card.parts.map(({ name, items }) => [name, items])).toEqual([
      ["natural rate", 36],
      ["hard negatives", 10],
      ["balanced", 11],
    ]);
    expect(card.parts.map((scored) => rowOf(scored, "a").counts)).toMatchObject([
      { tp: 1, fp: 2, fn: 3, tn: 30 },
      { tp: 0, fp: 4, fn: 0, tn: 6 },
      { tp: 5, fp: 1, fn: 2, tn: 3 },
    ]);
    expect(card.together).toMatchObject({ name: "balanced + hard negatives", items: 21 });
    expect(rowOf(card.together!, "a").counts).toMatchObject({ tp: 5, fp: 5, fn: 2, tn: 9 });
  });

  it("make no whole where one of the two is missing", () => {
    const { together } = scorecard(
      [...balanced.items, ...natural.items],
      [answer("judge", [...balanced.judgements, ...natural.judgements])],
      options,
    );
    expect(together).toBeUndefined();
  });

  it("count the false rewards of each kind of look-alike, per annotator", () => {
    const strict = hard.judgements.map(() => verdicts("no"));
    const { parts } = scorecard(hard.items, [answer("judge", hard.judgements), answer("strict", strict)], options);
    expect(parts[0]?.kinds).toEqual([{ kind: "look-alike", items: 10, falseRewards: [4, 0] }]);
  });
});

describe("differences", () => {
  const { items, judgements } = confusion(20, 5, 5, 30);
  // Right on all but one item, where the first is wrong on ten.
  const better = items.map(({ labels }, i) => verdicts(i === 0 ? "no" : (labels?.[0] ?? "no")));
  const find = (differences: readonly Difference[], first: string, second: string, column = "a") =>
    differences.find((d) => d.first === first && d.second === second && d.column === column);

  it("of an annotator and itself are exactly 0, with limits of exactly 0", () => {
    const [part] = scorecard(items, [answer("one", judgements), answer("two", judgements)], options).parts;
    expect(find(part?.differences ?? [], "one", "two")?.kappa).toEqual({ value: 0, low: 0, high: 0 });
    expect(isBetter(find(part?.differences ?? [], "one", "two")!)).toBe(false);
  });

  it("are kappa minus kappa on the same items", () => {
    const [part] = scorecard(items, [answer("one", better), answer("two", judgements)], options).parts;
    const kappas = [0, 1].map((i) => rowOf(part!, "a", i).asWrong.kappa.value ?? Number.NaN);
    // By hand: tp 24, fn 1, tn 35 against tp 20, fp 5, fn 5, tn 30.
    expect(kappas[0]).toBeCloseTo((2 * 24 * 35) / (24 * 35 + 25 * 36), 12);
    expect(kappas[1]).toBeCloseTo((2 * (20 * 30 - 25)) / (25 * 35 + 25 * 35), 12);
    const difference = find(part!.differences, "one", "two");
    expect(difference?.kappa.value).toBeCloseTo(kappas[0]! - kappas[1]!, 12);
    expect(isBetter(difference!)).toBe(true);
    const [turned] = scorecard(items, [answer("one", judgements), answer("two", better)], options).parts;
    expect(isBetter(find(turned!.differences, "one", "two")!)).toBe(false);
  });

  it("compare contestants with the best floor by kappa, and neither floors, truths nor simulations among themselves", () => {
    const labels = items.map((item) => ({ verdicts: item.labels ?? [] }));
    const [part] = scorecard(
      items,
      [
        answer(
          "always yes",
          items.map(() => verdicts("yes")),
          "floor",
        ),
        answer("good floor", judgements, "floor"),
        answer("truth", labels, "truth"),
        answer("noisy", labels, "simulated"),
        answer("rules", better, "rules"),
        answer("model", judgements, "model"),
      ],
      options,
    ).parts;
    const pairs = part!.differences.filter(({ column }) => column === "a").map(({ first, second }) => [first, second]);
    expect(pairs).toEqual([
      ["rules", "good floor"],
      ["model", "good floor"],
      ["rules", "model"],
    ]);
  });

  it("are left out of a column that has no kappa", () => {
    const none = cells(["no", "no", 9]);
    const [part] = scorecard(
      none.items,
      [answer("one", none.judgements), answer("two", none.judgements)],
      options,
    ).parts;
    expect(part?.differences).toEqual([]);
  });

  it("make somebody better only when the whole interval lies above zero", () => {
    const given = (kappa: Figure): Difference => ({ part: "p", column: "a", first: "one", second: "two", kappa });
    expect(isBetter(given({ value: 0.5, low: 0.001, high: 0.9 }))).toBe(true);
    expect(isBetter(given({ value: 0.5, low: 0, high: 0.9 }))).toBe(false);
    expect(isBetter(given({ value: 0.5, low: -0.1, high: 0.9 }))).toBe(false);
    expect(isBetter(given({ value: -0.5, low: -0.9, high: -0.1 }))).toBe(false);
    expect(isBetter(given({ value: 0.5, low: null, high: null }))).toBe(false);
    expect(isBetter(given({ value: null, why: "one class" }))).toBe(false);
  });
});

describe("the scorecard", () => {
  const item = fc.record({
    labels: fc.tuple(fc.constantFrom("yes", "no", "unanswered"), fc.constantFrom("yes", "no")) as fc.Arbitrary<
      readonly Verdict[]
    >,
    given: fc.tuple(
      fc.constantFrom("yes", "no", "unanswered"),
      fc.constantFrom("yes", "no", "unanswered"),
    ) as fc.Arbitrary<readonly Verdict[]>,
    episode: fc.constantFrom("e1", "e2", "e3", "e4"),
    part: fc.constantFrom("balanced", "hard negatives"),
  });

  function estimates(part: ScoredPart) {
    return part.columns.map(({ name, rows }) => ({
      name,
      rows: rows.map(({ counts, asWrong, leftOut, falseRewards }) => ({
        counts,
        asWrong: SCORES.map((one) => asWrong[one].value),
        leftOut: SCORES.map((one) => leftOut[one].value),
        falseRewards: falseRewards.value,
      })),
    }));
  }

  const sorted = (parts: readonly ScoredPart[]) =>
    parts
      .map((part) => ({ name: part.name, items: part.items, episodes: part.episodes, of: estimates(part) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));

  it("gives the same estimates in whatever order the items stand", () => {
    const lists = fc.array(item, { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(lists, fc.infiniteStream(fc.nat()), (list, keys) => {
        const rank = list.map(() => keys.next().value as number);
        const shuffled = list
          .map((one, i) => ({ one, by: rank[i]! }))
          .sort((a, b) => a.by - b.by)
          .map(({ one }) => one);
        const card = (of: typeof list) =>
          scorecard(
            of.map(({ labels, episode, part }, i) => transition(`${i}`, { labels, episode, part })),
            [
              answer(
                "judge",
                of.map(({ given }) => ({ verdicts: given })),
              ),
            ],
            { seed: 1, repetitions: 20 },
          );
        expect(sorted(card(shuffled).parts)).toEqual(sorted(card(list).parts));
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  it("is the same for the same seed, and keeps its estimates under another", () => {
    const { items, judgements } = confusion(12, 5, 6, 20);
    const card = (seed: number) => scorecard(items, [answer("judge", judgements)], { seed, repetitions: 100 });
    expect(card(1)).toEqual(card(1));
    expect(card(2)).not.toEqual(card(1));
    expect(estimates(card(2).parts[0]!)).toEqual(estimates(card(1).parts[0]!));
  });

  it("does not change an annotator's estimates when others join", () => {
    const { items, judgements } = confusion(12, 5, 6, 20);
    const [alone] = scorecard(items, [answer("judge", judgements)], options).parts;
    const [joined] = scorecard(
      items,
      [answer("judge", judgements), answer("other", confusion(18, 0, 0, 25).judgements)],
      options,
    ).parts;
    expect(joined?.columns.map(({ rows }) => rows[0])).toEqual(alone?.columns.map(({ rows }) => rows[0]));
  });
});
