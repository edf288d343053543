/**
 * Episode files, format "calmhack-episode/1": JSON lines, for each episode a heading and then a line a step. The
 * heading says how many steps follow, so a file that was cut is told from a short episode. Notes (a heading's `note`, a
 * step's `terminations`, `truth`, `bonus`) are optional.
 */
import { z } from "zod";
import type { Episode, EpisodeStep } from "./episode.js";
import { InputError } from "./errors.js";
import { type Line, readLines, writeWhole } from "./files.js";
import { visible } from "./text.js";

const FORMAT = "calmhack-episode/1";

const hash = z.string().regex(/^[0-9a-f]{16}$/);
const frame = z.strictObject({
  rows: z.array(z.string()),
  hero: z.strictObject({ x: z.number().int(), y: z.number().int() }).optional(),
  message: z.string(),
  inventory: z.array(z.strictObject({ letter: z.string(), text: z.string() })).optional(),
  status: z.array(z.string()).optional(),
});

const headingLine = z.strictObject({
  format: z.literal(FORMAT),
  id: z.string(),
  options: z.strictObject({
    observationKeys: z.array(z.string()).optional(),
    actions: z.union([z.enum(["default", "paper", "all"]), z.array(z.union([z.string(), z.number()]))]).optional(),
    cropSize: z.number().int().optional(),
    levels: z.string().optional(),
    manners: z.enum(["calmhack", "minihack"]).optional(),
  }),
  seed: z.number().int(),
  level: z.number().int().optional(),
  note: z.string().optional(),
  rules: z.number().int(),
  layout: hash,
  hash,
  endStatus: z.number().int(),
  steps: z.number().int().min(0),
  frame: frame.optional(),
});

const stepLine = z.strictObject({
  t: z.number().int().min(1),
  action: z.string(),
  reward: z.number(),
  hash,
  frame: frame.optional(),
  terminations: z.array(z.string()).optional(),
  truth: z.array(z.string()).optional(),
  bonus: z.number().optional(),
});

function parseLine<T>(schema: z.ZodType<T>, what: string, line: Line, path: string): T {
  let value: unknown;
  try {
    value = JSON.parse(line.text);
  } catch {
    throw new InputError(`${visible(path)}:${line.number}: not a JSON object; ${what} is needed.`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join(".") || "the line";
  throw new InputError(
    `${visible(path)}:${line.number}: not ${what} (${visible(`${where}: ${issue?.message}`, 120)}).`,
  );
}

/** Writes episodes as a whole file: it holds its old content or all of the new. */
export async function writeEpisodes(path: string, episodes: Iterable<Episode>): Promise<void> {
  const lines: string[] = [];
  for (const { id, options, seed, level, note, rules, layout, hash, endStatus, steps, frame } of episodes) {
    const head = { id, options, seed, level, note, rules, layout, hash, endStatus };
    lines.push(JSON.stringify({ format: FORMAT, ...head, steps: steps.length, frame }));
    for (const [i, step] of steps.entries()) {
      const { action, reward, hash: link, frame: seen, terminations, truth, bonus } = step;
      lines.push(JSON.stringify({ t: i + 1, action, reward, hash: link, frame: seen, terminations, truth, bonus }));
    }
  }
  await writeWhole(path, lines.map((line) => `${line}\n`).join(""));
}

/**
 * Episodes in file order, one in memory at a time; also of a gzip file. Reading checks the lines, `replay` the play.
 * Throws an InputError that names file and line.
 */
export async function* readEpisodes(path: string): AsyncGenerator<Episode> {
  let heading: z.infer<typeof headingLine> | undefined;
  let at = 0;
  let steps: EpisodeStep[] = [];
  const missing = (number: number): InputError =>
    new InputError(
      `${visible(path)}:${number}: the episode announces ${heading?.steps} steps, and ${steps.length} are there.`,
    );
  let number = 0;
  for await (const line of readLines(path)) {
    number = line.number;
    if (heading === undefined) {
      heading = parseLine(headingLine, "the heading of an episode", line, path);
      at = number;
      steps = [];
    } else {
      if (line.text.startsWith(`{"format":`)) throw missing(number);
      const step = parseLine(stepLine, `step ${steps.length + 1} of an episode`, line, path);
      if (step.t !== steps.length + 1) {
        throw new InputError(
          `${visible(path)}:${number}: step ${step.t} stands where step ${steps.length + 1} should.`,
        );
      }
      const { t: _number, ...kept } = step;
      steps.push(kept as EpisodeStep);
    }
    if (steps.length < heading.steps) continue;
    const { format: _format, ...rest } = heading;
    // An episode but for optional members, which JSON has or has not, but never has as undefined.
    yield { ...rest, steps, source: { path, line: at } } as unknown as Episode;
    heading = undefined;
  }
  if (heading !== undefined) throw missing(number);
}
