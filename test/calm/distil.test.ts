import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANY, loadDataSet, type Transition, viewOf } from "../../annotations/index.js";
import { canonicalJson, distilling, presetPrompt, textRules } from "../../calm/index.js";
import { InputError, windowRows } from "../../envs/index.js";

const KEYROOM = loadDataSet("keyroom");
/** Small, because each student costs: every third to learn from, other episodes held out. */
const EPISODES = [...new Set(KEYROOM.items.map(({ episode = "" }) => episode))];
const third = new Set(EPISODES.filter((_, i) => i % 3 === 0));
const LEARN = KEYROOM.items.filter(({ episode = "" }) => third.has(episode));
const HELD = KEYROOM.items.filter(({ episode = "" }) => !third.has(episode));

const { name, version, hash } = KEYROOM;
const taught = async (teacher: distilling.Teacher, items: readonly Transition[] = LEARN, seed = 1) =>
  distilling.distil({
    data: { name, version, hash },
    selection: "a third",
    items,
    answers: await teacher.answers(items),
    teacher,
    seed,
  });

const simulated = (fp: number, fn: number, more: Partial<distilling.SimulatedErrors> = {}, seed = 1) =>
  distilling.simulatedTeacher(
    { rates: { falsePositive: fp, falseNegative: fn }, fall: "independent", kinds: [], ...more },
    seed,
  );

const NOISY = await taught(simulated(0.05, 0.1));

describe("features", () => {
  it("of a whole map are those of the crop that a judge is shown", () => {
    for (const item of KEYROOM.items.slice(0, 200)) {
      const [before, after] = [item.before, item.after].map((frame) => ({
        rows: windowRows(frame, "crop"),
        hero: { x: 4, y: 4 },
        message: frame.message,
      }));
      const crop = { ...viewOf(item), before: before!, after: after! };
      expect(distilling.featuresOf(crop)).toEqual(distilling.featuresOf(item));
      expect(distilling.lessonText(crop)).toBe(distilling.lessonText(item));
    }
  });

  it("read no inventory and no status", () => {
    const [item] = KEYROOM.items;
    const bare = { ...item!, after: { rows: item!.after.rows, hero: item!.after.hero!, message: item!.after.message } };
    expect(distilling.featuresOf(bare)).toEqual(distilling.featuresOf(item!));
  });

  it("tell a walk from a change: what only shifts is no change, a door that opens is one", () => {
    const frame = (rows: string[], x: number) => ({ rows, hero: { x, y: 1 }, message: "" });
    const walls = "-------";
    const step = { task: "", subgoals: ["open the door"], action: "E" };
    const walked = { ...step, before: frame([walls, "|.@...+", walls], 2), after: frame([walls, "|..@..+", walls], 3) };
    expect(distilling.featuresOf(walked)).toEqual(expect.arrayContaining(["moved", "E & moved", "changed 0"]));
    const opened = {
      ...step,
      action: "APPLY",
      before: frame([walls, "|....@+", walls], 5),
      after: frame([walls, "|....@|", walls], 5),
    };
    expect(distilling.featuresOf(opened)).toEqual(
      expect.arrayContaining(["stayed", "+ to | at 1,0", "APPLY & + to |"]),
    );
  });

  it("are harmless words, whatever the game says", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (message, action) => {
        const frame = { rows: ["@."], hero: { x: 0, y: 0 }, message };
        for (const feature of distilling.featuresOf({
          task: "",
          subgoals: ["a"],
          before: frame,
          action,
          after: frame,
        })) {
          expect(feature.length).toBeLessThanOrEqual(80);
          expect(feature).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        }
      }),
    );
  });
});

describe("a student", () => {
  it("of a teacher whose errors are independent is better than it, on episodes held out", async () => {
    const teacher = await simulated(0.05, 0.1).answers(HELD);
    const student = await distilling.judgeAll(NOISY.judge, HELD);
    const { kappaDifference, kappa } = distilling.compareRows(HELD, [teacher, student], ANY, {
      seed: 1,
      repetitions: 200,
    });
    expect(kappa[0]!.value).toBeLessThan(0.8);
    expect(kappa[1]!.value).toBeGreaterThan(0.95);
    expect("low" in kappaDifference && kappaDifference.low).toBeGreaterThan(0);
  });

  it("of a teacher that falls for a kind of look-alikes falls for it, too", async () => {
    const kinds = ["step onto the key"];
    const { judge } = await taught(simulated(0, 0, { kinds }));
    const alike = HELD.filter(({ kind }) => kind === "step onto the key");
    const said = await distilling.judgeAll(judge, alike);
    expect(alike.length).toBeGreaterThan(10);
    expect(said.filter(({ verdicts }) => verdicts[0] === "yes").length).toBeGreaterThan(0.9 * alike.length);
  });

  it("is the same plain data for the same lessons, and another for another seed", async () => {
    const again = await taught(simulated(0.05, 0.1));
    expect(canonicalJson(again.judge)).toBe(canonicalJson(NOISY.judge));
    expect((await taught(simulated(0.05, 0.1), LEARN, 2)).judge.hash).not.toBe(NOISY.judge.hash);
  });

  it("states a probability for each verdict, on the side of its threshold", async () => {
    const said = await distilling.judgeAll(NOISY.judge, HELD.slice(0, 300));
    for (const { verdicts, confidence } of said) {
      verdicts.forEach((verdict, i) => {
        expect(verdict).toBe(confidence![i]! >= NOISY.judge.scorers[i]!.threshold ? "yes" : "no");
      });
    }
  });

  it("leaves a subgoal that it did not learn unanswered", async () => {
    const view = { ...viewOf(HELD[0]!), subgoals: ["open the door", "ring the bell"] };
    const [said] = await distilling.distilledAnnotator(NOISY.judge).annotate([view]);
    expect(said?.verdicts[1]).toBe("unanswered");
    expect(said?.verdicts[0]).not.toBe("unanswered");
    expect(said?.failure).toEqual({ reason: "no rule", detail: 'did not learn "ring the bell"' });
  });

  it("learns from answers only: what the teacher left open is no lesson", async () => {
    const teacher = simulated(0, 0);
    const answers = (await teacher.answers(LEARN)).map((one, i) =>
      i % 2 === 0 ? one : { verdicts: ["unanswered", "unanswered"] as const },
    );
    const half = distilling.distil({
      data: { name, version, hash },
      selection: "",
      items: LEARN,
      answers,
      teacher,
      seed: 1,
    });
    expect(half.judge.lessons.transitions).toBe(Math.ceil(LEARN.length / 2));
    expect(half.judge.lessons.unanswered).toBe(Math.floor(LEARN.length / 2));
  });

  it("is not made where the teacher says too little, or what it says is chance", async () => {
    const few = LEARN.filter(({ labels }) => !labels?.includes("yes"));
    await expect(taught(simulated(0, 0), few)).rejects.toThrow(
      new InputError(
        'The teacher says yes to "pick up the key" 0 times; 5 are needed to learn it, so take more transitions.',
      ),
    );
    await expect(taught(simulated(0.5, 0.5))).rejects.toThrow(/cannot be told from chance/);
    const one = KEYROOM.items.filter(({ episode }) => episode === LEARN.at(-1)!.episode);
    await expect(taught(simulated(0.5, 0.5), one)).rejects.toThrow(InputError);
  });
});

describe("measuring", () => {
  const options = { seed: 1, repetitions: 100, sizes: [], shares: [0.05] };
  const data = { name, version, hash };
  const teacher = simulated(0.05, 0.1);

  it("scores texts that occurred in training with the rest, and leaves them out apart", async () => {
    const answers = await teacher.answers(LEARN);
    const learning = { data, selection: "", items: LEARN, answers, teacher, seed: 1 };
    const held = { data, items: HELD, answers: await teacher.answers(HELD) };
    const found = await distilling.measure(NOISY, learning, held, options);
    const learned = new Set(LEARN.map(distilling.lessonText));
    const seen = HELD.filter((item) => learned.has(distilling.lessonText(item))).length;
    expect(seen).toBeGreaterThan(0);
    expect(found.heldOut).toMatchObject({ items: HELD.length, seenItems: seen });
    const [all, unseen] = ["all", "unseen"].map((texts) =>
      found.scopes.find((scope) => scope.part === "all held out" && scope.column === ANY && scope.texts === texts),
    );
    expect(all?.compared.items).toBe(HELD.length);
    expect(unseen?.compared.items).toBe(HELD.length - seen);
    expect(all?.compared.kappa).toHaveLength(2);
    expect(found.doubt).toHaveLength(1);
  });

  it("shows the student alone where the teacher was not asked", async () => {
    const answers = await teacher.answers(LEARN);
    const learning = { data, selection: "", items: LEARN, answers, teacher, seed: 1 };
    const found = await distilling.measure(NOISY, learning, { data, items: HELD }, options);
    expect(found.agreement).toBeUndefined();
    expect(found.doubt).toEqual([]);
    expect(found.scopes.every(({ compared }) => compared.kappa.length === 1)).toBe(true);
  });
});

describe("a teacher", () => {
  it("errs independently on every transition, or by text alike", async () => {
    const twice = LEARN.slice(0, 300).flatMap((item) => [item, { ...item, id: `${item.id} again` }]);
    const differ = async (fall: "independent" | "by text") => {
      const said = await simulated(0.3, 0.3, { fall }).answers(twice);
      return said.filter(({ verdicts }, i) => i % 2 === 1 && verdicts.join() !== said[i - 1]!.verdicts.join()).length;
    };
    expect(await differ("by text")).toBe(0);
    expect(await differ("independent")).toBeGreaterThan(100);
  });

  it("is named with its prompt, and may not be distilled itself", () => {
    const rules = distilling.annotatorTeacher(textRules(presetPrompt("crop")), { id: "crop/1", hash: "0".repeat(64) });
    expect(rules.provenance.kind).toBe("rules");
    expect(() => distilling.annotatorTeacher(distilling.distilledAnnotator(NOISY.judge))).toThrow(
      "is distilled itself; name its teacher.",
    );
    expect(() => simulated(0, 0, { kinds: ["a pony"] })).toThrow('There is no kind of look-alikes "a pony"');
  });
});

describe("the band of doubt", () => {
  const other = { kind: "mock", name: "other", note: "A test." } as const;

  it("is wider for a larger share, and hands over what lies in it, whole", async () => {
    const views = HELD.map(viewOf);
    const handed: number[] = [];
    for (const share of [0, 0.02, 0.1, 0.3]) {
      const asked: unknown[] = [];
      const pair = distilling.askWhenUnsure(distilling.distilledAnnotator(NOISY.unsureOf(share)), {
        provenance: other,
        annotate: (open) => {
          asked.push(...open);
          return Promise.resolve(open.map(() => ({ verdicts: ["yes", "yes"] as const })));
        },
      });
      const said = await pair.annotate(views);
      expect(said.filter(({ verdicts }) => verdicts.join() === "yes,yes").length).toBeGreaterThanOrEqual(asked.length);
      expect(said.flatMap(({ verdicts }) => verdicts)).not.toContain("unanswered");
      handed.push(asked.length);
    }
    expect(handed[0]).toBe(0);
    expect([...handed].sort((a, b) => a - b)).toEqual(handed);
    expect(handed[3]).toBeGreaterThan(handed[1]!);
  });

  it("is unanswered, with the probability, where nobody is asked", async () => {
    const said = await distilling.judgeAll(NOISY.unsureOf(0.3), HELD);
    const open = said.filter(({ verdicts }) => verdicts.includes("unanswered"));
    expect(open.length).toBeGreaterThan(0);
    for (const { failure } of open) {
      expect(failure?.reason).toBe("unsure");
      expect(failure?.detail).toMatch(/^unsure: \d+ % yes to "/);
    }
  });
});

describe("a judge file", () => {
  const text = canonicalJson(NOISY.judge);

  it("reads back as it was written, and knows the texts it was learned from", () => {
    const judge = distilling.parseJudge(text, "judge.json");
    expect(judge).toEqual(NOISY.judge);
    const wasSeen = distilling.seenBy(judge);
    expect(LEARN.every((item) => wasSeen(distilling.lessonText(item)))).toBe(true);
    const learned = new Set(LEARN.map(distilling.lessonText));
    for (const item of HELD)
      expect(wasSeen(distilling.lessonText(item))).toBe(learned.has(distilling.lessonText(item)));
  });

  it.each([
    ["no JSON", "{", "it is no JSON"],
    ["nothing of ours", "[]", "is no judge of format calmhack-judge/1 (the whole)"],
    ["another format", JSON.stringify({ ...NOISY.judge, format: "calmhack-judge/9" }), "(format)"],
    ["another seed", JSON.stringify({ ...NOISY.judge, seed: 7 }), "it was edited or damaged, its hash differs"],
    ["numbers too large", text.replace('"bias":', '"bias":1e999,"was":'), "is no judge of format"],
    [
      "weights that do not fit",
      JSON.stringify({ ...NOISY.judge, features: { ...NOISY.judge.features, names: ["a"] } }),
      "its weights do not fit its names",
    ],
  ])("with %s is refused in one sentence", (_, damaged, says) => {
    expect(() => distilling.parseJudge(damaged, "my\u001b[31m.json")).toThrow(InputError);
    expect(() => distilling.parseJudge(damaged, "my\u001b[31m.json")).toThrow(says);
    expect(() => distilling.parseJudge(damaged, "my\u001b[31m.json")).not.toThrow("\u001b");
  });

  it("of other features is refused, though its hash is right", () => {
    const other = { ...NOISY.judge, features: { ...NOISY.judge.features, version: "crop text/0" } };
    const sealed = { ...other, hash: distilling.judgeHash(other) };
    expect(() => distilling.parseJudge(JSON.stringify(sealed), "j.json")).toThrow("distil it again");
  });

  it("changed at any place is itself or refused", () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 3 }), (at, piece) => {
        const changed = text.slice(0, at) + piece + text.slice(at + piece.length);
        try {
          expect(distilling.parseJudge(changed, "j.json")).toEqual(NOISY.judge);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 50 },
    );
  });
});
