/**
 * What answers hold, as zod schemas: for the description in /openapi.json, and for the tests, which check answers by
 * them. Nothing here runs when a request is answered.
 */
import { z } from "zod";
import { sealedSnapshot } from "./schemas.js";

const space = z.strictObject({
  dtype: z.enum(["uint8", "int16", "int32"]).describe("little-endian"),
  shape: z.array(z.int()).describe("row by row; of several games, each array has their count in front"),
});
const spaces = z.record(z.string(), space);
const observation = z.record(z.string(), z.string()).describe("per key, the array's bytes as base64");
const turn = z.int().describe("requests that the instance has carried out");
const numbers = z.array(z.number());
const info = z.strictObject({
  endStatus: z.union([z.int(), numbers]).describe("-1 step limit, 0 running, 1 death, 2 success"),
  events: z.union([z.int(), numbers]).describe("bits: 1 moved, 2 bumped, 4 took, 8 unlocked, 16 opened"),
  time: z.union([z.int(), numbers]).describe("the game's clock, in turns"),
});
const frame = z.looseObject({ rows: z.array(z.string()), message: z.string() }).describe("as a transition takes it");
const card = {
  id: z.string(),
  rules: z.int().describe("version of calmhack's rules"),
  limit: z.int().describe("steps after which an episode is truncated"),
  actions: z.array(z.string()).describe("names in index order"),
  task: z.string(),
  subgoals: z.array(z.string()),
  observations: spaces,
};
const environment = z.strictObject({ ...card, defaultKeys: z.array(z.string()) });
const instance = z.strictObject({
  instance: z.string(),
  ...card,
  count: z.int().optional(),
  autoreset: z.literal("same step").optional(),
  turn,
});
const failure = z.strictObject({ reason: z.string(), detail: z.string() });
const judge = z.strictObject({
  kind: z.enum(["rules", "model", "mock"]).describe("rules: a program; model: a language model; mock: a test server"),
  name: z.string(),
  note: z.string(),
  prompt: z.string(),
  promptHash: z.string(),
});

export const ANSWERS = {
  About: z.strictObject({
    calmhack: z.string(),
    rules: z.int(),
    judge,
    spent: z.record(z.string(), z.unknown()).optional(),
    instances: z.array(instance),
    requests: z.array(z.string()),
  }),
  Description: z.looseObject({ openapi: z.string() }),
  Environments: z.strictObject({ environments: z.array(environment) }),
  Card: z.union([environment, instance]),
  Instance: instance,
  Start: z.strictObject({ turn, observation, info, frame: frame.optional() }),
  Step: z.union([
    z.strictObject({
      turn,
      observation,
      reward: z.number(),
      terminated: z.boolean(),
      truncated: z.boolean(),
      info,
      frame: frame.optional(),
    }),
    z.strictObject({
      turn,
      observation,
      rewards: numbers,
      terminated: z.array(z.boolean()),
      truncated: z.array(z.boolean()),
      info,
      final: z
        .strictObject({ games: z.array(z.int()), observation, info })
        .optional()
        .describe(
          "how episodes ended: of the games named, in their order; the rest of the answer is the next episode's",
        ),
    }),
  ]),
  Snapshot: z.strictObject({ turn, snapshot: sealedSnapshot }),
  Frames: z.union([
    z.strictObject({ frame, screen: z.string() }),
    z.strictObject({ frames: z.array(frame), screens: z.array(z.string()) }),
  ]),
  Closed: z.strictObject({ closed: z.string() }),
  Judgements: z.strictObject({
    judge,
    judgements: z.array(
      z.strictObject({
        id: z.string(),
        episode: z.string().optional(),
        step: z.int().optional(),
        verdicts: z.record(z.string(), z.union([z.boolean(), z.null()])).describe("null: unanswered, never a no"),
        failures: z.record(z.string(), failure).optional().describe("why a subgoal has no verdict"),
        raw: z.string().optional().describe("what the model wrote"),
        requestHash: z.string().optional().describe("the answer's address in the recording"),
        tokensIn: z.number().optional(),
        tokensOut: z.number().optional(),
      }),
    ),
  }),
  Error: z.strictObject({ error: z.string().describe("one sentence") }),
} satisfies Record<string, z.ZodType>;
