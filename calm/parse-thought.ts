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
  let spoken: string[] = [];
  let inThought = begins === "thought";
  let sawThought = inThought;
  let from = 0;
  for (const match of text.matchAll(tag)) {
    const channel = match[4]?.toLowerCase();
    const closes = channel === undefined ? [match[1], match[2], match[3]].includes("/") : channel === "final";
    if (closes && !inThought) spoken = [];
    else if (!closes && !inThought) spoken.push(text.slice(from, match.index));
    inThought = !closes;
    sawThought = true;
    from = match.index + match[0].length;
  }
  if (inThought) return { text: spoken.join("\n"), thought: "open" };
  spoken.push(text.slice(from));
  return { text: spoken.join("\n"), thought: sawThought ? "closed" : "none" };
}
