/**
 * `--dry-run`: what a run would ask and roughly cost, without asking.
 */
import { existsSync } from "node:fs";
import type { TransitionView } from "../annotations/index.js";
import {
  type ChatParameters,
  judgeWith,
  openDoor,
  openRecording,
  type PromptTemplate,
  promptText,
  type Recording,
} from "../calm/index.js";
import { visible } from "../envs/index.js";
import { type ModelFlags, modelSettings, recordingPath } from "./models.js";
import type { ModelSpec } from "./options.js";

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
  const judged = await Promise.all(views.map((view) => judgeWith(options, view)));
  return judged.filter(({ answer }) => answer !== undefined).length;
}

export async function dryRunText(
  items: readonly TransitionView[],
  prompt: PromptTemplate,
  flags: ModelFlags,
): Promise<string> {
  const distinct = new Map(items.map((item) => [promptText(prompt, item), item]));
  const characters = [...distinct.keys()].reduce((sum, text) => sum + text.length, 0);
  const tokensIn = Math.ceil(characters / CHARACTERS_PER_TOKEN);
  const tokensOut = distinct.size * TOKENS_PER_ANSWER;
  const { calls, specs, parameters } = modelSettings(flags);
  const { price } = calls;
  const money =
    price === undefined ? undefined : (tokensIn * price.inPerMillion + tokensOut * price.outPerMillion) / 1e6;
  const lines = await Promise.all(
    specs.map(async (spec) => {
      const { model } = spec;
      const held = await recordedAnswers(
        recordingPath(flags.recordings, model),
        spec,
        flags.mock === undefined ? "model" : "mock",
        [...distinct.values()],
        prompt,
        parameters,
      );
      return `${visible(model, 60)}: ${distinct.size - held} calls to make, ${held} answers recorded already.`;
    }),
  );
  return [
    `${items.length} transitions, ${distinct.size} distinct texts per model.`,
    `Estimated tokens per model: ${tokensIn} in (${CHARACTERS_PER_TOKEN} characters a token), ${tokensOut} out ` +
      `(${TOKENS_PER_ANSWER} an answer; a model that thinks takes more)${money === undefined ? "" : `, about ${money.toFixed(4)} at this price`}.`,
    ...lines,
    "Nothing was asked.",
  ].join("\n");
}
