/**
 * Games side by side as plain data, for checkpoints.
 */
import { z } from "zod";
import { savedPlay } from "../play.js";
import { runCounts, runTermination } from "../run-state.js";

const integer = z.number().int();

/** A step whose verdict is still to come. */
const question = z.strictObject({
  /** The step's number, over all games. */
  at: integer,
  game: integer,
  episode: integer,
  key: z.number(),
  end: z.enum(["running", "terminated", "truncated"]),
  /** Bits paid before it. */
  paid: integer,
  truth: integer,
});

export type SavedQuestion = z.infer<typeof question>;

export const savedGames = z.strictObject({
  taken: integer,
  lanes: z.array(
    z.strictObject({
      ...savedPlay.shape,
      /** The game's own part of its judge. */
      judge: z.unknown(),
      paid: integer,
      episode: integer,
      length: integer,
      sum: z.number(),
    }),
  ),
  judge: z.unknown(),
  counts: runCounts,
  terminations: z.array(runTermination),
  questions: z.array(question),
  sums: z.strictObject({ episodes: integer, won: integer, rewards: z.number(), steps: integer, achieved: integer }),
});

export type SavedGames = z.infer<typeof savedGames>;
