/**
 * One line, no set-up: which subgoals did this step complete?
 */
import { z } from "zod";
import type { Verdict } from "../annotations/index.js";
import { type Frame, InputError, visible } from "../envs/index.js";
import { openDoor } from "./door.js";
import { judgeWith } from "./language-model.js";
import { DEFAULT_PARAMETERS } from "./parameters.js";
import { presetPrompt } from "./prompts/preset.js";
import { type PromptTemplate, promptSchema, promptText } from "./prompts/template.js";
import { memoryRecording, openRecording } from "./recording.js";
import { judgeByRules } from "./text-rules.js";

export interface TransitionQuestion {
  /** A frame, or its map as one text. */
  readonly before: Frame | string;
  readonly action: string;
  readonly after: Frame | string;
  /** What the game said in answer to the action. */
  readonly message?: string;
  readonly subgoals: readonly string[];
  readonly task?: string;
  /** A model's name on an OpenAI-compatible server, or "text rules" for the keyless baseline. */
  readonly model: string;
  /** Base URL with or without /v1; OpenAI's own when absent. */
  readonly server?: string;
  /** `OPENAI_API_KEY` is not read here: pass it. Local servers want none. */
  readonly key?: string;
  /** File to which paid answers are recorded, and from which they are recalled; none are kept when absent. */
  readonly recording?: string;
  readonly prompt?: PromptTemplate;
}

const RULES_NAME = "text rules";

const frameShape = z.object({
  rows: z.array(z.string()),
  message: z.string(),
  hero: z.object({ x: z.number(), y: z.number() }).optional(),
  inventory: z.array(z.object({ letter: z.string(), text: z.string() })).optional(),
  status: z.array(z.string()).optional(),
});
const moment = z.union([z.string(), frameShape]);
const text = z.string().optional();

/** What a caller without a type checker may get wrong. */
const questionShape = z.strictObject({
  before: moment,
  action: z.string().min(1),
  after: moment,
  message: text,
  subgoals: z
    .array(z.string().min(1))
    .min(1)
    .refine((names) => new Set(names).size === names.length),
  task: text,
  model: z.string().refine((name) => name.trim() !== "" && (name === RULES_NAME || !isNearlyRules(name))),
  server: text,
  key: text,
  recording: text,
  prompt: promptSchema.optional(),
});

const A_MOMENT = "a map as one text, or a frame of rows and message";
const ACCEPTED: Readonly<Record<keyof typeof questionShape.shape, string>> = {
  before: A_MOMENT,
  action: "a text that is not empty",
  after: A_MOMENT,
  message: "a text",
  subgoals: "a list of at least one name, each a text that is not empty, all different",
  task: "a text",
  model: `"${RULES_NAME}" for the keyless rules, or a language model's name as its server names it`,
  server: "a base URL as a text",
  key: "a text",
  recording: "a file's path",
  prompt: 'a prompt template, such as presetPrompt("map")',
};

/** The rules' name but for case, blanks, hyphens or the last letter: no model is meant, so none is asked. */
function isNearlyRules(name: string): boolean {
  return /^textrules?$/.test(name.toLowerCase().replace(/[\s_-]+/g, ""));
}

/** Shows no value but a model's name: a key may stand in any other place. */
function checkQuestion(question: unknown): void {
  const issue = questionShape.safeParse(question).error?.issues[0];
  if (issue === undefined) return;
  const names = Object.keys(ACCEPTED);
  const known = names.find((name): name is keyof typeof ACCEPTED => name === issue.path[0]);
  if (known !== undefined) {
    const value: unknown = Object.getOwnPropertyDescriptor(question, known)?.value;
    const shown = known === "model" && typeof value === "string" ? `is "${visible(value, 60)}"` : "does not fit";
    const state = value === undefined ? "is missing" : shown;
    throw new InputError(`judgeTransition: ${known} ${state}; accepted is ${ACCEPTED[known]}.`);
  }
  if (issue.code === "unrecognized_keys" && issue.path.length === 0) {
    const unknown = issue.keys.slice(0, 8).map((name) => `"${visible(name, 40)}"`);
    throw new InputError(`judgeTransition does not know ${unknown.join(", ")}; accepted are ${names.join(", ")}.`);
  }
  throw new InputError(`judgeTransition takes one object of ${names.join(", ")}.`);
}

const frameOf = (given: Frame | string, message: string): Frame =>
  typeof given === "string" ? { rows: given.split("\n"), message } : { ...given, message: message || given.message };

/**
 * Verdict per subgoal: "yes", "no" or "unanswered" (never guessed).
 * @throws InputError when the question, the server, the key or the model's name has to be repaired.
 */
export async function judgeTransition(question: TransitionQuestion): Promise<Readonly<Record<string, Verdict>>> {
  checkQuestion(question);
  const { action, subgoals, model, server, key } = question;
  const prompt = question.prompt ?? presetPrompt("map");
  const before = frameOf(question.before, "");
  const after = frameOf(question.after, question.message ?? "");
  const view = { task: question.task ?? "not told", subgoals, before, action, after };
  const named = (verdicts: readonly Verdict[]) =>
    Object.fromEntries(subgoals.map((name, i) => [name, verdicts[i] ?? "unanswered"]));
  if (model === RULES_NAME) return named(judgeByRules(promptText(prompt, view)).verdicts);
  const recording = question.recording === undefined ? memoryRecording() : openRecording(question.recording);
  const keyless = "No key and no server: pass `key`, or name a `server`.";
  const door = openDoor({ model, server, key, keyless, recording });
  const options = { door, prompt, parameters: DEFAULT_PARAMETERS, kind: "model", note: "" } as const;
  try {
    return named((await judgeWith(options, view)).verdicts);
  } finally {
    await door.close();
    recording.close();
  }
}
