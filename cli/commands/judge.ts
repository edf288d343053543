/**
 * `calmhack judge FILE`: transitions in, judgements out, one JSON object a line, as a stream of any length.
 */
import { realpathSync } from "node:fs";
import { pMapIterable } from "p-map";
import {
  type Annotator,
  type Judgement,
  readTransitions,
  type Transition,
  type Verdict,
  viewOf,
} from "../../annotations/index.js";
import { distilling, judgeByRules, judging, promptText } from "../../calm/index.js";
import { InputError, visible } from "../../envs/index.js";
import { type ImportFlags, ownAnnotators, ownModules } from "../import-flag.js";
import { readJudge } from "../judge-flag.js";
import { openSink } from "../line-sink.js";
import { type ModelFlags, modelSettings, type OpenModel, openModels, withModels } from "../models.js";
import { promptFlag } from "../options.js";
import { jsonText, remark } from "../output.js";
import { type Sampling, type SamplingFlags, samplingOf } from "../sampling.js";
import { openTally } from "../tally.js";
import { tableText } from "../text-table.js";

export interface JudgeFlags extends ModelFlags, SamplingFlags, ImportFlags {
  readonly annotator?: string | undefined;
  readonly rules?: true | undefined;
  readonly judge?: string | undefined;
  readonly prompt: string;
  readonly out?: string | undefined;
  readonly keepGoing?: true | undefined;
}

/** The line of one judgement; null is "unanswered". */
function judgementText(item: Transition, annotator: string, judgement: Judgement): string {
  const { verdicts, failure, confidence, answer, samples } = judgement;
  const named = <T>(values: readonly T[]) =>
    Object.fromEntries(item.subgoals.map((name, i) => [name, values[i] ?? null]));
  const truths = (given: readonly Verdict[]) =>
    named(item.subgoals.map((_, i) => (given[i] === "yes" ? true : given[i] === "no" ? false : null)));
  return jsonText({
    id: item.id,
    ...(item.episode === undefined ? {} : { episode: item.episode }),
    ...(item.step === undefined ? {} : { step: item.step }),
    annotator,
    verdicts: truths(verdicts),
    ...(confidence === undefined ? {} : { confidence: named(confidence) }),
    ...(failure === undefined ? {} : { failure }),
    ...(answer === undefined ? {} : { raw: answer.text }),
    ...(samples === undefined
      ? {}
      : { samples: samples.map((one) => ({ verdicts: truths(one.verdicts), raw: one.answer?.text ?? null })) }),
  });
}

interface NamedJudge {
  readonly name: string;
  readonly judge: (item: Transition) => Promise<Judgement>;
}

/** An annotator that is asked about one transition at a time. */
const alone = ({ provenance, annotate }: Annotator): NamedJudge => ({
  name: provenance.name,
  judge: async (item) => (await annotate([viewOf(item)]))[0]!,
});

function annotatorOf(
  flags: JudgeFlags,
  models: readonly OpenModel[],
  prompt: ReturnType<typeof promptFlag>,
  { samples }: Sampling,
  mine: readonly Annotator[],
): NamedJudge {
  const model = models[0];
  const [own] = mine;
  if (own !== undefined) return alone(own);
  if (flags.judge !== undefined) {
    const distilled = distilling.distilledAnnotator(readJudge(flags.judge));
    return alone(model === undefined ? distilled : distilling.askWhenUnsure(distilled, model.annotator));
  }
  if (model === undefined) {
    return {
      name: "text rules",
      judge: (item: Transition) => Promise.resolve(judgeByRules(promptText(prompt, viewOf(item)))),
    };
  }
  const { door, parameters } = model;
  const options = { door, prompt, parameters, kind: flags.mock === undefined ? "model" : "mock", note: "" } as const;
  const name = samples === 1 ? door.model : `${door.model}, majority of ${samples}`;
  return { name, judge: (item: Transition) => judging.judgeSampled(options, viewOf(item), samples) };
}

/** Lines that were passed over: how many, which, and what was wrong with the first. */
interface PassedOver {
  count: number;
  readonly lines: string[];
  first: string;
}

const MOST_NAMED = 20;

function passOver(passed: PassedOver, { message }: InputError): void {
  if (passed.count === 0) passed.first = message;
  passed.count++;
  const line = /:(\d+): /.exec(message)?.[1];
  if (line !== undefined && passed.lines.length < MOST_NAMED) passed.lines.push(line);
}

function passedOverSentence({ count, lines, first }: PassedOver, judged: number): string {
  const named = lines.join(", ") + (count > lines.length ? ", …" : "");
  const were = count === 1 ? `Line ${named} was` : `${count} lines were`;
  return `${were} passed over${count === 1 ? "" : ` (${named})`}, ${judged} transitions judged; the first: ${first}`;
}

/** A source that ends when it is told to, even while it waits for more. */
async function* until<T>(source: AsyncGenerator<T>, stop: AbortSignal): AsyncGenerator<T> {
  const stopped = new Promise<{ done: true; value: undefined }>((resolve) => {
    stop.addEventListener("abort", () => resolve({ done: true, value: undefined }), { once: true });
  });
  while (!stop.aborted) {
    const next = await Promise.race([source.next(), stopped]);
    if (next.done === true) return;
    yield next.value;
  }
}

function isSameFile(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

export async function judgeCommand(path: string, flags: JudgeFlags): Promise<void> {
  const named = flags.model?.length ?? 0;
  const isPair = flags.judge !== undefined && named === 1;
  const mine = flags.annotator === undefined ? [] : ownAnnotators(await ownModules(flags), [flags.annotator]);
  const others = [flags.rules, flags.judge, ...mine].filter((one) => one !== undefined);
  if ((!isPair || mine.length > 0) && named + others.length !== 1) {
    throw new InputError(
      "Who shall judge? Accepted is one of --model NAME, --rules (the keyless text rules), --judge FILE, and --import FILE --annotator NAME, or --judge FILE with one --model to ask where it is unsure.",
    );
  }
  const prompt = promptFlag(flags.prompt);
  const { calls } = modelSettings(flags);
  const sampling = samplingOf(flags);
  const concurrency = calls.concurrency ?? 1;
  const out = flags.out ?? "-";
  if (out !== "-" && isSameFile(path, out)) {
    throw new InputError(`${visible(out)} is the file that is judged; give --out another one.`);
  }
  const models = openModels(flags, prompt, undefined, sampling);
  const { name, judge } = annotatorOf(flags, models, prompt, sampling, mine);
  const tally = openTally();
  const passed: PassedOver = { count: 0, lines: [], first: "" };
  const one = async (item: Transition | InputError) =>
    item instanceof InputError ? item : { item, judgement: await judge(item) };
  const read = readTransitions(path, { damaged: flags.keepGoing === true ? "report" : "throw" });
  const sink = await openSink(out);
  try {
    await withModels(models, async (stop) => {
      for await (const outcome of pMapIterable(until(read, stop), one, {
        concurrency,
        backpressure: concurrency * 2,
      })) {
        if (stop.aborted) return; // what comes now was stopped, not judged
        if (outcome instanceof InputError) {
          passOver(passed, outcome);
          continue;
        }
        tally.count(outcome.item, outcome.judgement);
        await sink.write(judgementText(outcome.item, name, outcome.judgement));
      }
      if (tally.items() === 0 && passed.count === 0) throw new InputError(`${visible(path)} holds no transition.`);
    });
    await sink.close();
  } catch (error) {
    // A pipe that stays open would keep the process alive.
    if (path === "-") process.stdin.destroy();
    await sink.abandon();
    throw error;
  }
  const table = tally.table();
  if (table !== undefined) remark(`${visible(name, 60)} against the labels of the file\n${tableText(table)}`);
  if (passed.count > 0) throw new InputError(passedOverSentence(passed, tally.items()));
}
