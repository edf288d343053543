/**
 * Reliability of every row that states probabilities: pairs of a stated probability of yes and what was so, over all
 * labelled subgoals, in ten bins.
 */
import type { ProvenanceKind, Transition } from "../../annotations/index.js";
import { visible } from "../../envs/index.js";
import { calibration } from "../../stats/index.js";
import { type Html, html } from "./markup.js";
import { figureBox, notesHtml } from "./pieces.js";
import { RELIABILITY_WORDS, reliabilityPicture } from "./reliability.js";

const BINS = 10;
const MOST_ROWS = 12;

interface StatingRow {
  readonly name: string;
  readonly kind: ProvenanceKind;
  readonly judgements: readonly { readonly confidence?: readonly (number | null)[] }[];
}

interface Pairs {
  readonly stated: readonly number[];
  readonly so: readonly number[];
}

function pairsOf(items: readonly Transition[], { judgements }: StatingRow): Pairs {
  const pairs = items.flatMap((item, i) =>
    item.subgoals.flatMap((_, s) => {
      const [label, stated] = [item.labels?.[s], judgements[i]?.confidence?.[s]];
      const isPair =
        (label === "yes" || label === "no") && stated !== undefined && stated !== null && stated >= 0 && stated <= 1;
      return isPair ? [{ stated, so: label === "yes" ? 1 : 0 }] : [];
    }),
  );
  return { stated: pairs.map(({ stated }) => stated), so: pairs.map(({ so }) => so) };
}

/** Undefined where no row states a probability. */
export function reliabilityBody(items: readonly Transition[], rows: readonly StatingRow[]): Html | undefined {
  const panels = rows.flatMap((row) => {
    const { stated, so } = pairsOf(items, row);
    const error = calibration.calibrationError(stated, so, BINS);
    if (!error.ok) return [];
    const words = `${visible(row.name, 60)} (${row.kind}): calibration error ${error.value.toFixed(3)} in ${BINS} bins, ${stated.length} verdicts`;
    return [
      html`<div>${reliabilityPicture({ bins: error.reliability, count: BINS })}<p class="note">${words}</p></div>`,
    ];
  });
  if (panels.length === 0) return undefined;
  const left = panels.length - MOST_ROWS;
  return html`${figureBox(html`<div class="panels">${panels.slice(0, MOST_ROWS)}</div>`, RELIABILITY_WORDS)}${left > 0 ? notesHtml([`${left} more rows are left out.`]) : undefined}`;
}
