/**
 * The worst errors as cards: where, what was done, both frames, what the game said, truth and verdict, the answer and
 * the prompt. Grouped by kind; how many there are in all is said, and how they were chosen.
 */
import { type Judgement, type ProvenanceKind, type Transition, viewOf } from "../../annotations/index.js";
import { type PromptTemplate, promptText } from "../../calm/index.js";
import { visible } from "../../envs/index.js";
import { referenceName } from "../view-model.js";
import { FRAMES_WORDS, framesHtml } from "./frames.js";
import { bytes, type Html, html } from "./markup.js";
import { foldedText, notesHtml } from "./pieces.js";
import { byGroup, type ErrorClass, RULE_WORDS, type WorstErrors, type WrongItem, worstErrors } from "./worst.js";

/** Errors shown of a row. */
export const MOST_ERRORS = 12;
/** Rows whose errors are shown. */
const MOST_ROWS = 8;
/** Bytes of the page for one answer, one prompt, and for all cards together. */
const ANSWER_BYTES = 6_000;
const PROMPT_BYTES = 8_000;
const CARDS_BYTES = 1_200_000;
const MOST_SUBGOALS = 12;
/** A short answer stands in the card; a long one is folded. */
const SHORT_ANSWER = 160;

/** A judgement; of a majority, with the answers that it was made of. */
export interface Said extends Omit<Judgement, "confidence" | "samples"> {
  readonly confidence?: readonly (number | null)[];
  readonly samples?: readonly Pick<Judgement, "answer" | "failure">[];
}

export interface JudgedRow {
  readonly name: string;
  readonly kind: ProvenanceKind;
  /** Aligned with the items. */
  readonly judgements: readonly Said[];
}

export interface Judged {
  readonly items: readonly Transition[];
  readonly rows: readonly JudgedRow[];
  readonly template: PromptTemplate;
}

const asksModel = ({ kind }: JudgedRow): boolean => kind === "model" || kind === "replayed" || kind === "mock";
const isPerson = ({ kind }: JudgedRow): boolean => kind === "human" || kind === "script" || kind === "given";
const isDistilled = ({ kind }: JudgedRow): boolean => kind === "distilled";
const readsPrompt = (row: JudgedRow): boolean => asksModel(row) || row.kind === "rules";

/** Models, their students and people first; other programs only where there are none of those, the most instructive first. */
export function shownRows(rows: readonly JudgedRow[]): readonly JudgedRow[] {
  const contestants = [...rows.filter(asksModel), ...rows.filter(isDistilled), ...rows.filter(isPerson)];
  if (contestants.length > 0) return contestants;
  const of = (kind: ProvenanceKind) => rows.filter((row) => row.kind === kind);
  return [...of("rules"), ...of("simulated"), ...of("floor"), ...of("truth")];
}

const WORDS: Readonly<Record<"yes" | "no" | "unanswered", string>> = { yes: "yes", no: "no", unanswered: "unanswered" };

function verdictLines(item: Transition, { verdicts, confidence }: Said): Html {
  const truth = referenceName(item);
  const lines = item.subgoals.slice(0, MOST_SUBGOALS).map((name, i) => {
    const [label, verdict] = [item.labels?.[i] ?? "unanswered", verdicts[i] ?? "unanswered"];
    const isKnown = label !== "unanswered";
    const look = !isKnown ? "" : verdict === label ? "right" : verdict === "unanswered" ? "openv" : "wrong";
    const sign = !isKnown ? "·" : verdict === label ? "✓" : verdict === "unanswered" ? "?" : "✗";
    const sure = confidence?.[i];
    return html`<li class="${look}">${sign} ${visible(name, 80)}: ${truth} ${isKnown ? WORDS[label] : "not labelled"}, answered <b>${WORDS[verdict]}</b>${sure === undefined || sure === null ? "" : ` (stated probability of yes ${sure.toFixed(2)})`}</li>`;
  });
  const left = item.subgoals.length - lines.length;
  return html`<ul class="verdicts">${lines}${left > 0 ? html`<li>and ${left} more subgoals</li>` : undefined}</ul>
`;
}

function answerText(text: string, name: string): Html {
  const isShort = text.length <= SHORT_ANSWER && !/[\r\n]/.test(text);
  return isShort
    ? html`<p>${name}: <code>${text === "" ? "(empty)" : text}</code></p>
`
    : foldedText(`${name}, as it came`, text, ANSWER_BYTES, "judgements.jsonl has the whole answer");
}

function answerHtml({ answer, failure, samples = [] }: Said): Html {
  const notRead =
    failure === undefined
      ? undefined
      : html`<p>Not read: ${visible(`${failure.reason}: ${failure.detail}`, 300)}</p>
`;
  const answers = [
    ...(answer === undefined ? [] : [answerText(answer.text, "Answer")]),
    ...samples.flatMap((one, k) => (one.answer === undefined ? [] : [answerText(one.answer.text, `Answer ${k + 1}`)])),
  ];
  return html`${notRead}${answers}`;
}

function place({ part, episode, step }: Transition): string {
  const where = [
    ...(part === undefined ? [] : [visible(part, 40)]),
    ...(episode === undefined ? [] : [`episode ${visible(episode, 80)}`]),
    ...(step === undefined ? [] : [`step ${step}`]),
  ];
  return where.length === 0 ? "" : `: ${where.join(", ")}`;
}

function cardHtml(one: WrongItem, row: JudgedRow, { items, template }: Judged): Html {
  const item = items[one.index]!;
  const judgement = row.judgements[one.index]!;
  const window = template.window === "crop" ? "crop" : "map";
  const said = (text: string) => (text === "" ? "nothing" : `“${visible(text, 300)}”`);
  const alike = one.alike > 1 ? html`<p>${one.alike} wrong transitions read exactly so.</p>` : undefined;
  const prompt = readsPrompt(row)
    ? foldedText(
        "Prompt, as it was asked",
        promptText(template, viewOf(item)),
        PROMPT_BYTES,
        "calmhack prompt shows all of it",
      )
    : undefined;
  return html`<article class="card"><p class="note"><b>${visible(item.id, 60)}</b>${place(item)}</p>
<p>Action <b class="mono">${visible(item.action, 80)}</b>. The game said before: ${said(item.before.message)}, after: ${said(item.after.message)}</p>
<div class="moment">${framesHtml(item, window)}<div class="said">${verdictLines(item, judgement)}${answerHtml(judgement)}${alike}</div></div>${prompt}</article>
`;
}

function countWords({ total, counts, distinct }: WorstErrors, items: number, shown: number): string {
  const parts = (Object.entries(counts) as [ErrorClass, number][]).filter(([, count]) => count > 0);
  const listed = parts.map(([what, count]) => `${what} ${count}`).join(", ");
  const alike = distinct < total ? ` (${distinct} that read differently)` : "";
  return `${total} of ${items} transitions are judged wrongly${alike}: ${listed}. ${shown} ${shown === 1 ? "is" : "are"} shown here.`;
}

/** The cards of a row within `room` bytes, and what they take. */
function rowCards(
  row: JudgedRow,
  judged: Judged,
  worst: WorstErrors,
  room: number,
): { readonly body: Html; readonly taken: number } {
  let taken = 0;
  const fitting = byGroup(worst.chosen).flatMap(([name, group]) => {
    const cards = group.flatMap((one) => {
      const card = cardHtml(one, row, judged);
      const size = bytes(card);
      if (taken + size > room) return [];
      taken += size;
      return [card];
    });
    return cards.length === 0 ? [] : [{ name, cards }];
  });
  const shown = fitting.reduce((sum, { cards }) => sum + cards.length, 0);
  const left = worst.chosen.length - shown;
  const full = left > 0 ? [`${left} more were chosen but do not fit on this page.`] : [];
  const body = html`${notesHtml([countWords(worst, judged.items.length, shown), RULE_WORDS[worst.rule], ...full])}${fitting.map(
    ({ name, cards }) => html`<h4>${visible(name, 120)}</h4>
<div class="cards">${cards}</div>`,
  )}`;
  return { body, taken };
}

/** Undefined where no row has an error or nothing is labelled. */
export function errorSection(judged: Judged): Html | undefined {
  const texts = new Map<Transition, string>();
  const textOf = (item: Transition): string => {
    const held = texts.get(item) ?? promptText(judged.template, viewOf(item));
    texts.set(item, held);
    return held;
  };
  const found = shownRows(judged.rows).map((row) => ({
    row,
    worst: worstErrors({ items: judged.items, judgements: row.judgements, textOf }, MOST_ERRORS),
  }));
  const wrong = found.filter(({ worst }) => worst.total > 0);
  const right = found.filter(({ worst }) => worst.total === 0).map(({ row }) => visible(row.name, 60));
  if (wrong.length === 0) return undefined;
  const kept = wrong.slice(0, MOST_ROWS);
  let room = CARDS_BYTES;
  const groups = kept.map(({ row, worst }, i) => {
    // What one row leaves is the next one's.
    const { body, taken } = rowCards(row, judged, worst, room / (kept.length - i));
    room -= taken;
    const name = `${visible(row.name, 80)} (${row.kind}): ${worst.total} wrong`;
    if (kept.length === 1) return html`<h3>${name}</h3>${body}`;
    return html`<details class="group"${i === 0 ? html` open` : undefined}><summary>${name}</summary>${body}</details>
`;
  });
  const notes = [
    FRAMES_WORDS,
    ...(right.length === 0 ? [] : [`Without an error here: ${right.join(", ")}.`]),
    ...(wrong.length > kept.length ? [`${wrong.length - kept.length} more rows with errors are left out.`] : []),
    `All errors: calmhack view RESULT --wrong --row NAME, or judgements.jsonl beside items.jsonl.`,
  ];
  return html`${notesHtml(notes)}${groups}`;
}
