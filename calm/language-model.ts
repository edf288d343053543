/**
 * A language model as an annotator: one question per distinct prompt text, each answer read by the tolerant parser.
 * Zero-shot: no example, no training (CALM, arXiv 2409.12798). What could not be asked or read is "unanswered".
 */
import {
  type Annotator,
  type Judgement,
  type ProvenanceKind,
  type TransitionView,
  unanswered,
} from "../annotations/index.js";
import { InputError } from "../envs/index.js";
import type { ChatParameters, ChatRequest, PromptVersion } from "./chat.js";
import { type StatedConfidence, statedConfidence } from "./confidence.js";
import type { Answered, Door, Outcome } from "./door.js";
import { type AnswerContext, parsePlaced, type ReadVerdicts } from "./parse.js";
import { parseFound, parseTimes } from "./parse-found.js";
import { type PromptTemplate, promptHash, promptText } from "./prompts/template.js";

export interface LanguageModelOptions {
  readonly door: Door;
  readonly prompt: PromptTemplate;
  readonly parameters: ChatParameters;
  readonly kind: Extract<ProvenanceKind, "model" | "replayed" | "mock">;
  /** Name of the row; the model's name when absent. */
  readonly name?: string;
  readonly note: string;
}

/** One object, a boolean or a list of times per subgoal: what structured output is asked to hold to; or nothing. */
function answerSchema(subgoals: readonly string[], answer: PromptTemplate["answer"]): Pick<ChatParameters, "schema"> {
  if (answer === "free" || answer === "found") return {};
  const value = answer === "times" ? { type: "array", items: { type: "integer" } } : { type: "boolean" };
  const schema = {
    name: answer ?? "verdicts",
    schema: {
      type: "object",
      properties: Object.fromEntries(subgoals.map((name) => [name, value])),
      required: [...subgoals],
      additionalProperties: false,
    },
  };
  return { schema };
}

/** Reads an answer as its prompt asked for it; how sure it is, where that was asked and can be found. */
function readAnswer(
  answer: PromptTemplate["answer"],
  { text, tokens, finish }: Answered,
  subgoals: readonly string[],
  certainty: "asked" | "not asked",
): ReadVerdicts & StatedConfidence {
  const context: AnswerContext = { finish };
  if (answer === "times") return parseTimes(text, subgoals, context);
  if (answer !== "found") {
    const placed = parsePlaced(text, subgoals, context);
    return { ...placed.read, ...(certainty === "asked" ? statedConfidence(text, tokens, placed) : {}) };
  }
  const { verdicts, failure } = parseFound(text, context);
  const [any = "unanswered"] = verdicts;
  // Who is asked about one subgoal is asked whether there was any; names of a model's own say nothing about given ones.
  return { verdicts: subgoals.map(() => (subgoals.length === 1 ? any : "unanswered")), ...(failure && { failure }) };
}

/** Id and hash of a prompt; compute it once for many requests. */
export const promptVersion = (template: PromptTemplate): PromptVersion => ({
  id: template.id,
  hash: promptHash(template),
});

/** The request that asks about one transition. One user message: many local models know no system role. */
export function judgeRequest(
  view: TransitionView,
  model: string,
  template: PromptTemplate,
  parameters: ChatParameters,
  version: PromptVersion = promptVersion(template),
): ChatRequest {
  return {
    model,
    messages: [{ role: "user", content: promptText(template, view) }],
    parameters: { ...parameters, ...answerSchema(view.subgoals, template.answer) },
    prompt: version,
  };
}

function judgementOf(
  outcome: Outcome,
  subgoals: readonly string[],
  asked: PromptTemplate["answer"],
  { logprobs }: ChatParameters,
): Judgement {
  if (!outcome.ok) {
    const reason = outcome.reason === "transport" ? "transport" : "not asked";
    return unanswered(subgoals.length, reason, outcome.detail);
  }
  const { text, tokensIn, tokensOut, requestHash } = outcome;
  const usage = outcome.usage === "missing" ? { usage: "missing" as const } : {};
  return {
    ...readAnswer(asked, outcome, subgoals, logprobs === undefined ? "not asked" : "asked"),
    answer: { text, tokensIn, tokensOut, ...usage, requestHash },
  };
}

/** One transition through the door. Rejects only with what a user has to repair. */
export async function judgeWith(
  options: LanguageModelOptions,
  view: TransitionView,
  version?: PromptVersion,
): Promise<Judgement> {
  const request = judgeRequest(view, options.door.model, options.prompt, options.parameters, version);
  const outcome = await options.door.ask(request);
  if (!outcome.ok && outcome.reason === "budget") {
    throw new InputError(`Stopped: ${outcome.detail}; the answers so far are recorded, raise the budget to go on.`);
  }
  return judgementOf(outcome, view.subgoals, options.prompt.answer, options.parameters);
}

/** The annotator; the door limits how many calls run at once. */
export function languageModel(options: LanguageModelOptions): Annotator {
  const name = options.name ?? options.door.model;
  const version = promptVersion(options.prompt);
  return {
    provenance: { kind: options.kind, name, note: options.note },
    // The first item goes ahead of the rest: it is the test call, and settles what the server takes.
    async annotate(items) {
      const [first, ...rest] = items;
      if (first === undefined) return [];
      const head = await judgeWith(options, first, version);
      return [head, ...(await Promise.all(rest.map((item) => judgeWith(options, item, version))))];
    },
  };
}
