/**
 * From the flags about models to open doors: which server, which key, where answers are recorded, how a person is told
 * what goes on.
 */
import { basename, join } from "node:path";
import type { Annotator } from "../annotations/index.js";
import {
  type ChatParameters,
  contentHash,
  DEFAULT_PARAMETERS,
  type Door,
  damageRemark,
  judging,
  openDoor,
  openRecording,
  type PromptTemplate,
  promptHash,
  type Recording,
  requirePrompt,
} from "../calm/index.js";
import { InputError, visible } from "../envs/index.js";
import { budgetFlag, integerFlag, type ModelSpec, modelSpec, numberFlag } from "./options.js";
import { remark } from "./output.js";
import { type Prices, pricesOf } from "./prices.js";
import { openProgress } from "./progress.js";
import { ONE_ANSWER, type Sampling } from "./sampling.js";

/** Flags shared by every command that asks a model; texts as they were typed. */
export interface ModelFlags {
  readonly model?: readonly string[] | undefined;
  readonly baseUrl?: string | undefined;
  readonly keyEnv?: string | undefined;
  readonly recordings: string;
  readonly concurrency: string;
  readonly timeout: string;
  readonly tries: string;
  readonly temperature: string;
  readonly maxTokens: string;
  readonly budget?: string | undefined;
  readonly price?: string | undefined;
  readonly prices?: string | undefined;
  readonly mock?: true | undefined;
}

/** The flags about models as values. */
export interface ModelSettings {
  readonly parameters: ChatParameters;
  readonly specs: readonly ModelSpec[];
  /** What every door is opened with. */
  readonly calls: Pick<Parameters<typeof openDoor>[0], "concurrency" | "timeoutSeconds" | "tries" | "budget">;
  readonly prices: Prices;
}

export interface OpenModel {
  /** One answer a text; of several the first. */
  readonly annotator: Annotator;
  /** Of several answers a text. */
  readonly majority?: Annotator;
  readonly door: Door;
  readonly recording: Recording;
  readonly parameters: ChatParameters;
  readonly price?: judging.StatedPrice | undefined;
}

export function parametersOf(flags: ModelFlags): ChatParameters {
  return {
    ...DEFAULT_PARAMETERS,
    ...(flags.temperature === "omit"
      ? { temperature: undefined }
      : { temperature: numberFlag("--temperature", flags.temperature, 0, 2) }),
    maxTokens: integerFlag("--max-tokens", flags.maxTokens, 1, 1_000_000),
  } as ChatParameters;
}

/** Checks all the flags about models, whether a model is named or not: a wrong flag is never passed over in silence. */
export function modelSettings(flags: ModelFlags): ModelSettings {
  const parameters = parametersOf(flags);
  const prices = pricesOf(flags);
  const budget = flags.budget === undefined ? undefined : budgetFlag(flags.budget);
  if (budget?.unit === "money" && prices.given === "none") {
    throw new InputError(
      "A --budget in money needs --price IN/OUT or --prices FILE; without a price, give tokens, such as 200k.",
    );
  }
  const calls = {
    concurrency: integerFlag("--concurrency", flags.concurrency, 1, 1000),
    timeoutSeconds: numberFlag("--timeout", flags.timeout, 0.001, 300),
    tries: integerFlag("--tries", flags.tries, 1, 100),
    budget,
  };
  const specs = (flags.model ?? []).map((text) => modelSpec(text, flags.baseUrl ?? process.env.OPENAI_BASE_URL));
  if (flags.baseUrl !== undefined && specs.length === 0) {
    throw new InputError("--base-url names a server, but no model is asked; add --model NAME.");
  }
  const names = specs.map(({ model }) => model);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new InputError(`--model names "${visible(twice, 60)}" twice; each model is asked once.`);
  }
  for (const model of names) prices.of(model);
  return { parameters, specs, calls, prices };
}

const parametersText = ({ temperature, maxTokens, logprobs }: ChatParameters): string =>
  `temperature ${temperature ?? "left to the server"}, at most ${maxTokens} tokens an answer${logprobs === undefined ? "" : ", asked for log-probabilities"}`;

/** Letters of the model's name, and a hash so that two names never share a file. */
export function recordingPath(folder: string, model: string): string {
  const letters = model.replace(/[^\w.-]+/g, "_").slice(0, 60);
  return join(folder, `${letters}-${contentHash(model).slice(0, 8)}.jsonl`);
}

function keyFrom(flags: ModelFlags): string | undefined {
  const name = flags.keyEnv ?? "OPENAI_API_KEY";
  const key = process.env[name];
  if (flags.keyEnv !== undefined && !key) {
    throw new InputError(`--key-env names ${visible(name, 60)}, but no such environment variable is set.`);
  }
  return key || undefined;
}

/** Says once which recorded answers under this model's name are not used, because another server gave them. */
function foreignRemark(recording: Recording, { model, source }: Door): string | undefined {
  const others = recording
    .servers(model)
    .filter(({ server, answerer }) => server !== source.server || answerer !== source.answerer);
  const count = others.reduce((sum, { answers }) => sum + answers, 0);
  if (count === 0) return undefined;
  const name = (server = "", answerer: string) => visible(server, 80) + (answerer === "mock" ? " (mock)" : "");
  const names = others.slice(0, 4).map(({ server, answerer }) => name(server, answerer));
  const listed = names.join(", ") + (others.length > names.length ? ", …" : "");
  const [answers, are] = count === 1 ? ["answer", "is"] : ["answers", "are"];
  const here = name(source.server, source.answerer);
  return `${count} ${answers} of ${visible(model, 60)} ${are} from ${listed} and ${are} not used for ${here}.`;
}

const KEYLESS = "No key and no server: set OPENAI_API_KEY, or name a server with --base-url.";

/** The rows of a model: its single answers, and where it is asked several times their majority. */
export const rowsOfModel = ({ annotator, majority }: OpenModel): readonly Annotator[] =>
  majority === undefined ? [annotator] : [annotator, majority];

function annotatorsOf(
  options: Parameters<typeof judging.languageModel>[0],
  { samples }: Sampling,
): Pick<OpenModel, "annotator" | "majority"> {
  if (samples === 1) return { annotator: judging.languageModel(options) };
  const { single, majority } = judging.sampledModel(options, samples);
  return { annotator: single, majority };
}

/** Doors to the named models. `expected` is the number of distinct texts a run may ask, for the time left. */
export function openModels(
  flags: ModelFlags,
  prompt: PromptTemplate,
  expected: number | undefined,
  sampling: Sampling = ONE_ANSWER,
): readonly OpenModel[] {
  const { parameters: plain, specs, calls, prices } = modelSettings(flags);
  const parameters = { ...plain, ...sampling.more };
  const key = keyFrom(flags);
  return specs.map(({ model, server }): OpenModel => {
    const recording = openRecording(
      recordingPath(flags.recordings, model),
      key === undefined ? {} : { secrets: [key] },
    );
    const damage = damageRemark(recording);
    if (damage !== undefined) remark(damage);
    const kind = flags.mock === undefined ? "model" : "mock";
    const { onCall } = openProgress(model, expected === undefined ? undefined : expected * sampling.samples);
    const price = prices.of(model);
    const how = { ...calls, price, onCall };
    const door = openDoor({ model, answerer: kind, server, key, keyless: KEYLESS, recording, ...how });
    const foreign = foreignRemark(recording, door);
    if (foreign !== undefined) remark(foreign);
    const who = kind === "mock" ? "A test server, no language model" : "A language model, zero-shot";
    const note = `${who}; ${parametersText(parameters)}.`;
    const rows = annotatorsOf({ door, prompt, parameters, kind, note }, sampling);
    return { ...rows, door, recording, parameters, price };
  });
}

/**
 * One annotator per model of a recording, and one per test server that answered under a model's name; the recording
 * must hold answers to this very prompt.
 */
export function replayedModels(
  path: string,
  flags: ModelFlags,
  prompt: PromptTemplate,
  sampling: Sampling = ONE_ANSWER,
): readonly OpenModel[] {
  const recording = openRecording(path, { mode: "replay" });
  const parameters = { ...parametersOf(flags), ...sampling.more };
  const prices = pricesOf(flags);
  const held = recording.prompts().map(({ model, answerer }) => [`${answerer} ${model}`, { model, answerer }] as const);
  if (held.length === 0) throw new InputError(`${visible(path)} holds no recorded answer.`);
  return [...new Map(held).values()].map(({ model, answerer }): OpenModel => {
    const found = requirePrompt(recording, model, { id: prompt.id, hash: promptHash(prompt) }, answerer);
    const door = openDoor({ model, answerer, recording });
    const [first, last] = [found.first.slice(0, 10), found.last.slice(0, 10)];
    const dates = first === last ? first : `${first} to ${last}`;
    const from = found.servers.map((server) => visible(server, 80)).join(", ");
    const what = answerer === "mock" ? "Replayed mock, no language model," : "Replayed";
    const note = `${what} from ${visible(basename(path))}: ${found.answers} answers of ${from}, ${dates}, to prompt ${visible(prompt.id)} (${found.prompt.hash.slice(0, 12)}).`;
    const kind = answerer === "mock" ? "mock" : "replayed";
    const name = answerer === "mock" ? `${model}, mock, ${dates}` : `${model}, ${dates}`;
    const options = { door, prompt, parameters, kind, name, note } as const;
    return { ...annotatorsOf(options, sampling), door, recording, parameters, price: prices.of(model) };
  });
}

/** What a model was asked, what it cost, what was found in the recording. */
export function callsText({ door }: OpenModel): string {
  const { calls, recorded, tokensIn, tokensOut, money } = door.totals();
  const cost = money === undefined ? "" : `, cost ${money.toFixed(4)}`;
  return `${visible(door.model, 60)}: ${calls} calls (${tokensIn} tokens in, ${tokensOut} out${cost}), ${recorded} answers from the recording.`;
}

/** A run that a person ended: the answers so far are recorded. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/**
 * Runs `work`; the first Ctrl-C fires its signal, starts no more calls and waits for those in flight (they are paid),
 * the second ends at once. Doors and recordings are closed whatever happens. Without a model nothing is waited for.
 */
export async function withModels<T>(models: readonly OpenModel[], work: (stop: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const kept = models.map(({ recording }) => visible(recording.name)).join(", ");
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130);
    if (models.length > 0) {
      remark("Stopping: waiting for the calls in flight, whose answers are paid. Ctrl-C again ends at once.");
    }
    stop.abort();
    for (const { door } of models) void door.close();
  };
  const interrupted = () =>
    new Interrupted(
      models.length === 0
        ? "Stopped."
        : `Stopped; the answers so far are kept in ${kept}, the same command goes on from there.`,
    );
  process.on("SIGINT", onSignal);
  try {
    const outcome = await work(stop.signal);
    if (stop.signal.aborted) throw interrupted();
    return outcome;
  } catch (error) {
    // What a user has to repair (a full disk) comes first; whatever else a stopped run comes to is the stop itself.
    throw stop.signal.aborted && !(error instanceof InputError) ? interrupted() : error;
  } finally {
    process.off("SIGINT", onSignal);
    for (const { door, recording } of models) {
      await door.close();
      recording.close();
    }
  }
}

/** The annotator of a run that can be stopped: nothing is made of answers that a Ctrl-C cut short. */
export function stoppable({ provenance, annotate }: Annotator, stop: AbortSignal): Annotator {
  return {
    provenance,
    async annotate(items) {
      const judgements = await annotate(items);
      stop.throwIfAborted();
      return judgements;
    },
  };
}
