/**
 * Confusion matrices small enough for a row of them: what was achieved from top to bottom, what was answered from left
 * to right. Colour is the share of its line, so that a class of few transitions is seen as well as one of many.
 */
import type { Row } from "../../annotations/index.js";
import { type Html, html } from "./markup.js";

type Counts = Row["counts"];

const CELL = { width: 34, height: 22 };
const LEFT = 30;
const TOP = 14;

interface Square {
  readonly count: number;
  readonly line: number;
  readonly colour: "good" | "bad" | "open";
}

/** An example of its kind: "TP 12, FN 3, unanswered 0; FP 1, TN 40, unanswered 0". */
const spoken = ({ tp, fp, fn, tn, unansweredYes, unansweredNo }: Counts): string =>
  `achieved: ${tp} yes, ${fn} no, ${unansweredYes} unanswered; not achieved: ${fp} yes, ${tn} no, ${unansweredNo} unanswered`;

export function confusionPicture(counts: Counts): Html {
  const { tp, fp, fn, tn, unansweredYes, unansweredNo } = counts;
  const [yes, no] = [tp + fn + unansweredYes, fp + tn + unansweredNo];
  const isOpen = unansweredYes + unansweredNo > 0;
  const lines: readonly (readonly Square[])[] = [
    [
      { count: tp, line: yes, colour: "good" },
      { count: fn, line: yes, colour: "bad" },
      { count: unansweredYes, line: yes, colour: "open" },
    ],
    [
      { count: fp, line: no, colour: "bad" },
      { count: tn, line: no, colour: "good" },
      { count: unansweredNo, line: no, colour: "open" },
    ],
  ];
  const columns = isOpen ? ["yes", "no", "?"] : ["yes", "no"];
  const squares = lines.flatMap((line, y) =>
    line.slice(0, columns.length).map(({ count, line: of, colour }, x) => {
      const [left, top] = [LEFT + x * CELL.width, TOP + y * CELL.height];
      const share = of === 0 ? 0 : count / of;
      return html`<rect x="${left}" y="${top}" width="${CELL.width - 1}" height="${CELL.height - 1}" fill="var(--card)"/><rect x="${left}" y="${top}" width="${CELL.width - 1}" height="${CELL.height - 1}" fill="var(--${colour})" fill-opacity="${(0.6 * share).toFixed(2)}"/><text x="${left + CELL.width / 2}" y="${top + 15}" text-anchor="middle">${count}</text>`;
    }),
  );
  const width = LEFT + 3 * CELL.width;
  const height = TOP + 2 * CELL.height;
  return html`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-size="11" role="img" aria-label="${spoken(counts)}">${columns.map((name, x) => html`<text x="${LEFT + (x + 0.5) * CELL.width}" y="10" text-anchor="middle" class="m" font-size="10">${name}</text>`)}<text x="0" y="${TOP + 15}" class="m" font-size="10">is so</text><text x="0" y="${TOP + CELL.height + 15}" class="m" font-size="10">not</text>${squares}</svg>`;
}

/** Said once beneath a figure of matrices. */
export const CONFUSION_WORDS =
  "Upper line: transitions on which the subgoal was achieved (is so); lower line: the others (not). From left to right: answered yes, no, and ? for unanswered. Green is right, red is wrong, the stronger the larger the share of its line; all green on one diagonal is a perfect judge. The red cell of the lower line is what pays an agent falsely.";
