/**
 * One figure of every row as a dot with its 95 % interval; floors are hollow, and the best floor is a band across, so
 * that a row which does not leave it is seen at once. A pure function of figures.
 */
import type { Figure, ProvenanceKind } from "../../annotations/index.js";
import { breadthOf, fitted, pixel } from "../svg.js";
import { plotAxis, type Scale } from "./axis.js";
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
  readonly scale: Scale;
  /** Least range of the axis; stretched to hold every interval. */
  readonly from: number;
  readonly to: number;
  /** Figures are shown times this. */
  readonly times: number;
  readonly digits: number;
  /** Where nothing differs: a line across. */
  readonly nothing?: number;
  /** Pixels that names may take at most, 133 when absent; short names take less. */
  readonly names?: number;
}

const GAP = 9;
/** A name takes less than its estimate. */
const SLACK = 1.1;
const PLOT = 180;
const RIGHT = 58;
const ROW = 21;
const TOP = 24;
/** More rows than this would make a picture that nobody reads; the table has all. */
const MOST = 60;

type Known = Extract<Figure, { readonly low: number | null }>;

function bestFloor(dots: readonly Dot[]): Known | undefined {
  const floors = dots.flatMap(({ kind, figure }) => (kind === "floor" && figure.value !== null ? [figure] : []));
  return floors.reduce<Known | undefined>(
    (best, one) => (best === undefined || one.value > best.value ? one : best),
    undefined,
  );
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
    case "distilled":
      return html`<path d="M${cx} ${pixel(y + 5)}l5-9h-10z" fill="currentColor"/>`;
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

function rangeOf(dots: readonly Dot[], { from, to, times }: DotPlot): { readonly from: number; readonly to: number } {
  const values = dots.flatMap(({ figure }) =>
    figure.value === null ? [] : [figure.value, figure.low ?? figure.value, figure.high ?? figure.value],
  );
  return { from: times * Math.min(from, ...values), to: times * Math.max(to, ...values) };
}

interface Geometry {
  readonly left: number;
  readonly width: number;
  readonly bottom: number;
  readonly place: (value: number) => number;
  readonly show: (value: number) => string;
}

/** Rows in the order given; the picture says in its label what it shows. */
export function dotPlot(plot: DotPlot): Html {
  const { title, times, digits, nothing } = plot;
  const dots = plot.dots.slice(0, MOST);
  const longest = Math.max(...dots.map(({ name }) => breadthOf(name)), breadthOf(title) / 2);
  const left = Math.ceil(Math.min(plot.names ?? 133, longest / SLACK + 4)) + GAP;
  const width = left + PLOT + RIGHT;
  const bottom = TOP + dots.length * ROW;
  const range = rangeOf(dots, plot);
  const axis = plotAxis(plot.scale, range.from, range.to);
  const at = (shown: number) => left + axis.place(shown) * PLOT;
  const place = (value: number) => at(times * value);
  const geometry = { left, width, bottom, place, show: (value: number) => (times * value).toFixed(digits) };
  const best = plot.floor === "band" ? bestFloor(dots) : undefined;
  const none =
    nothing === undefined
      ? undefined
      : html`<path d="M${pixel(place(nothing))} ${TOP - 4}V${bottom}" stroke="var(--muted)"/>`;
  return html`<svg viewBox="0 0 ${width} ${bottom + 22}" width="${width}" height="${bottom + 22}" font-size="12" role="img" aria-label="${spoken(plot, geometry)}">
<text x="2" y="13" font-weight="600">${fitted(title, width + 20)}</text>
${axis.ticks.map((tick) => tickHtml(Number(tick.toFixed(3)), pixel(at(tick)), bottom))}${none}${best === undefined ? undefined : bandHtml(best, geometry)}
${dots.map((dot, i) => dotHtml(dot, TOP + (i + 0.5) * ROW, geometry))}</svg>`;
}

const spoken = ({ title, dots }: DotPlot, { show }: Geometry): string =>
  `${title}: ${dots
    .slice(0, MOST)
    .map(({ name, figure }) => `${name} ${figure.value === null ? "no value" : show(figure.value)}`)
    .join(", ")}`;

const tickHtml = (tick: number, x: string, bottom: number): Html =>
  html`<path d="M${x} ${TOP - 4}V${bottom}" stroke="var(--grid)"/><text x="${x}" y="${bottom + 15}" text-anchor="middle" class="m" font-size="11">${tick}</text>`;

function bandHtml({ value, low, high }: Known, { place, bottom }: Geometry): Html {
  const [from, to] = [place(low ?? value), place(high ?? value)];
  return html`<rect x="${pixel(from)}" y="${TOP - 4}" width="${pixel(Math.max(1, to - from))}" height="${bottom - TOP + 4}" fill="var(--floor)" fill-opacity="0.16"/><path d="M${pixel(place(value))} ${TOP - 4}V${bottom}" stroke="var(--floor)" stroke-dasharray="3 3" fill="none"/>`;
}

function dotHtml({ name, kind, figure }: Dot, y: number, { left, width, place, show }: Geometry): Html {
  const line = pixel(y + 4);
  const label = html`<text x="${left - GAP}" y="${line}" text-anchor="end">${fitted(name, (left - GAP) * SLACK)}</text>`;
  if (figure.value === null) return html`${label}<text x="${left + 4}" y="${line}" class="m">no value</text>`;
  const { value, low, high } = figure;
  const whisker =
    low === null || high === null
      ? undefined
      : html`<path d="M${pixel(place(low))} ${pixel(y)}H${pixel(place(high))}" stroke="currentColor" stroke-width="2"/>`;
  return html`${label}<g class="k-${kind}">${whisker}${signHtml(kind, place(value), y)}</g><text x="${width - 2}" y="${line}" text-anchor="end">${show(value)}</text>
`;
}
