/**
 * A judge in the loop: an annotator (a language model behind its door, or any other) is asked while training goes on, and
 * heard at barriers. Asked at step t, its answer is known from the first barrier at or after t + D on, however early it
 * came and wherever it came from: a run that finds its answers in a recording is the same, byte by byte, as the run that
 * paid for them. An evaluation asks nobody: what is not known by then pays nothing there.
 */
import { z } from "zod";
import { type JudgedStep, type TrainingJudge, UNKNOWN } from "../agents/index.js";
import { type Annotator, type Judgement, own, type TransitionView } from "../annotations/index.js";
import type { PromptTemplate } from "../calm/index.js";
import { InputError } from "../envs/index.js";
import { type AskFilter, passes } from "./ask-filter.js";
import { keyOf } from "./changes-key.js";
import { shownFrame, shownStep } from "./crop.js";
import { saidBits } from "./rules-judge.js";
import { bits, count, loaded } from "./saved.js";

const frame = z.strictObject({
  rows: z.array(z.string()),
  hero: z.strictObject({ x: z.int(), y: z.int() }).optional(),
  message: z.string(),
  inventory: z.array(z.strictObject({ letter: z.string(), text: z.string() })).optional(),
  status: z.array(z.string()).optional(),
});
const question = z.strictObject({ key: z.number(), at: count, before: frame, action: z.string(), after: frame });
type Question = z.infer<typeof question>;

const COUNTS = ["steps", "achieved", "skipped", "lost", "texts", "unanswered"] as const;
const savedState = z.strictObject({
  known: z.array(z.tuple([z.number(), bits])),
  questions: z.array(question),
  counts: z.record(z.enum(COUNTS), count),
});

/** Both frames as plain data that the schema describes. */
function framesOf(step: JudgedStep, prompt: PromptTemplate | undefined): Pick<Question, "before" | "after"> {
  const { before, after } = step;
  const frames =
    prompt?.window === "changes" ? shownStep(step) : { before: shownFrame(before), after: shownFrame(after) };
  return frames as Pick<Question, "before" | "after">;
}

/** Failures that another try might mend: nobody was asked, or no answer came. What was answered stays as it is. */
const mayMend = ({ failure }: Judgement): boolean => failure?.reason === "transport" || failure?.reason === "not asked";

export interface AskedJudgeOptions {
  readonly filter: AskFilter;
  /** What is asked about; absent: KeyRoom's. */
  readonly task?: Pick<own.Task, "task" | "subgoals">;
  /** In which words; absent: all that is seen makes a text of its own. */
  readonly prompt?: PromptTemplate;
}

/** A fresh judge for one run. */
export function askedJudge(annotator: Annotator, options: AskedJudgeOptions): TrainingJudge {
  const { filter, prompt } = options;
  const { task, subgoals } = options.task ?? own.KEYROOM_PLAY;
  const textOf = keyOf(prompt);
  const known = new Map<number, number>();
  const asked = new Map<number, { readonly question: Question; readonly answer: Promise<Judgement> }>();
  const counts: Record<(typeof COUNTS)[number], number> = {
    steps: 0,
    achieved: 0,
    skipped: 0,
    lost: 0,
    texts: 0,
    unanswered: 0,
  };

  function ask(one: Question): void {
    // Members that JSON has not are absent in what the schema gave back.
    const { action, before, after } = one as Question & Pick<TransitionView, "before" | "after">;
    const answer = annotator.annotate([{ task, subgoals, before, action, after }]).then(([judgement]) => judgement!);
    // Heard at the barrier; until then a failure is not unhandled.
    answer.catch(() => undefined);
    asked.set(one.key, { question: one, answer });
  }

  return {
    reads: "text",
    judge(step) {
      counts.steps++;
      if (step.truth !== 0) counts.achieved++;
      if (!passes(filter, step)) {
        counts.skipped++;
        if (step.truth !== 0) counts.lost++;
        return 0;
      }
      const key = textOf(step);
      const held = known.get(key);
      if (held !== undefined) return held;
      if (!asked.has(key)) {
        counts.texts++;
        const { at, action } = step;
        ask({ key, at, action, ...framesOf(step, prompt) });
      }
      return UNKNOWN;
    },
    keyOf: textOf,
    async settle(before) {
      for (const [key, { question: one, answer }] of asked) {
        if (one.at >= before) break;
        const judgement = await answer;
        if (mayMend(judgement)) {
          const why = judgement.failure?.detail ?? "";
          throw new InputError(`The judge gave no answer (${why}).`);
        }
        if (judgement.failure !== undefined) counts.unanswered++;
        known.set(key, saidBits(judgement));
        asked.delete(key);
      }
    },
    answer: (key) => known.get(key) ?? UNKNOWN,
    tester: () => ({
      reads: "text",
      judge: (step) => (passes(filter, step) ? (known.get(textOf(step)) ?? 0) : 0),
      tester: () => {
        throw new RangeError("a tester has no tester");
      },
    }),
    report: () => ({ ...counts, textsPerMillionSteps: Math.round((counts.texts / Math.max(1, counts.steps)) * 1e6) }),
    save: () => ({
      known: [...known],
      questions: [...asked.values()].map(({ question: one }) => one),
      counts: { ...counts },
    }),
    load(saved) {
      const state = loaded(savedState, saved);
      known.clear();
      asked.clear();
      for (const [key, said] of state.known) known.set(key, said);
      Object.assign(counts, state.counts);
      for (const one of state.questions) ask(one);
    },
  };
}
