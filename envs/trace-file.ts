/**
 * The reader of recorded episodes of the real MiniHack (JSON lines, gzip): an `episode` line followed by its `step`
 * lines. Each step's map, message, status numbers and inventory are recorded; its terminal is not, so the status lines
 * are regenerated from the numbers, and whoever shows them says so.
 */
import { z } from "zod";
import { InputError } from "./errors.js";
import { type Line, readLines } from "./files.js";
import type { Frame, InventoryItem } from "./frame.js";
import { type RecordedKeys, recordedKeys, recordedKeysShape } from "./recorded-keys.js";
import { statusLines } from "./status-lines.js";
import { visible } from "./text.js";

const ROWS = 21;
const COLUMNS = 79;

const chars = z.array(z.string().length(COLUMNS)).length(ROWS);
const blstats = z.array(z.number().int()).min(26).max(27);
const inventory = z.array(z.tuple([z.string(), z.string()]));

const plane = z.array(z.array(z.number().int()).length(COLUMNS)).length(ROWS).optional();

const episodeLine = z.object({
  type: z.literal("episode"),
  env: z.string(),
  seed: z.number().int(),
  episode: z.number().int(),
  policy: z.string(),
  max_episode_steps: z.number().int(),
  actions: z.array(z.tuple([z.string(), z.number().int()])),
  reset: z.object({
    glyphs: plane,
    colors: plane,
    chars,
    blstats,
    message: z.string(),
    inv: inventory,
    ...recordedKeysShape,
    tty_chars: z.array(z.string()).length(24),
  }),
});

const stepLine = z.object({
  type: z.literal("step"),
  env: z.string(),
  seed: z.number().int(),
  episode: z.number().int(),
  t: z.number().int().min(1),
  name: z.string(),
  reward: z.number(),
  terminated: z.boolean(),
  end_status: z.number().int(),
  message: z.string(),
  chars,
  glyphs: plane,
  colors: plane,
  blstats,
  inv: inventory.optional(),
  ...recordedKeysShape,
});

const traceLine = z.discriminatedUnion("type", [episodeLine, stepLine]);

/** Numbers of a map, row by row, where the recording has them. */
export interface RecordedPlanes {
  readonly glyphs?: readonly (readonly number[])[] | undefined;
  readonly colors?: readonly (readonly number[])[] | undefined;
}

export interface RecordedStep {
  /** 1 is the first action. */
  readonly t: number;
  /** Short action name, e.g. "N", "PICKUP". */
  readonly action: string;
  readonly reward: number;
  /** -1 step limit, 0 running, 1 death, 2 success. */
  readonly endStatus: number;
  /** Absent in the step that ends an episode: the real program blanks its last observation. */
  readonly frame?: Frame;
  /** NLE's 27 status numbers (`blstats`); all 0 in the step that ends an episode. */
  readonly stats: readonly number[];
  readonly planes: RecordedPlanes;
  /** What else of the observation was recorded. */
  readonly keys: RecordedKeys;
}

export interface RecordedEpisode {
  /** e.g. "MiniHack-KeyRoom-S5-v0". */
  readonly environment: string;
  readonly seed: number;
  readonly episode: number;
  readonly policy: string;
  readonly limit: number;
  readonly actions: readonly string[];
  readonly start: Frame;
  /** NLE's 27 status numbers at the start. */
  readonly startStats: readonly number[];
  readonly startPlanes: RecordedPlanes;
  readonly startKeys: RecordedKeys;
  /** The terminal as it was recorded at the start, 24 lines, right-trimmed. */
  readonly startScreen: readonly string[];
  readonly steps: readonly RecordedStep[];
}

/** MiniHack names runs as it names steps; the enumeration tells them apart. */
const shortName = (name: string): string =>
  `${name.startsWith("CompassDirectionLonger.") ? "LONG_" : ""}${name.slice(name.lastIndexOf(".") + 1)}`;

const items = (pairs: readonly (readonly [string, string])[]): readonly InventoryItem[] =>
  pairs.map(([letter, text]) => ({ letter, text }));

function parseLine(line: Line, path: string): z.infer<typeof traceLine> {
  let value: unknown;
  try {
    value = JSON.parse(line.text);
  } catch {
    throw new InputError(`${visible(path)}:${line.number}: not a JSON object; a recorded episode or step is needed.`);
  }
  const parsed = traceLine.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join(".") || "the line";
  throw new InputError(
    `${visible(path)}:${line.number}: not a recorded episode or step (${visible(`${where}: ${issue?.message}`, 120)}).`,
  );
}

interface Building {
  readonly episode: RecordedEpisode & { readonly steps: RecordedStep[] };
  readonly title: string;
  inventory: readonly InventoryItem[];
}

function begin(line: z.infer<typeof episodeLine>): Building {
  const { reset } = line;
  const title = (reset.tty_chars[22] ?? "").split("St:")[0]?.trimEnd() ?? "";
  const held = items(reset.inv);
  const start: Frame = {
    rows: reset.chars,
    hero: { x: reset.blstats[0] ?? 0, y: reset.blstats[1] ?? 0 },
    message: reset.message,
    inventory: held,
    status: statusLines(title, reset.blstats),
  };
  const episode = {
    environment: line.env,
    seed: line.seed,
    episode: line.episode,
    policy: line.policy,
    limit: line.max_episode_steps,
    actions: line.actions.map(([name]) => shortName(name)),
    start,
    startStats: reset.blstats,
    startPlanes: { glyphs: reset.glyphs, colors: reset.colors },
    startKeys: recordedKeys(reset),
    startScreen: reset.tty_chars,
    steps: [],
  };
  return { episode, title, inventory: held };
}

function stepOf(line: z.infer<typeof stepLine>, building: Building): RecordedStep {
  if (line.inv !== undefined) building.inventory = items(line.inv);
  const base = {
    t: line.t,
    action: shortName(line.name),
    reward: line.reward,
    endStatus: line.end_status,
    stats: line.blstats,
    planes: { glyphs: line.glyphs, colors: line.colors },
    keys: recordedKeys(line),
  };
  if (line.terminated) return base;
  const frame: Frame = {
    rows: line.chars,
    hero: { x: line.blstats[0] ?? 0, y: line.blstats[1] ?? 0 },
    message: line.message,
    inventory: building.inventory,
    status: statusLines(building.title, line.blstats),
  };
  return { ...base, frame };
}

function follows(line: z.infer<typeof stepLine>, { environment, seed, episode, steps }: RecordedEpisode): boolean {
  const isOfEpisode = line.env === environment && line.seed === seed && line.episode === episode;
  const last = steps.at(-1);
  return isOfEpisode && line.t === steps.length + 1 && (last === undefined || last.frame !== undefined);
}

/** Episodes in file order, one in memory at a time. Throws an InputError that names file and line. */
export async function* readTraces(path: string): AsyncGenerator<RecordedEpisode> {
  let building: Building | undefined;
  for await (const line of readLines(path)) {
    const parsed = parseLine(line, path);
    if (parsed.type === "episode") {
      if (building !== undefined) yield building.episode;
      building = begin(parsed);
      continue;
    }
    if (building === undefined || !follows(parsed, building.episode)) {
      throw new InputError(
        `${visible(path)}:${line.number}: step ${parsed.t} does not follow its episode's last step.`,
      );
    }
    building.episode.steps.push(stepOf(parsed, building));
  }
  if (building !== undefined) yield building.episode;
}
