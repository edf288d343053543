/**
 * POST /judge: transitions in the published line format, judged by the text rules or by the model that the server was
 * started with; a verdict for each subgoal, and for each without one the reason.
 */
import pMap from "p-map";
import { type Failure, type Judgement, parseTransition, type Transition, viewOf } from "../../annotations/index.js";
import {
  judging as asking,
  judgeByRules,
  type PromptTemplate,
  parseVerdicts,
  promptHash,
  promptText,
} from "../../calm/index.js";
import { InputError } from "../../envs/index.js";
import type { OpenModel } from "../models.js";
import { textOf } from "./checked.js";
import type { Told } from "./games.js";
import { Refusal } from "./refusal.js";
import { MOST_TRANSITIONS } from "./schemas.js";

export interface Judging {
  /** Who judges, in the honest words of the project. */
  readonly provenance: Told;
  /** Calls, tokens and money so far; undefined where nobody is paid. */
  spent(): Told | undefined;
  /** Once `isGone` nothing further is asked, and the promise is rejected. */
  judge(request: unknown, isGone: () => boolean): Promise<Told>;
}

/** Why this subgoal has no verdict, when it is asked about alone. */
type Alone = (subgoal: string) => Failure | undefined;

interface Judged {
  readonly judgement: Judgement;
  readonly alone: Alone;
}

/** `text` is the prompt about the item. */
type Judge = (item: Transition, text: string) => Promise<Judged>;

/** Reasons that concern one subgoal, not the answer as a whole. */
const OWN_REASONS: readonly string[] = ["wrong keys", "contradiction", "no rule"];

/** One transition, or an object of a list of them. */
function transitionsOf(request: unknown): readonly Transition[] {
  const list: unknown = Object.getOwnPropertyDescriptor(Object(request), "transitions")?.value;
  const values = list === undefined ? [request] : list;
  if (!Array.isArray(values) || values.length === 0 || values.length > MOST_TRANSITIONS) {
    throw new Refusal(
      400,
      `POST /judge: "transitions" does not fit; accepted is a list of 1 to ${MOST_TRANSITIONS} transitions, or one transition as the whole body.`,
    );
  }
  if (list !== undefined && Object.keys(Object(request)).length > 1) {
    throw new Refusal(
      400,
      'POST /judge: accepted beside "transitions" is nothing else; subgoals stand in each transition.',
    );
  }
  return values.map((value, i) => {
    try {
      return parseTransition({ number: i + 1, text: textOf(value) ?? "" }, "transitions");
    } catch (error) {
      if (error instanceof InputError) throw new Refusal(400, `POST /judge: ${error.message}`);
      throw error;
    }
  });
}

const word = (verdict: string | undefined): boolean | null =>
  verdict === "yes" ? true : verdict === "no" ? false : null;

function told(item: Transition, { judgement, alone }: Judged): Told {
  const { verdicts, failure, answer } = judgement;
  const open = item.subgoals.filter((_, i) => word(verdicts[i]) === null);
  const reason = (subgoal: string, i: number): Failure | undefined =>
    failure !== undefined && i > 0 && OWN_REASONS.includes(failure.reason) ? (alone(subgoal) ?? failure) : failure;
  return {
    id: item.id,
    ...(item.episode === undefined ? {} : { episode: item.episode }),
    ...(item.step === undefined ? {} : { step: item.step }),
    verdicts: Object.fromEntries(item.subgoals.map((name, i) => [name, word(verdicts[i])])),
    ...(open.length === 0 ? {} : { failures: Object.fromEntries(open.map((name, i) => [name, reason(name, i)])) }),
    ...(answer === undefined
      ? {}
      : {
          raw: answer.text,
          requestHash: answer.requestHash,
          tokensIn: answer.tokensIn,
          tokensOut: answer.tokensOut,
        }),
  };
}

/** The prompt; some windows need a hero, which not every world tells. */
function promptOf(prompt: PromptTemplate, item: Transition, i: number): string {
  try {
    return promptText(prompt, viewOf(item));
  } catch (error) {
    if (error instanceof InputError) throw new Refusal(400, `POST /judge: transitions:${i + 1}: ${error.message}`);
    throw error;
  }
}

function byRules(prompt: PromptTemplate): Judge {
  return (item, text) => {
    const alone: Alone = (name) => judgeByRules(promptText(prompt, { ...viewOf(item), subgoals: [name] })).failure;
    return Promise.resolve({ judgement: judgeByRules(text), alone });
  };
}

function byModel({ door, parameters, annotator }: OpenModel, prompt: PromptTemplate): Judge {
  const kind = annotator.provenance.kind === "mock" ? "mock" : "model";
  const options = { door, prompt, parameters, kind, note: "" } as const;
  return async (item) => {
    const judgement = await asking.judgeWith(options, viewOf(item));
    const { answer } = judgement;
    const alone: Alone = (name) => (answer === undefined ? undefined : parseVerdicts(answer.text, [name]).failure);
    return { judgement, alone };
  };
}

const RULES_NOTE =
  "A program, not a model: it reads the same prompt text and follows written rules; a gain from it is no evidence about " +
  "language models.";

export interface JudgingOptions {
  readonly prompt: PromptTemplate;
  /** The text rules judge when absent. */
  readonly model?: OpenModel | undefined;
  /** Transitions of one request that are asked about at once. */
  readonly concurrency: number;
  /** The token: in a prompt it would reach a model and a recording. */
  readonly secret?: string | undefined;
}

export function openJudging({ prompt, model, concurrency, secret }: JudgingOptions): Judging {
  const who =
    model === undefined ? { kind: "rules", name: "text rules", note: RULES_NOTE } : { ...model.annotator.provenance };
  const provenance = { ...who, prompt: prompt.id, promptHash: promptHash(prompt) };
  const judge = model === undefined ? byRules(prompt) : byModel(model, prompt);
  return {
    provenance,
    spent: () => (model === undefined ? undefined : { ...model.door.totals() }),
    async judge(request, isGone) {
      const items = transitionsOf(request);
      // All of them, before anything is asked and paid.
      const texts = items.map((item, i) => promptOf(prompt, item, i));
      const leak = secret === undefined ? -1 : texts.findIndex((text) => text.includes(secret));
      if (leak >= 0)
        throw new Refusal(400, `POST /judge: transitions:${leak + 1}: the transition holds the token itself.`);
      const one = async (item: Transition, i: number): Promise<Told> => {
        if (isGone()) throw new Refusal(503, "The server is stopping; answers so far are recorded.");
        return told(item, await judge(item, texts[i]!));
      };
      try {
        return { judge: provenance, judgements: await pMap(items, one, { concurrency }) };
      } catch (error) {
        // About the model's server, its key or the budget: what whoever started the server has to repair.
        if (error instanceof InputError)
          throw new Refusal(503, `The judge answers nothing more until this server is started anew: ${error.message}`);
        throw error;
      }
    },
  };
}
