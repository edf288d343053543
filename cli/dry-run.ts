/**
 * `--dry-run`: what a run would ask and roughly cost, without asking.
 */
import { existsSync } from "node:fs";
import type { TransitionView } from "../annotations/index.js";
import {
  type ChatParameters,
  judging,
  openDoor,
  openRecording,
  type PromptTemplate,
  promptText,
  type Recording,
} from "../calm/index.js";
import { visible } from "../envs/index.js";
import { type ModelFlags, modelSettings, recordingPath } from "./models.js";
import type { ModelSpec } from "./options.js";
import { costOf, moneyText } from "./prices.js";
import { ONE_ANSWER, type Sampling } from "./sampling.js";

const CHARACTERS_PER_TOKEN = 4;
/** What an object of two verdicts takes; a model that thinks takes far more. */
const TOKENS_PER_ANSWER = 30;

/** How many of the texts a model's recording answers already, as this run would be answered. */
async function recordedAnswers(
  path: string,
  { model, server }: ModelSpec,
  answerer: "model" | "mock",
  views: readonly TransitionView[],
  prompt: PromptTemplate,
  parameters: ChatParameters,
): Promise<number> {
  if (!existsSync(path)) return 0;
  const recording = openRecording(path, { mode: "replay" });
  // A replay takes any server's answers; the run itself only those of its own.
  const { source } = openDoor({ model, server, answerer, recording: { ...recording, mode: "append" } });
  const recall: Recording["recall"] = (address) => recording.recall(address, source);
  const door = openDoor({ model, recording: { ...recording, recall } });
  const options = { door, prompt, parameters, kind: "replayed", note: "" } as const;
  const judged = await Promise.all(views.map((view) => judging.judgeWith(options, view)));
  return judged.filter(({ answer }) => answer !== undefined).length;
}

/** Transitions and the prompt that asks about them. */
export interface Asked {
  readonly views: readonly TransitionView[];
  readonly prompt: PromptTemplate;
  /** Of a question that is asked again; 0 when absent. */
  readonly sample?: number;
}

const distinctTexts = ({ views, prompt }: Asked) => new Map(views.map((view) => [promptText(prompt, view), view]));

/** What a run over several prompts would ask; texts of two prompts that are equal are asked once, and counted twice. */
export async function dryRunLines(
  asked: readonly Asked[],
  flags: ModelFlags,
  { samples, more }: Sampling = ONE_ANSWER,
): Promise<readonly string[]> {
  const groups = asked.map((one) => ({ prompt: one.prompt, first: one.sample ?? 0, texts: distinctTexts(one) }));
  const count = samples * groups.reduce((sum, { texts }) => sum + texts.size, 0);
  const characters =
    samples * groups.reduce((sum, { texts }) => [...texts.keys()].reduce((s, text) => s + text.length, sum), 0);
  const tokensIn = Math.ceil(characters / CHARACTERS_PER_TOKEN);
  const tokensOut = count * TOKENS_PER_ANSWER;
  const { specs, parameters, prices } = modelSettings(flags);
  const answerer = flags.mock === undefined ? "model" : "mock";
  const lines: string[] = [];
  for (const spec of specs) {
    const path = recordingPath(flags.recordings, spec.model);
    let held = 0;
    for (const { prompt, first, texts } of groups) {
      for (let sample = 0; sample < samples; sample++) {
        const own = { ...parameters, ...more, sample: first + sample };
        held += await recordedAnswers(path, spec, answerer, [...texts.values()], prompt, own);
      }
    }
    const price = prices.of(spec.model);
    const cost =
      price === undefined ? "" : `; all of them about ${moneyText(costOf(price, tokensIn, tokensOut), price)}`;
    lines.push(`${visible(spec.model, 60)}: ${count - held} calls to make, ${held} answers recorded already${cost}.`);
  }
  return [
    `Estimated tokens per model: ${tokensIn} in (${CHARACTERS_PER_TOKEN} characters a token), ${tokensOut} out ` +
      `(${TOKENS_PER_ANSWER} an answer; a model that thinks takes more).`,
    ...lines,
    "Nothing was asked.",
  ];
}

export async function dryRunText(
  items: readonly TransitionView[],
  prompt: PromptTemplate,
  flags: ModelFlags,
  sampling: Sampling = ONE_ANSWER,
): Promise<string> {
  const asked = { views: items, prompt };
  const lines = await dryRunLines([asked], flags, sampling);
  const each = sampling.samples === 1 ? "" : `, each asked ${sampling.samples} times`;
  const texts = `${distinctTexts(asked).size} distinct texts per model${each}`;
  return [`${items.length} transitions, ${texts}.`, ...lines].join("\n");
}
