/** An answer as it may be shown and written: every text of it without secrets. */
import { harmlessTokens } from "./answer-tokens.js";
import type { ChatAnswer } from "./chat.js";
import type { Redactor } from "./secrets.js";

export function redactedAnswer({ tokens, ...answer }: ChatAnswer, redact: Redactor): ChatAnswer {
  const harmless = tokens === undefined ? undefined : harmlessTokens(tokens, redact);
  return {
    ...answer,
    text: redact(answer.text),
    ...(answer.reasoning === undefined ? {} : { reasoning: redact(answer.reasoning) }),
    ...(harmless === undefined ? {} : { tokens: harmless }),
  };
}
