/**
 * The tokens of an answer with what might have stood in their places, as far as a server says (log-probabilities).
 *
 * Foreign numbers, checked here, once, at the edge: a log-probability is a finite number of at most 0 (servers that round
 * send a trace above); what is no such number is left out of its token, an answer whose list is no list of tokens has
 * none. Everything is bounded. A key that a server echoes is cut over several tokens, so tokens of a text that holds a
 * secret are not kept at all.
 */
import { z } from "zod";
import type { Redactor } from "./secrets.js";

/** A token and its natural log-probability, at most 0. */
export type TokenChoice = readonly [token: string, logprob: number];

/** What was said, and what was likely there; the token itself comes first where its own number can be used. */
export type AnswerToken = readonly [token: string, choices: readonly TokenChoice[]];

const MOST_TOKENS = 16_384;
const MOST_CHOICES = 32;
const LONGEST_TOKEN = 500;
/** Rounding of single precision; beyond it, a positive number is no log-probability. */
const ABOVE_ZERO = 1e-4;

const shown = z.string().max(LONGEST_TOKEN);
const choice = z.object({ token: shown, logprob: z.number().max(ABOVE_ZERO) });
const tokens = z
  .array(
    z.object({
      token: shown,
      logprob: z.unknown().optional(),
      top_logprobs: z.array(z.unknown()).nullish().catch(undefined),
    }),
  )
  .max(MOST_TOKENS);

/** From the `content` of a chat completion's `logprobs`; undefined where that is no list of tokens. */
export function readTokens(content: unknown): readonly AnswerToken[] | undefined {
  const read = tokens.safeParse(content);
  if (!read.success || read.data.length === 0) return undefined;
  return read.data.map(({ token, logprob, top_logprobs: top }): AnswerToken => {
    const found = new Map<string, number>();
    for (const one of [{ token, logprob }, ...(top ?? []).slice(0, MOST_CHOICES)]) {
      const fits = choice.safeParse(one).data;
      if (fits !== undefined && !found.has(fits.token)) found.set(fits.token, Math.min(0, fits.logprob));
    }
    return [token, [...found]];
  });
}

/** As they stand in a recording. */
export const tokensShape = z.array(z.tuple([z.string(), z.array(z.tuple([z.string(), z.number().max(0)]))]));

/** The tokens, unless they spell a secret or one of them holds it. */
export function harmlessTokens(given: readonly AnswerToken[], redact: Redactor): readonly AnswerToken[] | undefined {
  const spelt = given.map(([token]) => token).join("");
  const choices = given.flatMap(([, top]) => top.map(([token]) => token)).join("\n");
  return redact(spelt) === spelt && redact(choices) === choices ? given : undefined;
}
