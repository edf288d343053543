/**
 * The flags of every command that asks a model, defined once.
 */
import type { Command } from "@commander-js/extra-typings";
import type { ModelFlags } from "./models.js";
import type { SamplingFlags } from "./sampling.js";

/** Modules of one's own, the same on every command that takes them: `.option(...IMPORT, collect)`. */
export const IMPORT = [
  "--import <file>",
  "a module of your own: worlds, subgoals, shapers, annotators; repeat for several",
] as const;

/** For a flag that may be given several times. */
export const collect = (text: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  text,
];

// The type is written down: inferred through twelve options of an unknown command it takes the compiler minutes to print.
export function withModelFlags<Args extends unknown[], Flags extends Record<string, unknown>>(
  command: Command<Args, Flags>,
): Command<Args, Flags & ModelFlags>;
export function withModelFlags(command: Command<unknown[], Record<string, unknown>>): unknown {
  return command
    .option("--model <name>", "a model on an OpenAI-compatible server, or NAME@BASE_URL; repeat for several", collect)
    .option("--base-url <url>", "the server, with or without /v1 (default: OPENAI_BASE_URL, else OpenAI)")
    .option("--key-env <variable>", "environment variable that holds the key (default: OPENAI_API_KEY, if set)")
    .option("--recordings <folder>", "where paid answers are recorded and found again", "calmhack-recordings")
    .option("--concurrency <n>", "calls at once", "8")
    .option("--timeout <seconds>", "per try", "120")
    .option("--tries <n>", "tries per call; waits honour retry-after", "5")
    .option("--temperature <t>", 'a number, or "omit" for the server\'s default', "0")
    .option("--max-tokens <n>", "limit of one answer, thinking included", "1024")
    .option("--budget <amount>", "stop before more is spent: 200k or 200000tokens, or money with --price")
    .option("--price <in/out>", "money per million tokens, such as 0.15/0.60")
    .option("--prices <file>", "or a JSON file of models and their prices, with currency, date and source")
    .option("--mock", "the server is a test server; every row says so");
}

/** And those of commands whose judge may be made of several answers. */
export function withJudgeFlags<Args extends unknown[], Flags extends Record<string, unknown>>(
  command: Command<Args, Flags>,
): Command<Args, Flags & ModelFlags & SamplingFlags>;
export function withJudgeFlags(command: Command<unknown[], Record<string, unknown>>): unknown {
  withModelFlags(command);
  return command.option("--samples <k>", "ask every text so often, at a --temperature above 0, and judge by majority");
}
