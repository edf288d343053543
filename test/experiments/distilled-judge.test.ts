import { beforeAll, describe, expect, it } from "vitest";
import { loadDataSet, own, viewOf } from "../../annotations/index.js";
import { distilling } from "../../calm/index.js";
import { InputError } from "../../envs/index.js";
import { distilledArm, distilledJudge } from "../../experiments/distilled-judge.js";
import { judgeOf } from "../../experiments/judges.js";
import { answers, playedSteps, recordedStep } from "./support.js";

const { name, version, hash, items } = loadDataSet("keyroom");
const S5 = "MiniHack-KeyRoom-S5-v0";
const TASK = own.taskOf(S5);
const STEPS = playedSteps(S5, 4_000);
const rates = { falsePositive: 0, falseNegative: 0 };
let distilled: distilling.Distilled;

beforeAll(async () => {
  const teacher = distilling.simulatedTeacher({ rates, fall: "independent", kinds: [] }, 1);
  const learning = items.filter((_, i) => i % 3 === 0);
  const said = await teacher.answers(learning);
  distilled = distilling.distil({
    data: { name, version, hash },
    selection: "a third",
    items: learning,
    answers: said,
    teacher,
    seed: 1,
  });
}, 60_000);

describe("a distilled judge in training", () => {
  it("says of a step what it says of the same transition in an evaluation; doubt pays nothing", async () => {
    const judge = distilled.unsureOf(0.3);
    const judgements = await distilling.distilledAnnotator(judge).annotate(items.map(viewOf));
    const inTraining = distilledJudge(judge, TASK);
    items.forEach((item, i) => {
      const bits = judgements[i]!.verdicts.reduce((sum, verdict, s) => sum | (verdict === "yes" ? 1 << s : 0), 0);
      expect(inTraining.judge({ ...recordedStep(item), key: i })).toBe(bits);
    });
    const report = inTraining.report?.();
    expect(report).toMatchObject({ steps: items.length, texts: items.length, calls: 0 });
    expect(report?.unsure).toBeGreaterThan(0);
  });

  it("learned from the real game, judges nearly all of our engine's steps as the truth does", () => {
    const said = answers(distilledJudge(distilled.judge, TASK), STEPS);
    const wrong = STEPS.filter(({ truth }, i) => truth !== said[i]).length;
    expect(STEPS.filter(({ truth }) => truth !== 0).length).toBeGreaterThan(50);
    expect(wrong).toBeLessThan(STEPS.length / 200);
  });

  it("goes on from a checkpoint as if it had not been stopped, and is left alone by its tester", () => {
    const undisturbed = distilledJudge(distilled.judge, TASK);
    const all = answers(undisturbed, STEPS);
    const stopped = distilledJudge(distilled.judge, TASK);
    const first = answers(stopped, STEPS.slice(0, 1_234));
    answers(stopped.tester("at 1234"), STEPS.slice(2_000, 3_000));
    const resumed = distilledJudge(distilled.judge, TASK);
    resumed.load?.(JSON.parse(JSON.stringify(stopped.save?.())));
    expect([...first, ...answers(resumed, STEPS.slice(1_234))]).toEqual(all);
    expect(resumed.report?.()).toEqual(undisturbed.report?.());
    expect(() => resumed.load?.({ texts: [[1, 99_999]], steps: 0 })).toThrow(InputError);
  });

  it("is an arm as plain data, made again by whoever has it", () => {
    const arm = distilledArm(distilled.judge, "mine", TASK);
    const crossed = JSON.parse(JSON.stringify(arm.source));
    const made = judgeOf(crossed, { seed: 1, id: S5 })!;
    expect(answers(made, STEPS.slice(0, 500))).toEqual(
      answers(distilledJudge(distilled.judge, TASK), STEPS.slice(0, 500)),
    );
    expect(arm.what).toMatch(
      /^distilled: a small classifier of the text, learned from \d+ answers of noisy truth 0\/0/,
    );
  });

  it("is refused where it learned other subgoals", () => {
    const other = { ...distilled.judge, subgoals: ["pick up the key", "ring the bell"] };
    expect(() => distilledArm(other, "mine", TASK)).toThrow(
      'The judge learned "pick up the key", "ring the bell", and not "open the door", which training pays for.',
    );
  });
});
