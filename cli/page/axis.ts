/**
 * Scales of the dot plots: where a value stands between the ends of an axis, and which round numbers are written below.
 */

/** A root shows rates that are small beside others; a log shows ratios, twice and half alike. */
export type Scale = "linear" | "root" | "log";

export interface PlotAxis {
  /** From 0 (left end) to 1. */
  readonly place: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Three to six round numbers. */
export function roundTicks(from: number, to: number): readonly number[] {
  const span = to - from;
  if (!(span > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(span / 3));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => span / size <= 5) ?? power * 10;
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** As many of the candidates, in rising order, as keep their distance. */
function apart(candidates: readonly number[], place: (value: number) => number): readonly number[] {
  const kept: number[] = [];
  for (const tick of candidates) {
    const last = kept.at(-1);
    if (last === undefined || place(tick) - place(last) >= 0.12) kept.push(tick);
  }
  return kept;
}

const ROOT_TICKS = [0, 0.01, 0.05, 0.1, 0.2, 0.5, 1, 5, 20, 50, 100, 200, 500, 1000];
const LOG_TICKS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

/** `from` < `to`; on a root both are 0 or more, on a log above 0. */
export function plotAxis(scale: Scale, from: number, to: number): PlotAxis {
  const span = to - from || 1;
  const within = (ticks: readonly number[]) => ticks.filter((tick) => tick >= from && tick <= to);
  switch (scale) {
    case "linear":
      return { place: (value) => (value - from) / span, ticks: roundTicks(from, to) };
    case "root": {
      const place = (value: number) => Math.sqrt(Math.max(0, (value - from) / span));
      return { place, ticks: apart(within(ROOT_TICKS), place) };
    }
    case "log": {
      const place = (value: number) => Math.log(value / from) / (Math.log(to / from) || 1);
      return { place, ticks: apart(within(LOG_TICKS), place) };
    }
  }
}
