/**
 * Who rates: `human:NAME`, a person at a keyboard, or `script:NAME`, a program that stands in for one. Nobody else: a
 * model's answers are judgements with a recording behind them and never pass for a person's labels.
 */
import { InputError, visible } from "../../envs/index.js";

export type RaterKind = "human" | "script";

export interface Rater {
  readonly kind: RaterKind;
  /** Prefix included, e.g. "human:ann". */
  readonly name: string;
}

/** Letters and digits of any script; nothing that means something in a path or moves a cursor. */
const RATER = /^(human|script):([\p{L}\p{N}](?:[\p{L}\p{M}\p{N}._-]{0,58}[\p{L}\p{M}\p{N}])?)$/u;

/** Throws an InputError unless the name is `human:NAME` or `script:NAME`. */
export function parseRater(text: string): Rater {
  const [, kind] = RATER.exec(text) ?? [];
  if (kind === "human" || kind === "script") return { kind, name: text.normalize("NFC") };
  throw new InputError(
    `"${visible(text, 60)}" is no rater; accepted is human:NAME for a person, script:NAME for a program, NAME of letters, digits, ".", "_" and "-".`,
  );
}

/** The file a rater's labels go to unless told otherwise; no colon, which some systems do not take. */
export const labelFileName = ({ name }: Rater): string => `labels.${name.replace(":", "-")}.jsonl`;
