/**
 * A distilled judge: what a student learned, as plain data. It stands in a file, crosses to a worker, and says where it
 * comes from: the teacher in honest words, the prompt that the teacher read, the data, how many answers it took. A hash
 * over all of it is its identity; a file that was edited or damaged is refused.
 *
 * No text of the data is in it but the names of features, which are made harmless; of the texts it learned from it keeps
 * 32 bits of hash each, so that a score can say how many of its texts were met in training.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { InputError, visible } from "../../envs/index.js";
import { contentHash } from "../canonical.js";
import { FEATURES } from "./features.js";

export const JUDGE_FORMAT = "calmhack-judge/1";

const finite = z.number().finite();
const share = z.number().min(0).max(1);
const count = z.number().int().min(0);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const scorerSchema = z.strictObject({
  bias: finite,
  weights: z.array(finite),
  threshold: share,
  unsure: z.strictObject({ low: share, high: share }).exactOptional(),
  penalty: z.number().positive(),
  yes: count,
  no: count,
  agreement: finite,
});

/** Kinds of provenance, as `annotations` names them: the teacher's. */
const TEACHER_KINDS = [
  "truth",
  "rules",
  "floor",
  "model",
  "replayed",
  "simulated",
  "mock",
  "human",
  "script",
  "given",
] as const;

const judgeSchema = z.strictObject({
  format: z.literal(JUDGE_FORMAT),
  hash,
  calmhack: z.string().max(40),
  features: z.strictObject({ version: z.string().max(80), names: z.array(z.string().max(200)).max(5000) }),
  subgoals: z.array(z.string().min(1).max(500)).min(1).max(50),
  scorers: z.array(scorerSchema).min(1),
  teacher: z.strictObject({
    kind: z.enum(TEACHER_KINDS),
    name: z.string().min(1).max(400),
    note: z.string().max(4000),
    /** What the teacher read, where it read a prompt. */
    prompt: z.strictObject({ id: z.string().max(200), hash }).exactOptional(),
  }),
  lessons: z.strictObject({
    data: z.strictObject({ name: z.string().max(400), version: z.string().max(200), hash: z.string().max(64) }),
    /** Which transitions of it, in words. */
    selection: z.string().max(400),
    transitions: count,
    /** Distinct ones, as the student reads them: each is one question to a teacher that remembers. */
    texts: count,
    episodes: count,
    /** Transitions that the teacher left wholly unanswered; nothing was learned from them. */
    unanswered: count,
    /** Base64 of 32-bit hashes of the texts, ascending, little-endian. */
    seen: z.string().max(8_000_000),
  }),
  seed: count,
});

export type DistilledJudge = z.infer<typeof judgeSchema>;

export const judgeHash = ({ hash: _own, ...rest }: DistilledJudge): string => contentHash(rest);

/** Completes a judge with its identity. */
export function sealed(judge: Omit<DistilledJudge, "hash" | "format">): DistilledJudge {
  const open = { format: JUDGE_FORMAT, hash: "", ...judge } as const;
  return { ...open, hash: judgeHash(open) };
}

/** A judge from foreign JSON. Throws an InputError that says what does not fit. */
export function parseJudge(text: string, path: string): DistilledJudge {
  const name = visible(path, 120);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`${name} is no judge file: it is no JSON, or it was cut off.`);
  }
  const parsed = judgeSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = visible(issue?.path.join(".") || "the whole", 80);
    throw new InputError(`${name} is no judge of format ${JUDGE_FORMAT} (${where}); "npx calmhack distil" makes one.`);
  }
  const judge = parsed.data;
  const { features, subgoals, scorers } = judge;
  if (scorers.length !== subgoals.length || scorers.some(({ weights }) => weights.length !== features.names.length)) {
    throw new InputError(`${name} is damaged: its weights do not fit its names.`);
  }
  if (new Set(subgoals).size < subgoals.length) throw new InputError(`${name} is damaged: it names a subgoal twice.`);
  if (judgeHash(judge) !== judge.hash) {
    throw new InputError(`${name} is not what was learned: it was edited or damaged, its hash differs.`);
  }
  if (features.version !== FEATURES) {
    throw new InputError(
      `${name} reads features "${visible(features.version, 40)}", and this calmhack makes "${FEATURES}"; distil it again.`,
    );
  }
  return judge;
}

const wordOf = (text: string): number => createHash("sha256").update(text, "utf8").digest().readUInt32LE(0);

/** Hashes of texts as a judge keeps them. */
export function seenTexts(texts: readonly string[]): string {
  const words = Uint32Array.from(new Set(texts.map(wordOf))).sort();
  const bytes = Buffer.alloc(4 * words.length);
  words.forEach((word, i) => {
    bytes.writeUInt32LE(word, 4 * i);
  });
  return bytes.toString("base64");
}

/** Tells whether a text was among those that a judge learned from; wrong once in some hundred thousand texts. */
export function seenBy({ lessons }: Pick<DistilledJudge, "lessons">): (text: string) => boolean {
  const bytes = Buffer.from(lessons.seen, "base64");
  const words = new Set<number>();
  for (let at = 0; at + 4 <= bytes.length; at += 4) words.add(bytes.readUInt32LE(at));
  return (text) => words.has(wordOf(text));
}
