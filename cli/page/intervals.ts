/**
 * One figure of every row as a dot with its 95 % interval; floors are hollow, and the best floor is a band across, so
 * that a row which does not leave it is seen at once. A pure function of figures.
 */
import type { Figure, ProvenanceKind } from "../../annotations/index.js";
import { fitted, pixel } from "../svg.js";
import { type Html, html } from "./markup.js";

export interface Dot {
  readonly name: string;
  readonly kind: ProvenanceKind;
  readonly figure: Figure;
}

export interface DotPlot {
  readonly title: string;
  readonly dots: readonly Dot[];
  /** What is drawn for the best floor: nothing where a floor that says nothing cannot be beaten. */
  readonly floor: "band" | "none";
  /** A root shows rates that are small beside others. */
  readonly scale: "linear" | "root";
  /** Least range of the axis; stretched to hold every interval. */
  readonly from: number;
  readonly to: number;
  /** Figures are shown times this. */
  readonly times: number;
  readonly digits: number;
}

const WIDTH = 380;
const LEFT = 142;
const RIGHT = 58;
const PLOT = WIDTH - LEFT - RIGHT;
const ROW = 21;
const TOP = 24;
/** More rows than this would make a picture that nobody reads; the table has all. */
const MOST = 40;

type Known = Extract<Figure, { readonly low: number | null }>;

function bestFloor(dots: readonly Dot[]): Known | undefined {
  const floors = dots.flatMap(({ kind, figure }) => (kind === "floor" && figure.value !== null ? [figure] : []));
  return floors.reduce<Known | undefined>(
    (best, one) => (best === undefined || one.value > best.value ? one : best),
    undefined,
  );
}

/** Three to six round numbers. */
export function roundTicks(from: number, to: number): readonly number[] {
  const span = to - from;
  const power = 10 ** Math.floor(Math.log10(span / 3));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => span / size <= 5) ?? power * 10;
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** The sign of a kind: filled for who judges, hollow for floors, so that print without colour tells them apart. */
export function signHtml(kind: ProvenanceKind, x: number, y: number): Html {
  const [cx, cy] = [pixel(x), pixel(y)];
  const square = (half: number) =>
    html`x="${pixel(x - half)}" y="${pixel(y - half)}" width="${2 * half}" height="${2 * half}"`;
  switch (kind) {
    case "floor":
    case "truth":
      return html`<circle cx="${cx}" cy="${cy}" r="4" fill="var(--paper)" stroke="currentColor" stroke-width="1.6"/>`;
    case "rules":
      return html`<rect ${square(4)} fill="currentColor"/>`;
    case "simulated":
      return html`<path d="M${cx} ${pixel(y - 5)}l5 9h-10z" fill="currentColor"/>`;
    case "mock":
      return html`<rect ${square(3.6)} fill="var(--paper)" stroke="currentColor" stroke-width="1.6"/>`;
    case "human":
    case "script":
    case "given":
      return html`<path d="M${cx} ${pixel(y - 5.5)}l5.5 5.5-5.5 5.5-5.5-5.5z" fill="currentColor"/>`;
    default:
      return html`<circle cx="${cx}" cy="${cy}" r="4.6" fill="currentColor"/>`;
  }
}

function rangeOf({ dots, from, to }: DotPlot): { readonly from: number; readonly to: number } {
  const values = dots.flatMap(({ figure }) =>
    figure.value === null ? [] : [figure.value, figure.low ?? figure.value, figure.high ?? figure.value],
  );
  return { from: Math.min(from, ...values), to: Math.max(to, ...values) };
}

/** Ticks of a root axis: round numbers that do not crowd. */
const rootTicks = (to: number): readonly number[] =>
  [0, 1, 5, 20, 50, 100, 200, 500, 1000]
    .filter((tick) => tick <= to && Math.sqrt(tick / to) >= (tick === 0 ? 0 : 0.13))
    .filter((tick, i, all) => i === 0 || Math.sqrt(tick / to) - Math.sqrt(all[i - 1]! / to) >= 0.12);

/** Rows in the order given; the picture says in its label what it shows. */
export function dotPlot(plot: DotPlot): Html {
  const { title, times, digits, scale } = plot;
  const dots = plot.dots.slice(0, MOST);
  const range = rangeOf(plot);
  const share = (value: number) => (value - range.from) / (range.to - range.from || 1);
  const place = (value: number) =>
    LEFT + (scale === "root" ? Math.sqrt(Math.max(0, share(value))) : share(value)) * PLOT;
  const bottom = TOP + dots.length * ROW;
  const show = (value: number) => (times * value).toFixed(digits);
  const best = plot.floor === "band" ? bestFloor(dots) : undefined;
  const ticks = scale === "root" ? rootTicks(range.to * times) : roundTicks(range.from * times, range.to * times);
  return html`<svg viewBox="0 0 ${WIDTH} ${bottom + 22}" width="${WIDTH}" height="${bottom + 22}" font-size="12" role="img" aria-label="${spoken(plot, show)}">
<text x="2" y="13" font-weight="600">${fitted(title, WIDTH + 20)}</text>
${ticks.map((tick) => {
  const x = pixel(place(tick / times));
  return html`<path d="M${x} ${TOP - 4}V${bottom}" stroke="var(--grid)"/><text x="${x}" y="${bottom + 15}" text-anchor="middle" class="m" font-size="11">${Number(tick.toFixed(3))}</text>`;
})}${best === undefined ? undefined : bandHtml(best, place, bottom)}
${dots.map((dot, i) => dotHtml(dot, TOP + (i + 0.5) * ROW, place, show))}</svg>`;
}

const spoken = ({ title, dots }: DotPlot, show: (value: number) => string): string =>
  `${title}: ${dots.map(({ name, figure }) => `${name} ${figure.value === null ? "no value" : show(figure.value)}`).join(", ")}`;

function bandHtml({ value, low, high }: Known, place: (value: number) => number, bottom: number): Html {
  const [from, to] = [place(low ?? value), place(high ?? value)];
  return html`<rect x="${pixel(from)}" y="${TOP - 4}" width="${pixel(Math.max(1, to - from))}" height="${bottom - TOP + 4}" fill="var(--floor)" fill-opacity="0.16"/><path d="M${pixel(place(value))} ${TOP - 4}V${bottom}" stroke="var(--floor)" stroke-dasharray="3 3" fill="none"/>`;
}

function dotHtml(
  { name, kind, figure }: Dot,
  y: number,
  place: (value: number) => number,
  show: (value: number) => string,
): Html {
  const line = pixel(y + 4);
  const label = html`<text x="${LEFT - 9}" y="${line}" text-anchor="end">${fitted(name, (LEFT - 10) * 1.15)}</text>`;
  if (figure.value === null) return html`${label}<text x="${LEFT + 4}" y="${line}" class="m">no value</text>`;
  const { value, low, high } = figure;
  const whisker =
    low === null || high === null
      ? undefined
      : html`<path d="M${pixel(place(low))} ${pixel(y)}H${pixel(place(high))}" stroke="currentColor" stroke-width="2"/>`;
  return html`${label}<g class="k-${kind}">${whisker}${signHtml(kind, place(value), y)}</g><text x="${WIDTH - 2}" y="${line}" text-anchor="end">${show(value)}</text>
`;
}
