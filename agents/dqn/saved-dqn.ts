/**
 * DQN's learner as plain data, for checkpoints; arrays as the text of their bytes. What it remembers is part of it, so a
 * checkpoint is as large as its memory.
 */
import { z } from "zod";
import { bytesText, fillFromText } from "../bytes.js";
import type { Replay } from "./replay.js";

const integer = z.number().int();
const words = z.array(integer).length(4);
const text = z.string();

const COLUMNS = ["before", "after", "actions", "rewards", "discounts"] as const;

const savedWindow = z.strictObject({ features: text, actions: text, rewards: text, first: integer, held: integer });
export type SavedWindow = z.infer<typeof savedWindow>;

const savedStaged = z.strictObject({ before: text, after: text, actions: text, rewards: text, ends: text });
export type SavedStaged = z.infer<typeof savedStaged>;

const savedColumns = z.strictObject({ added: integer, columns: z.record(z.enum(COLUMNS), text) });

export const savedDqn = z.strictObject({
  taken: integer,
  updates: integer,
  online: z.strictObject({ steps: integer, numbers: text }),
  target: text,
  exploration: words,
  memory: words,
  replay: savedColumns,
  windows: z.array(savedWindow),
  staged: savedStaged.nullable(),
});

export type SavedDqn = z.infer<typeof savedDqn>;

/** The rows that are held. */
function held(replay: Replay, name: (typeof COLUMNS)[number], size: number): ArrayBufferView {
  const column = replay[name];
  return column.subarray(0, (column.length / replay.capacity) * size);
}

export function savedReplay(replay: Replay): z.infer<typeof savedColumns> {
  const columns = {} as Record<(typeof COLUMNS)[number], string>;
  for (const name of COLUMNS) columns[name] = bytesText(held(replay, name, replay.size));
  return { added: replay.added, columns };
}

export function loadReplay(replay: Replay, { added, columns }: z.infer<typeof savedColumns>): void {
  const size = Math.min(added, replay.capacity);
  for (const name of COLUMNS) fillFromText(held(replay, name, size), columns[name]);
  replay.added = added;
}
