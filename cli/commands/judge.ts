/**
 * `calmhack judge FILE`: transitions in, judgements out, one JSON object a line, as a stream of any length.
 */
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pMapIterable } from "p-map";
import { type Judgement, readTransitions, type Transition, viewOf } from "../../annotations/index.js";
import { judgeByRules, judgeWith, promptText } from "../../calm/index.js";
import { InputError, visible } from "../../envs/index.js";
import { type ModelFlags, type OpenModel, openModels, withModels } from "../models.js";
import { integerFlag, promptFlag } from "../options.js";
import { print, remark } from "../output.js";
import { openTally } from "../tally.js";
import { tableText } from "../text-table.js";

export interface JudgeFlags extends ModelFlags {
  readonly rules?: true | undefined;
  readonly prompt: string;
  readonly out?: string | undefined;
  readonly keepGoing?: true | undefined;
}

/** The line of one judgement; null is "unanswered". */
function judgementText(item: Transition, annotator: string, judgement: Judgement): string {
  const { verdicts, failure, answer } = judgement;
  return JSON.stringify({
    id: item.id,
    ...(item.episode === undefined ? {} : { episode: item.episode }),
    ...(item.step === undefined ? {} : { step: item.step }),
    annotator,
    verdicts: Object.fromEntries(
      item.subgoals.map((name, i) => {
        const verdict = verdicts[i] ?? "unanswered";
        return [name, verdict === "unanswered" ? null : verdict === "yes"];
      }),
    ),
    ...(failure === undefined ? {} : { failure }),
    ...(answer === undefined ? {} : { raw: answer.text }),
  });
}

interface Sink {
  write(line: string): Promise<void>;
  close(): Promise<void>;
  abandon(): Promise<void>;
}

function fileSink(path: string): Sink {
  const beside = `${path}.${process.pid}.tmp`;
  const stream = createWriteStream(beside);
  const failure = new Promise<never>((_, reject) => {
    stream.on("error", (error) =>
      reject(new InputError(`${visible(path)} cannot be written: ${visible(error.message, 120)}.`)),
    );
  });
  failure.catch(() => undefined);
  const orFailure = <T>(work: Promise<T>) => Promise.race([work, failure]);
  return {
    write: (line) =>
      orFailure(
        new Promise<void>((resolve) => {
          stream.write(`${line}\n`, () => resolve());
        }),
      ),
    close: () =>
      orFailure(
        new Promise<void>((resolve) => {
          stream.end(() => resolve());
        }).then(() => rename(beside, path)),
      ),
    abandon: async () => {
      stream.destroy();
      await rm(beside, { force: true });
    },
  };
}

const standardSink: Sink = { write: print, close: () => Promise.resolve(), abandon: () => Promise.resolve() };

function annotatorOf(flags: JudgeFlags, models: readonly OpenModel[], prompt: ReturnType<typeof promptFlag>) {
  const model = models[0];
  if (model === undefined) {
    return {
      name: "text rules",
      judge: (item: Transition) => Promise.resolve(judgeByRules(promptText(prompt, viewOf(item)))),
    };
  }
  const { door, parameters } = model;
  const options = { door, prompt, parameters, kind: flags.mock === undefined ? "model" : "mock", note: "" } as const;
  return { name: door.model, judge: (item: Transition) => judgeWith(options, viewOf(item)) };
}

export async function judgeCommand(path: string, flags: JudgeFlags): Promise<void> {
  const named = flags.model?.length ?? 0;
  if (named + (flags.rules === undefined ? 0 : 1) !== 1) {
    throw new InputError("Who shall judge? Accepted is one of --model NAME and --rules (the keyless text rules).");
  }
  const prompt = promptFlag(flags.prompt);
  const concurrency = integerFlag("--concurrency", flags.concurrency, 1, 1000);
  const models = openModels(flags, prompt, undefined);
  const { name, judge } = annotatorOf(flags, models, prompt);
  const sink = flags.out === undefined || flags.out === "-" ? standardSink : fileSink(flags.out);
  const tally = openTally();
  const damaged: string[] = [];
  const one = async (item: Transition | InputError) =>
    item instanceof InputError ? item : { item, judgement: await judge(item) };
  const read = readTransitions(path, { damaged: flags.keepGoing === true ? "report" : "throw" });
  try {
    await withModels(models, async () => {
      for await (const outcome of pMapIterable(read, one, { concurrency, backpressure: concurrency * 2 })) {
        if (outcome instanceof InputError) {
          damaged.push(outcome.message);
          continue;
        }
        tally.count(outcome.item, outcome.judgement);
        await sink.write(judgementText(outcome.item, name, outcome.judgement));
      }
    });
    await sink.close();
  } catch (error) {
    await sink.abandon();
    throw error;
  }
  const table = tally.table();
  if (table !== undefined) remark(`${name} against the labels of the file\n${tableText(table)}`);
  if (tally.items() === 0 && damaged.length === 0) throw new InputError(`${visible(path)} holds no transition.`);
  if (damaged.length > 0) {
    throw new InputError(
      `${damaged.length} lines were passed over, ${tally.items()} transitions judged; the first: ${damaged[0]}`,
    );
  }
}
