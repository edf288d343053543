/**
 * A game as a tabular agent plays it: what training, evaluation and recorded episodes need of it, whatever the game. One
 * implementation knows KeyRoom and is fast (`player.ts`), another plays any game by its frames (`world-player.ts`).
 */
import { z } from "zod";
import type { Env, worlds } from "../envs/index.js";
import type { JudgedStep } from "./judged-step.js";

export interface PlayOptions {
  readonly id: string;
  readonly actions: "default" | "paper" | "all" | readonly string[];
  /** A cache for games side by side; nothing depends on it. */
  readonly sight?: worlds.EnvOptions["sight"];
}

const integer = z.number().int();

/** The state of a play as plain data; base64 where there are bytes. */
export const savedPlay = z.strictObject({
  game: z.strictObject({ id: z.string(), layout: z.string(), block: z.string() }),
  /** KeyRoom's memory and what was last seen there. Of a world the state says it all. */
  memory: z
    .strictObject({
      door: integer,
      key: integer,
      goal: integer,
      phase: z.enum(["locked", "held", "open"]),
      hero: integer,
    })
    .optional(),
  sight: z.strictObject({ crop: z.array(integer), message: z.array(integer) }).optional(),
});

export type SavedPlay = z.infer<typeof savedPlay>;

export interface Play {
  /** Names, in index order. */
  readonly actions: readonly string[];
  /** Steps after which an episode is truncated. */
  readonly limit: number;
  /** How many; a set of them is a mask of so many bits. */
  readonly subgoals: number;
  /** The last step, for a judge. */
  readonly judged: JudgedStep;
  /** Starts an episode. */
  begin(given: { readonly seed?: number; readonly level?: number }): void;
  /** Plays an action; `judged` and `code` show what came of it. `at`: steps of training so far. */
  act(action: number, at: number): Pick<ReturnType<Env["step"]>, "reward" | "terminated" | "truncated" | "info">;
  /** What the agent knows of the game, made from what it saw and nothing else: a whole number below 2^45. */
  code(): number;
  save(): SavedPlay;
  /** Throws an InputError for another game's state. */
  load(saved: SavedPlay): void;
}
