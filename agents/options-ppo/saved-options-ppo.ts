/**
 * The learner of options with networks as plain data, for checkpoints. A stretch is part of it only while it is played and
 * not yet learned from, because a judge's verdicts on it are still to come.
 */
import { z } from "zod";
import { savedExecution } from "../options/execution.js";
import { savedOptionStretch } from "./option-stretch.js";

const integer = z.number().int();
const words = z.array(integer).length(4);

export const savedOptionsPpo = z.strictObject({
  taken: integer,
  network: z.strictObject({ steps: integer, numbers: z.string() }),
  draws: words,
  order: words,
  clocks: z.string(),
  executions: z.array(savedExecution),
  places: z.string(),
  stretch: savedOptionStretch.nullable(),
});
