/**
 * Takes a model's thinking out of its answer: what was considered is no verdict.
 *
 * Invariants: a closing tag without an opening one ends a thought that began before the text did (servers put the
 * opening tag into the prompt), so everything before it goes. A thought that never closes swallows the rest of the text,
 * and the caller must not read what was said before it as a final word.
 */

export interface SpokenAnswer {
  /** Without the thoughts. */
  readonly text: string;
  /** open: the text ends inside a thought. */
  readonly thought: "none" | "closed" | "open";
  /** Where the pieces that were kept begin, in this text and in the whole answer, in ascending order. */
  readonly pieces: readonly { readonly at: number; readonly from: number }[];
}

/** The place in the whole answer of a place in what was spoken. */
export function placeInAnswer({ pieces }: SpokenAnswer, place: number): number {
  const piece = pieces.findLast(({ at }) => at <= place);
  return piece === undefined ? place : place - piece.at + piece.from;
}

const tag = new RegExp(
  [
    "<(/?) ?(?:think|thinking|thought|thoughts|reasoning|scratchpad) ?>",
    "\\[(/?)think\\]",
    "◁(/?)think▷",
    "<\\|channel\\|> ?(analysis|commentary|final)",
  ].join("|"),
  "gi",
);

export function withoutThoughts(text: string, begins: "answer" | "thought"): SpokenAnswer {
  let spoken: { text: string; from: number }[] = [];
  let inThought = begins === "thought";
  let sawThought = inThought;
  let from = 0;
  for (const match of text.matchAll(tag)) {
    const channel = match[4]?.toLowerCase();
    const closes = channel === undefined ? [match[1], match[2], match[3]].includes("/") : channel === "final";
    if (closes && !inThought) spoken = [];
    else if (!closes && !inThought) spoken.push({ text: text.slice(from, match.index), from });
    inThought = !closes;
    sawThought = true;
    from = match.index + match[0].length;
  }
  if (!inThought) spoken.push({ text: text.slice(from), from });
  let at = 0;
  const pieces = spoken.map((piece) => {
    const begins = { at, from: piece.from };
    at += piece.text.length + 1; // and the line break that joins them
    return begins;
  });
  const thought = inThought ? "open" : sawThought ? "closed" : "none";
  return { text: spoken.map((piece) => piece.text).join("\n"), thought, pieces };
}
