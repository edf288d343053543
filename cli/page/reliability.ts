/**
 * A reliability diagram: of the transitions to which a row gave about this probability of yes, how many were so? Dots on
 * the diagonal mean what they say; their area is the number of transitions. Pure: takes bins as
 * `stats/calibration.ts` makes them and knows nothing else.
 */
import { pixel } from "../svg.js";
import { type Html, html } from "./markup.js";

export interface ReliabilityBins {
  /** Bins in use, rising; means lie in [0, 1]. */
  readonly bins: readonly {
    readonly index: number;
    readonly count: number;
    readonly meanForecast: number;
    readonly meanOutcome: number;
  }[];
  /** How many bins of equal width there are, empty ones too. */
  readonly count: number;
}

const SIDE = 200;
const LEFT = 44;
const TOP = 12;
const COUNTS = 42;
const WIDTH = LEFT + SIDE + 16;
const BOTTOM = TOP + SIDE;
const HEIGHT = BOTTOM + COUNTS + 34;
const LARGEST = 9;
const SMALLEST = 2.5;

/** "0.0 to 0.1: 12 transitions, said 0.04, so 0.08". */
export function reliabilityWords({ bins, count }: ReliabilityBins): string {
  const said = bins.map(({ index, count: n, meanForecast, meanOutcome }) => {
    const range = `${(index / count).toFixed(2)} to ${((index + 1) / count).toFixed(2)}`;
    return `${range}: ${n} transitions, said ${meanForecast.toFixed(2)}, so ${meanOutcome.toFixed(2)}`;
  });
  return said.length === 0 ? "no probability was stated" : said.join("; ");
}

export function reliabilityPicture(input: ReliabilityBins): Html {
  const { bins, count } = input;
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  const x = (share: number) => LEFT + share * SIDE;
  const y = (share: number) => BOTTOM - share * SIDE;
  const path = bins.map(({ meanForecast, meanOutcome }) => `${pixel(x(meanForecast))} ${pixel(y(meanOutcome))}`);
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const bars = bins.map(({ index, count: n }) => {
    const height = (n / most) * (COUNTS - 8);
    const left = x(index / count);
    return html`<rect x="${pixel(left + 0.5)}" y="${pixel(BOTTOM + COUNTS - height)}" width="${pixel(SIDE / count - 1)}" height="${pixel(height)}" fill="var(--floor)" fill-opacity="0.6"/>`;
  });
  const dots = bins.map(({ count: n, meanForecast, meanOutcome }) => {
    const radius = Math.max(SMALLEST, LARGEST * Math.sqrt(n / most));
    return html`<circle cx="${pixel(x(meanForecast))}" cy="${pixel(y(meanOutcome))}" r="${pixel(radius)}" fill="var(--model)" fill-opacity="0.75" stroke="var(--paper)"/>`;
  });
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-size="11" role="img" aria-label="Reliability: ${reliabilityWords(input)}">
${ticks.map((tick) => html`<path d="M${pixel(x(tick))} ${TOP}V${BOTTOM}M${LEFT} ${pixel(y(tick))}H${LEFT + SIDE}" stroke="var(--grid)"/><text x="${LEFT - 6}" y="${pixel(y(tick) + 4)}" text-anchor="end" class="m">${tick}</text><text x="${pixel(x(tick))}" y="${BOTTOM + COUNTS + 14}" text-anchor="middle" class="m">${tick}</text>`)}
<path d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}" stroke="var(--muted)" stroke-dasharray="4 3"/>
<path d="M${LEFT} ${BOTTOM + COUNTS}H${LEFT + SIDE}" stroke="var(--muted)"/>${bars}
${path.length > 1 ? html`<path d="M${path.join("L")}" stroke="var(--model)" fill="none"/>` : undefined}${dots}
<text x="${LEFT + SIDE / 2}" y="${HEIGHT - 4}" text-anchor="middle" class="m">probability of yes that was stated</text><text transform="translate(11 ${TOP + SIDE / 2}) rotate(-90)" text-anchor="middle" class="m">share that was so</text></svg>`;
}

/** Said beneath the picture. */
export const RELIABILITY_WORDS =
  "Each dot is the transitions to which about this probability was given: how sure the row was (to the right), and how often it was so (upwards). On the dashed line, words and world agree; below it a yes was less often so than was said, above it more often. The larger a dot, the more transitions; the bars below count them.";
