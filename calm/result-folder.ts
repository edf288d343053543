/**
 * A result on disk: `result.json` (canonical), `items.jsonl` (what was judged), `judgements.jsonl` (what was said),
 * beside them what other files the writer adds. Everything that `view` and `cite` need is inside, so a result can be
 * moved, mailed and archived.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { parseTransition, type Transition, transitionText } from "../annotations/index.js";
import { InputError, visible, writeFolder } from "../envs/index.js";
import { canonicalJson } from "./canonical.js";
import { type Evaluation, type EvaluationResult, RESULT_FORMAT } from "./evaluate.js";

const RESULT = "result.json";
const ITEMS = "items.jsonl";
const JUDGEMENTS = "judgements.jsonl";

const verdict = z.enum(["yes", "no", "unanswered"]);

const judgementLine = z.object({
  id: z.string(),
  answers: z.array(
    z.object({
      annotator: z.string(),
      verdicts: z.array(verdict),
      failure: z.object({ reason: z.string(), detail: z.string() }).optional(),
      raw: z.string().optional(),
      request: z.string().optional(),
    }),
  ),
});

export type JudgementLine = z.infer<typeof judgementLine>;

function judgementLines({ items, answers }: Evaluation): string {
  const lines = items.map(
    ({ id }, i): JudgementLine => ({
      id,
      answers: answers.map(({ provenance, judgements }) => {
        const { verdicts, failure, answer } = judgements[i]!;
        return {
          annotator: provenance.name,
          verdicts: [...verdicts],
          ...(failure === undefined ? {} : { failure }),
          ...(answer === undefined ? {} : { raw: answer.text, request: answer.requestHash }),
        };
      }),
    }),
  );
  return `${lines.map((line) => canonicalJson(line)).join("\n")}\n`;
}

/** Writes the folder as a whole. `extra` may hold reports, manifest and timing. */
export async function writeResult(
  folder: string,
  evaluation: Evaluation,
  extra: ReadonlyMap<string, string>,
): Promise<void> {
  const files = new Map([
    [RESULT, `${canonicalJson(evaluation.result, 1)}\n`],
    [ITEMS, `${evaluation.items.map(transitionText).join("\n")}\n`],
    [JUDGEMENTS, judgementLines(evaluation)],
    ...extra,
  ]);
  await writeFolder(folder, files);
}

/** What of a result readers rely on; the rest is shown as it is. */
const resultSchema = z.looseObject({
  format: z.literal(RESULT_FORMAT),
  calmhack: z.string(),
  data: z.looseObject({ name: z.string(), version: z.string(), hash: z.string(), humanLabels: z.number() }),
  prompt: z.looseObject({ hash: z.string(), template: z.looseObject({ id: z.string() }) }),
  statistics: z.looseObject({ seed: z.number(), repetitions: z.number() }),
  annotators: z.array(z.looseObject({ provenance: z.looseObject({ kind: z.string(), name: z.string() }) })),
  parts: z.array(z.looseObject({ name: z.string(), columns: z.array(z.looseObject({ name: z.string() })) })),
});

function readPart(folder: string, name: string): string {
  const path = join(folder, name);
  if (!existsSync(path)) {
    throw new InputError(
      `${visible(folder)} is no result folder: it holds no ${name} ("calmhack evaluate" makes one).`,
    );
  }
  return readFileSync(path, "utf8");
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
  const issue = outcome.error.issues[0];
  throw new InputError(`${where} is not what a result of format ${RESULT_FORMAT} holds (${issue?.path.join(".")}).`);
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
  items.forEach((item, i) => {
    if (judgements[i]?.id !== item.id) {
      throw new InputError(`${visible(join(folder, JUDGEMENTS))}:${i + 1} does not belong to the item of that line.`);
    }
  });
  return { result, items, judgements };
}
