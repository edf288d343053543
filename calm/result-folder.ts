/**
 * A result on disk: `result.json` (canonical), `items.jsonl` (what was judged), `judgements.jsonl` (what was said),
 * beside them what other files the writer adds. Everything that `view` and `cite` need is inside, so a result can be
 * moved, mailed and archived.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { type Judgement, parseTransition, type Transition, transitionText } from "../annotations/index.js";
import { InputError, visible, writeFolder } from "../envs/index.js";
import { canonicalJson } from "./canonical.js";
import { type Evaluation, type EvaluationResult, RESULT_FORMAT } from "./evaluate.js";
import { promptSchema } from "./prompts/template.js";

const RESULT = "result.json";
const ITEMS = "items.jsonl";
const JUDGEMENTS = "judgements.jsonl";

const verdict = z.enum(["yes", "no", "unanswered"]);

/** What was said once. */
const said = z.object({
  verdicts: z.array(verdict),
  failure: z.object({ reason: z.string(), detail: z.string() }).optional(),
  confidence: z.array(z.number().nullable()).optional(),
  raw: z.string().optional(),
  request: z.string().optional(),
});

const judgementLine = z.object({
  id: z.string(),
  answers: z.array(said.extend({ annotator: z.string(), samples: z.array(said).optional() })),
});

export type JudgementLine = z.infer<typeof judgementLine>;

function saidOf({ verdicts, failure, confidence, answer }: Judgement): z.infer<typeof said> {
  return {
    verdicts: [...verdicts],
    ...(failure === undefined ? {} : { failure }),
    ...(confidence === undefined ? {} : { confidence: [...confidence] }),
    ...(answer === undefined ? {} : { raw: answer.text, request: answer.requestHash }),
  };
}

function judgementLines({ items, answers }: Evaluation): string {
  const lines = items.map(
    ({ id }, i): JudgementLine => ({
      id,
      answers: answers.map(({ provenance, judgements }) => {
        const judgement = judgements[i]!;
        const samples = judgement.samples === undefined ? {} : { samples: judgement.samples.map(saidOf) };
        return { annotator: provenance.name, ...saidOf(judgement), ...samples };
      }),
    }),
  );
  return `${lines.map((line) => canonicalJson(line)).join("\n")}\n`;
}

/**
 * The folder is exchanged as a whole, so it may be nobody else's: absent, empty or a result. Throws an InputError
 * otherwise, and when nothing can be made there; asked before a run, it saves a person a long wait for that sentence.
 */
export function requireResultPlace(folder: string): void {
  const refuse = (why: string) => new InputError(`No result can be written to ${visible(folder)}: ${why}.`);
  if (!existsSync(folder)) {
    const above = existing(folder);
    if (!statSync(above).isDirectory()) throw refuse(`${visible(above)} is a file`);
  } else if (!statSync(folder).isDirectory()) throw refuse("it is a file");
  else if (!existsSync(join(folder, RESULT)) && readdirSync(folder).length > 0) {
    throw refuse("it is there and is no result folder; name another place");
  }
}

/** The nearest thing on the way to a path that is there. */
function existing(path: string): string {
  const parent = dirname(path);
  return existsSync(path) || parent === path ? path : existing(parent);
}

/**
 * Writes the folder as a whole; a former result in it is replaced. `extra` may hold reports, manifest and timing.
 * Throws an InputError, and changes nothing, when something else lies there.
 */
export async function writeResult(
  folder: string,
  evaluation: Evaluation,
  extra: ReadonlyMap<string, string>,
): Promise<void> {
  requireResultPlace(folder);
  const files = new Map([
    [RESULT, `${canonicalJson(evaluation.result, 1)}\n`],
    [ITEMS, `${evaluation.items.map(transitionText).join("\n")}\n`],
    [JUDGEMENTS, judgementLines(evaluation)],
    ...extra,
  ]);
  await writeFolder(folder, files);
}

/** What of a result readers rely on; the figures are for those who read the file. */
const resultSchema = z.looseObject({
  format: z.literal(RESULT_FORMAT),
  calmhack: z.string(),
  data: z.looseObject({
    name: z.string(),
    version: z.string(),
    hash: z.string(),
    labels: z.string(),
    humanLabels: z.number(),
    selection: z.string(),
    items: z.number(),
    of: z.number(),
  }),
  prompt: z.looseObject({ hash: z.string(), template: promptSchema }),
  statistics: z.looseObject({ seed: z.number(), repetitions: z.number() }),
  annotators: z
    .array(z.looseObject({ provenance: z.looseObject({ kind: z.string(), name: z.string(), note: z.string() }) }))
    .min(1),
  parts: z.array(z.looseObject({ name: z.string(), columns: z.array(z.looseObject({ name: z.string() })) })),
});

function readPart(folder: string, name: string): string {
  const path = join(folder, name);
  if (!existsSync(path)) {
    throw new InputError(
      `${visible(folder)} is no result folder: it holds no ${name} ("npx calmhack evaluate" makes one).`,
    );
  }
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const why = statSync(path).isDirectory()
      ? "it is a folder"
      : error instanceof Error
        ? error.message
        : String(error);
    throw new InputError(`${visible(path)} cannot be read: ${visible(why, 120)}.`);
  }
}

function parsed<T>(schema: z.ZodType<T>, text: string, where: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`${where} is damaged: it is no JSON.`);
  }
  const outcome = schema.safeParse(value);
  if (outcome.success) return outcome.data;
  const place = visible(outcome.error.issues[0]?.path.join(".") || "the whole", 80);
  throw new InputError(`${where} is not what a result of format ${RESULT_FORMAT} holds (${place}).`);
}

/** The summary alone. Throws an InputError when the folder is none of ours or damaged. */
export function readResult(folder: string): EvaluationResult {
  const text = readPart(folder, RESULT);
  // The schema checks what readers rely on; the file was written from this type and is only displayed.
  return parsed(resultSchema, text, visible(join(folder, RESULT))) as unknown as EvaluationResult;
}

export interface StoredResult {
  readonly result: EvaluationResult;
  readonly items: readonly Transition[];
  /** Aligned with `items`. */
  readonly judgements: readonly JudgementLine[];
}

/** All of a result. Throws an InputError that names the file and the line. */
export function readStoredResult(folder: string): StoredResult {
  const result = readResult(folder);
  const lines = (name: string) =>
    readPart(folder, name)
      .split("\n")
      .flatMap((text, i) => (text === "" ? [] : [{ number: i + 1, text }]));
  const items = lines(ITEMS).map((line) => parseTransition(line, join(folder, ITEMS)));
  const judgements = lines(JUDGEMENTS).map(({ number, text }) =>
    parsed(judgementLine, text, `${visible(join(folder, JUDGEMENTS))}:${number}`),
  );
  if (items.length < Math.max(judgements.length, result.data.items)) {
    throw new InputError(`${visible(join(folder, ITEMS))}:${items.length + 1} is missing: more was judged.`);
  }
  const rows = result.annotators.length;
  const count = Math.max(items.length, judgements.length);
  for (let i = 0; i < count; i++) {
    const [item, line] = [items[i], judgements[i]];
    const fits =
      line?.id === item?.id &&
      line?.answers.length === rows &&
      line.answers.every(({ verdicts }) => verdicts.length === item?.subgoals.length);
    if (fits) continue;
    throw new InputError(`${visible(join(folder, JUDGEMENTS))}:${i + 1} does not belong to the item of that line.`);
  }
  return { result, items, judgements };
}
