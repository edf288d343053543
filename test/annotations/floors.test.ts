import { describe, expect, it } from "vitest";
import {
  ANY,
  type Annotator,
  floors,
  loadDataSet,
  noisyTruth,
  partOf,
  type Row,
  scorecard,
  type Transition,
  viewOf,
} from "../../annotations/index.js";
import { frame, transition } from "./support.js";

const { items } = loadDataSet("keyroom");
const [alwaysYes, alwaysNo, coin, actionOnly, messageOnly] = floors(items, 1) as [
  Annotator,
  Annotator,
  Annotator,
  Annotator,
  Annotator,
];

async function anyFlagged(annotator: Annotator, part: string, of: readonly Transition[] = items): Promise<Row> {
  const answers = [{ provenance: annotator.provenance, judgements: await annotator.annotate(of.map(viewOf)) }];
  const { parts } = scorecard(of, answers, { seed: 1, repetitions: 50 });
  const row = parts.find(({ name }) => name === part)?.columns.find(({ name }) => name === ANY)?.rows[0];
  if (row === undefined) throw new Error(`no row in ${part}`);
  return row;
}

const answers = async (annotator: Annotator, of: readonly Transition[]) =>
  (await annotator.annotate(of.map(viewOf))).map(({ verdicts }) => verdicts);

describe("always yes", () => {
  it("has F1 2p/(1+p) on the balanced part, which is 0.8 for two thirds, and kappa and MCC 0", async () => {
    const { asWrong, counts } = await anyFlagged(alwaysYes, "balanced");
    expect((counts.tp + counts.fn) / 360).toBe(2 / 3);
    expect(asWrong.f1.value).toBeCloseTo((2 * (2 / 3)) / (1 + 2 / 3), 12);
    expect(asWrong.f1.value).toBeCloseTo(0.8, 12);
    expect(asWrong.kappa.value).toBe(0);
    expect(asWrong.mcc.value).toBe(0);
  });

  it("rewards every hard negative", async () => {
    expect((await anyFlagged(alwaysYes, "hard negatives")).falseRewards.value).toBe(1);
  });
});

describe("always no", () => {
  it("is right on 949 of 1,000 steps at the natural rate and has kappa 0", async () => {
    const { counts, asWrong } = await anyFlagged(alwaysNo, "natural rate");
    expect(counts).toMatchObject({ tp: 0, fp: 0, fn: 51, tn: 949 });
    expect(asWrong.kappa.value).toBe(0);
    expect(asWrong.f1.value).toBe(0);
  });
});

describe("action only", () => {
  it("is perfect on the balanced part, where only the solver acts", async () => {
    const { counts, asWrong } = await anyFlagged(actionOnly, "balanced");
    expect(counts).toMatchObject({ tp: 240, fp: 0, fn: 0, tn: 120 });
    expect(asWrong.kappa.value).toBe(1);
  });

  it("has more than 300 false rewards per 1,000 hard negatives", async () => {
    const { falseRewards } = await anyFlagged(actionOnly, "hard negatives");
    // 44 APPLY and 30 PICKUP of 208.
    expect(falseRewards.value).toBe(74 / 208);
    expect((falseRewards.value ?? 0) * 1000).toBeGreaterThan(300);
  });
});

describe("a floor that learns", () => {
  const labelled = (id: string, episode: string, action: string, label: "yes" | "no", part = "balanced") =>
    transition(id, { subgoals: ["a"], labels: [label], episode, action, part });

  it("leaves out the whole episode that it judges", async () => {
    // The only evidence that PUSH means yes lies in the episode of the judged transition.
    const alone = [
      labelled("1", "e", "PUSH", "yes"),
      labelled("2", "e", "PUSH", "yes"),
      labelled("3", "e", "PUSH", "yes"),
      labelled("4", "f", "WAIT", "no"),
    ];
    const [, , , byAction] = floors(alone, 1);
    expect(await answers(byAction!, alone)).toEqual([["no"], ["no"], ["no"], ["no"]]);
    const elsewhere = [...alone, labelled("5", "g", "PUSH", "yes")];
    const [, , , informed] = floors(elsewhere, 1);
    expect(await answers(informed!, elsewhere)).toEqual([["yes"], ["yes"], ["yes"], ["no"], ["yes"]]);
  });

  it("leaves out every episode in which the judged text occurs, in other parts too", async () => {
    const twin = labelled("1", "e", "PUSH", "yes");
    const planted = [
      twin,
      { ...twin, id: "2", episode: "f", part: "hard negatives" },
      labelled("3", "f", "PUSH", "yes"),
      labelled("4", "g", "PUSH", "no"),
    ];
    const [, , , byAction] = floors(planted, 1);
    // What is left for the twins is episode g alone; for item 3 e and g, a tie, which is no majority.
    expect(await answers(byAction!, planted)).toEqual([["no"], ["no"], ["no"], ["yes"]]);
  });

  it("learns from the balanced part and not from the hard negatives", async () => {
    const some = [
      labelled("1", "e", "PUSH", "yes"),
      labelled("2", "f", "PUSH", "no", "hard negatives"),
      labelled("3", "g", "PUSH", "no", "hard negatives"),
      labelled("4", "h", "PUSH", "no", "hard negatives"),
    ];
    const [, , , byAction] = floors(some, 1);
    expect((await answers(byAction!, some)).slice(1)).toEqual([["yes"], ["yes"], ["yes"]]);
  });

  it("says no to an action and a message that it never saw", async () => {
    const strange = transition("never seen", { action: "DANCE", before: frame(["?"]) });
    for (const floor of [actionOnly, messageOnly]) expect(await answers(floor, [strange])).toEqual([["no", "no"]]);
  });

  it("reads its one property and nothing else", async () => {
    const taken = items.find((item) => item.action === "PICKUP" && item.labels?.[0] === "yes");
    const blank = { before: frame([""]), task: "" };
    const action = transition("other words", { ...blank, action: "PICKUP" });
    const message = transition("x", {
      ...blank,
      action: "N",
      after: frame([""], { message: taken?.after.message ?? "" }),
    });
    expect(await answers(actionOnly, [action, message])).toEqual([
      ["yes", "no"],
      ["no", "no"],
    ]);
    expect(await answers(messageOnly, [action, message])).toEqual([
      ["no", "no"],
      ["yes", "no"],
    ]);
  });
});

describe("the coin", () => {
  it("falls on yes about as often as the labels of the part do", async () => {
    for (const part of ["balanced", "hard negatives", "natural rate"]) {
      const within = items.filter((item) => partOf(item) === part);
      const given = await answers(coin, within);
      [0, 1].forEach((subgoal) => {
        const share = within.filter(({ labels }) => labels?.[subgoal] === "yes").length / within.length;
        const yes = given.filter((verdicts) => verdicts[subgoal] === "yes").length / within.length;
        const deviation = Math.sqrt((share * (1 - share)) / within.length);
        expect(Math.abs(yes - share)).toBeLessThanOrEqual(3.5 * deviation);
      });
    }
  });

  it("counts a subgoal that nobody labelled for neither side", async () => {
    const many = Array.from({ length: 400 }, (_, i) =>
      transition(`${i}`, { subgoals: ["a"], labels: [i % 4 === 0 ? "yes" : "unanswered"] }),
    );
    const [, , toss] = floors(many, 1);
    expect((await answers(toss!, many)).flat()).toEqual(many.map(() => "yes"));
  });

  it("gives another sequence under another seed and the same under the same", async () => {
    const some = items.slice(0, 100);
    const tossed = async (seed: number) => answers(floors(items, seed)[2]!, some);
    expect(await tossed(1)).toEqual(await tossed(1));
    expect(await tossed(1)).not.toEqual(await tossed(2));
  });
});

describe("the noisy truth", () => {
  const noisy = (falsePositive: number, falseNegative: number, seed = 1) =>
    noisyTruth(items, { falsePositive, falseNegative }, seed);

  it("is the truth at rate 0 and its opposite at rate 1", async () => {
    const labels = items.map((item) => item.labels);
    expect(await answers(noisy(0, 0), items)).toEqual(labels);
    const turned = labels.map((verdicts) => verdicts?.map((verdict) => (verdict === "yes" ? "no" : "yes")));
    expect(await answers(noisy(1, 1), items)).toEqual(turned);
  });

  it("errs near the asked rates, each on its own kind of label", async () => {
    const given = await answers(noisy(0.1, 0.3), items);
    const pairs = items.flatMap(({ labels, after }, i) =>
      (labels ?? []).map((label, s) => ({ label, turned: given[i]?.[s] !== label, text: `${after.rows.join()} ${s}` })),
    );
    for (const [label, rate] of [
      ["no", 0.1],
      ["yes", 0.3],
    ] as const) {
      const of = pairs.filter((pair) => pair.label === label);
      const measured = of.filter(({ turned }) => turned).length / of.length;
      expect(of.length).toBeGreaterThan(250);
      expect(Math.abs(measured - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / of.length));
    }
  });

  it("makes the same error on the same text wherever it stands, and other errors under another seed", async () => {
    const copies = items.slice(0, 60).map((item) => ({ ...item, id: `copy of ${item.id}`, episode: "elsewhere" }));
    const rates = { falsePositive: 0.5, falseNegative: 0.5 };
    const both = noisyTruth([...items, ...copies], rates, 3);
    expect(await answers(both, copies)).toEqual(await answers(both, items.slice(0, 60)));
    const reversed = await answers(both, items.slice(0, 60).toReversed());
    expect(reversed.toReversed()).toEqual(await answers(both, items.slice(0, 60)));
    expect(await answers(noisy(0.5, 0.5, 3), items)).not.toEqual(await answers(noisy(0.5, 0.5, 4), items));
  });

  it("turns more labels at a higher rate and keeps those that it turned", async () => {
    const wrong = async (rate: number) =>
      (await answers(noisy(rate, rate), items)).map((given, i) =>
        given.map((verdict, s) => verdict !== items[i]?.labels?.[s]),
      );
    const [few, many] = [await wrong(0.05), await wrong(0.2)];
    expect(few.flat().filter((turned, i) => turned && !many.flat()[i])).toEqual([]);
    expect(many.flat().filter(Boolean).length).toBeGreaterThan(few.flat().filter(Boolean).length);
  });

  it("has nothing to say where nobody labelled", async () => {
    const some = [transition("1", { labels: ["unanswered", "yes"] }), transition("2")];
    const judge = noisyTruth(some, { falsePositive: 0, falseNegative: 0 }, 1);
    expect(await answers(judge, some)).toEqual([
      ["unanswered", "yes"],
      ["unanswered", "unanswered"],
    ]);
  });

  it("is called simulated", () => {
    expect(noisy(0.1, 0.3).provenance).toMatchObject({ kind: "simulated", name: "noisy truth 0.1/0.3" });
  });
});

describe("every one of them", () => {
  it("sees no label, id, episode or part of what it judges", async () => {
    const seen = new Set<PropertyKey>();
    const watched = items.slice(0, 40).map(
      (item) =>
        new Proxy(item, {
          get: (target, property, receiver) => {
            seen.add(property);
            return Reflect.get(target, property, receiver) as unknown;
          },
        }),
    );
    const judges = [...floors(items, 1), noisyTruth(items, { falsePositive: 0.1, falseNegative: 0.1 }, 1)];
    for (const judge of judges) {
      const given = (await judge.annotate(watched)).map(({ verdicts }) => verdicts);
      expect(given).toEqual(await answers(judge, items.slice(0, 40)));
    }
    expect([...seen].sort()).toEqual(["action", "after", "before", "subgoals", "task"]);
  });

  it("has a name of its own, and all floors are called floors", () => {
    const names = floors(items, 1).map(({ provenance }) => provenance.name);
    expect(names).toEqual(["always yes", "always no", "coin", "action only", "message only"]);
    expect(new Set(floors(items, 1).map(({ provenance }) => provenance.kind))).toEqual(new Set(["floor"]));
  });
});
