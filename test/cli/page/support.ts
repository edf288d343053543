/** A small evaluation with hand-set verdicts, for pages: its text rules and mock row are made up and say so. */
import { type Judgement, type Provenance, scorecard, type Transition } from "../../../annotations/index.js";
import { type Evaluation, presetPrompt, promptHash } from "../../../calm/index.js";

type Verdict = Judgement["verdicts"][number];

export const SUBGOALS = ["pick up the key", "open the door"];

export function item(id: string, more: Partial<Transition> = {}): Transition {
  return {
    id,
    task: "Fetch the key.",
    subgoals: SUBGOALS,
    action: "PICKUP",
    before: { rows: ["-----", "|@(.|", "-----"], hero: { x: 1, y: 1 }, message: "" },
    after: { rows: ["-----", "|.@.|", "-----"], hero: { x: 2, y: 1 }, message: `Message of ${id}.` },
    labels: ["no", "no"],
    labelledBy: "truth",
    episode: id,
    step: 3,
    part: "hard negatives",
    ...more,
  };
}

export interface MadeRow {
  readonly provenance: Provenance;
  readonly judgements: readonly Judgement[];
}

export const said = (...verdicts: readonly Verdict[]): Judgement => ({ verdicts });

export function evaluationOf(items: readonly Transition[], rows: readonly MadeRow[]): Evaluation {
  const answers = rows;
  const template = presetPrompt("crop");
  return {
    items,
    answers,
    result: {
      format: "calmhack-result/1",
      calmhack: "0.0.0",
      data: {
        name: "made",
        version: "1",
        hash: "a".repeat(64),
        labels: "The truth of a test.",
        humanLabels: 0,
        selection: "full",
        items: items.length,
        of: items.length,
      },
      prompt: { hash: promptHash(template), template },
      statistics: { seed: 1, repetitions: 100, level: 0.95 },
      annotators: answers.map(({ provenance, judgements }) => ({
        provenance,
        texts: judgements.filter(({ answer }) => answer !== undefined).length,
        tokensIn: judgements.reduce((sum, { answer }) => sum + (answer?.tokensIn ?? 0), 0),
        tokensOut: judgements.reduce((sum, { answer }) => sum + (answer?.tokensOut ?? 0), 0),
        failures: Object.fromEntries(judgements.flatMap(({ failure }) => (failure ? [[failure.reason, 1]] : []))),
      })),
      ...scorecard(items, answers, { seed: 1, repetitions: 100 }),
    },
  };
}

/** All that a page may hold of text from outside: no control, no hidden or turning character. */
export const RAW = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** The names of the tags of a page. */
export const tagsOf = (page: string): readonly string[] =>
  [...new Set([...page.matchAll(/<\/?([a-z!][\w-]*)/gi)].map(([, name]) => name ?? ""))].sort();

/** Every tag that pages are made of; no script, no link but to an icon that is data, no picture from elsewhere. */
export const PAGE_TAGS: readonly string[] =
  "!doctype a article b body circle code dd details div dl dt figcaption figure footer g h1 h2 h3 h4 head header html i li link main meta nav ol p path pre rect section span style summary svg table tbody td text th thead title tr u ul".split(
    " ",
  );
