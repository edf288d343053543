/**
 * One line, no set-up: which subgoals did this step complete?
 */
import type { Verdict } from "../annotations/index.js";
import type { Frame } from "../envs/index.js";
import { openDoor } from "./door.js";
import { judgeWith } from "./language-model.js";
import { DEFAULT_PARAMETERS } from "./parameters.js";
import { presetPrompt } from "./prompts/preset.js";
import type { PromptTemplate } from "./prompts/template.js";
import { promptText } from "./prompts/template.js";
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

const frameOf = (given: Frame | string, message: string): Frame =>
  typeof given === "string" ? { rows: given.split("\n"), message } : { ...given, message: message || given.message };

/**
 * Verdict per subgoal: "yes", "no" or "unanswered" (never guessed).
 * @throws InputError when the server, the key or the model's name has to be repaired.
 */
export async function judgeTransition(question: TransitionQuestion): Promise<Readonly<Record<string, Verdict>>> {
  const { action, subgoals, model, server, key } = question;
  const prompt = question.prompt ?? presetPrompt("map");
  const before = frameOf(question.before, "");
  const after = frameOf(question.after, question.message ?? "");
  const view = { task: question.task ?? "not told", subgoals, before, action, after };
  const named = (verdicts: readonly Verdict[]) =>
    Object.fromEntries(subgoals.map((name, i) => [name, verdicts[i] ?? "unanswered"]));
  if (model === "text rules") return named(judgeByRules(promptText(prompt, view)).verdicts);
  const recording = question.recording === undefined ? memoryRecording() : openRecording(question.recording);
  const door = openDoor({ model, server, key, recording });
  const options = { door, prompt, parameters: DEFAULT_PARAMETERS, kind: "model", note: "" } as const;
  try {
    return named((await judgeWith(options, view)).verdicts);
  } finally {
    await door.close();
    recording.close();
  }
}
