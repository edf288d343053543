/**
 * How sure a model is of each verdict, from the log-probabilities of its answer's tokens:
 * P(yes) = p(yes) / (p(yes) + p(no)), both summed over the likely tokens at the place where the verdict stands.
 *
 * The place is the parser's, so what is measured is the very verdict that counts; of several equal verdicts on a subgoal
 * it is the first. Taken for yes: true, yes, 1; for no: false, no, 0; whatever case, blanks and quotes go with them, and
 * beginnings of true and false, because some vocabularies cut these words. A word that a server does not list has
 * probability 0. The numbers are the server's own: some state them before the temperature, some after it.
 *
 * Differs from Kadavath et al. 2022 (arXiv 2207.05221), who ask a question of its own for P(True): here it is the answer.
 */
import type { Judgement } from "../annotations/index.js";
import type { AnswerToken, TokenChoice } from "./answer-tokens.js";
import type { PlacedVerdicts } from "./parse.js";
import type { Span } from "./parse-tree.js";

export type StatedConfidence = Pick<Judgement, "confidence" | "noConfidence">;

const SIGN = /[\p{L}\p{N}]/u;
const YES: ReadonlySet<string> = new Set(["true", "yes", "1"]);
const NO: ReadonlySet<string> = new Set(["false", "no", "0"]);

/** What a token says that begins a value, behind `prefix`; undefined for anything but a verdict or its beginning. */
function sideOf(token: string, prefix: string): "yes" | "no" | undefined {
  // A token may reach over from the key into the value; then only what shares that part stands at this place.
  if (SIGN.test(prefix) && !token.startsWith(prefix)) return undefined;
  const value = SIGN.test(prefix) ? token.slice(prefix.length) : token;
  const [, word = "", rest = ""] = /^[^\p{L}\p{N}]*([\p{L}\p{N}]*)(.*)$/su.exec(value) ?? [];
  const plain = word.toLowerCase();
  if (YES.has(plain)) return "yes";
  if (NO.has(plain)) return "no";
  if (plain === "" || rest !== "") return undefined;
  return "true".startsWith(plain) ? "yes" : "false".startsWith(plain) ? "no" : undefined;
}

/**
 * Where the answer's text begins among its tokens, joined. Servers leave blanks out of the text, put thinking before it
 * and an end mark behind it; what fits none of this is not searched for, because a search may take a hostile text's
 * length squared.
 */
function beginning(joined: string, text: string, ends: readonly number[]): number | undefined {
  if (joined.startsWith(text)) return 0;
  const said = text.trim();
  const lead = text.length - text.trimStart().length;
  for (const end of [joined.length, ...ends]) {
    const kept = joined.slice(0, end).trimEnd();
    if (kept.endsWith(said)) return kept.length - said.length - lead;
  }
  const blanks = joined.length - joined.trimStart().length;
  return joined.startsWith(said, blanks) ? blanks - lead : undefined;
}

/** Per token its first character's place; one entry more, for the end. */
function startsOf(tokens: readonly AnswerToken[]): readonly number[] {
  const starts = [0];
  for (const [token] of tokens) starts.push(starts.at(-1)! + token.length);
  return starts;
}

/** Index of the token that covers a place; starts are ascending. */
function tokenAt(starts: readonly number[], place: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= place) low = middle;
    else high = middle;
  }
  return low;
}

/** The probability of yes among yes and no, or undefined where neither has any. */
function shareOfYes(choices: readonly TokenChoice[], prefix: string): number | undefined {
  let [yes, no] = [0, 0];
  for (const [token, logprob] of choices) {
    const side = sideOf(token, prefix);
    if (side === "yes") yes += Math.exp(logprob);
    if (side === "no") no += Math.exp(logprob);
  }
  return yes + no > 0 ? yes / (yes + no) : undefined;
}

/** `tokens` is undefined where the server sent none. */
export function statedConfidence(
  text: string,
  tokens: readonly AnswerToken[] | undefined,
  { read, places }: PlacedVerdicts,
): StatedConfidence {
  // A list of the chosen token alone would make every answer certain.
  if (tokens === undefined || !tokens.some(([, choices]) => choices.length > 1)) return { noConfidence: "not offered" };
  const starts = startsOf(tokens);
  const joined = tokens.map(([token]) => token).join("");
  const begins = beginning(joined, text, starts.slice(-4, -1).toReversed());
  const stated = (span: Span | undefined, s: number): number | null => {
    if (span === undefined || begins === undefined) return null;
    const sign = text.slice(span.from, span.to).search(SIGN);
    const place = begins + span.from + sign;
    if (sign < 0 || place < 0 || place >= joined.length) return null;
    const at = tokenAt(starts, place);
    const [token, choices] = tokens[at]!;
    const prefix = token.slice(0, place - starts[at]!);
    // Without the number of what was said itself, the others would say the opposite of the verdict.
    const isCounted = choices.length > 1 && choices.some(([one]) => one === token);
    if (!isCounted || sideOf(token, prefix) !== read.verdicts[s]) return null;
    return shareOfYes(choices, prefix) ?? null;
  };
  const confidence = places.map(stated);
  const isMissing = confidence.some((value, s) => value === null && read.verdicts[s] !== "unanswered");
  return {
    ...(confidence.some((value) => value !== null) ? { confidence } : {}),
    ...(isMissing ? { noConfidence: "not located" as const } : {}),
  };
}
