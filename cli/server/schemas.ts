/**
 * What requests may hold: one zod schema each, which checks them and describes them in /openapi.json. A field's
 * description says what is accepted, for it ends the sentence that refuses another value.
 */
import { z } from "zod";

/** Games of one instance. */
const MOST_GAMES = 1024;
/** Transitions of one request. */
export const MOST_TRANSITIONS = 1000;

const whole = z.int();
const turn = whole
  .min(1)
  .optional()
  .describe(
    "the number of this request on its instance, from 1; a repeated request with a repeated number changes nothing and " +
      "gets the first one's answer again, any other number is refused",
  );

export const makeRequest = z.strictObject({
  observationKeys: z
    .array(z.string().min(1).max(60))
    .min(1)
    .max(64)
    .optional()
    .describe("a list of observation keys (MiniHack's default keys when absent)"),
  actions: z
    .union([z.enum(["default", "paper", "all"]), z.array(z.string().min(1).max(40)).min(1).max(128)])
    .optional()
    .describe(
      '"default", "paper" (N E S W PICKUP APPLY), "all" (the 85 of MiniHack in its order), or a list of action names in your order',
    ),
  cropSize: whole
    .min(1)
    .max(157)
    .optional()
    .describe("the side of the crops, an odd number from 1 to 157 (9 when absent)"),
  manners: z
    .enum(["calmhack", "minihack"])
    .optional()
    .describe('"calmhack", or "minihack": its blank last frame, and terminated at the step limit'),
  count: whole
    .min(1)
    .max(MOST_GAMES)
    .optional()
    .describe(
      `the number of games stepped together, 1 to ${MOST_GAMES}; absent for a single game with answers that are no lists`,
    ),
  frames: z
    .enum(["none", "each"])
    .optional()
    .describe('"none", or "each": every answer of a single game holds its frame, as transitions take it'),
});

export const resetRequest = z.strictObject({
  seed: z
    .union([whole, z.array(whole).min(1).max(MOST_GAMES)])
    .optional()
    .describe("a whole number, or for several games a list of one each; needed by the first reset"),
  level: whole.optional().describe("a whole number, the seed of the level alone; for single games"),
  turn,
});

export const stepRequest = z.strictObject({
  action: whole.min(0).max(127).optional().describe("for a single game: the action's index, a whole number from 0"),
  actions: z
    .array(whole.min(0).max(127))
    .min(1)
    .max(MOST_GAMES)
    .optional()
    .describe("for several games: a list of one action's index each"),
  turn,
});

export const emptyRequest = z.strictObject({});
export const snapshotRequest = z.strictObject({ turn });

export const sealedSnapshot = z
  .strictObject({
    format: z.literal("calmhack-served-snapshot/1"),
    id: z.string().max(200),
    layout: z.string().max(10_000),
    games: z.array(z.string().max(1_000_000)).min(1).max(MOST_GAMES).describe("each game's state, base64"),
    seal: z.string().max(100),
  })
  .describe("a snapshot as the server gave it, unchanged, of the same id and number of games and under the same token");

export const restoreRequest = z.strictObject({ snapshot: sealedSnapshot, turn });

export type MakeRequest = z.infer<typeof makeRequest>;
export type ResetRequest = z.infer<typeof resetRequest>;
export type StepRequest = z.infer<typeof stepRequest>;
export type SealedSnapshot = z.infer<typeof sealedSnapshot>;
