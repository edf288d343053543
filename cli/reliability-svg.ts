/**
 * The reliability picture as one small SVG: how often it was so, against how sure the row said it was, a spot per bin,
 * larger with more verdicts; the diagonal is a row that means what it says. Beneath, how many verdicts a bin holds.
 */
import type { EvaluationResult } from "../calm/index.js";
import { fitted, line, path, pixel, svgText, words } from "./svg.js";

type Column = NonNullable<EvaluationResult["calibration"]>[number]["parts"][number]["columns"][number];

const WIDTH = 380;
const HEIGHT = 424;
const LEFT = 52;
const TOP = 34;
const SIDE = 304;
/** The strip of counts below the square. */
const STRIP = 34;
const INK = "#1c1c1c";
const GREY = "#6b6b6b";
const GRID = "#e4e4e4";
const BLUE = "#0072b2";
const RED = "#d55e00";

const x = (share: number): number => LEFT + share * SIDE;
const y = (share: number): number => TOP + (1 - share) * SIDE;

function grid(): readonly string[] {
  return [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    line(x(share), y(0), x(share), y(1), GRID),
    line(x(0), y(share), x(1), y(share), GRID),
    words(x(share), y(0) + STRIP + 20, String(share), { anchor: "middle", colour: GREY }),
    words(LEFT - 6, y(share) + 4, String(share), { anchor: "end", colour: GREY }),
  ]);
}

export function reliabilitySvg(title: string, { reliability, stated }: Column, bins: number): string {
  const most = Math.max(1, ...reliability.map(({ count }) => count));
  const spots = reliability.map((bin) => ({ ...bin, x: x(bin.meanForecast), y: y(bin.meanOutcome) }));
  const said = `${title}: ${spots
    .map((bin) => `stated ${bin.meanForecast.toFixed(2)}, so ${bin.meanOutcome.toFixed(2)} of ${bin.count}`)
    .join("; ")}`;
  const strip = y(0) + STRIP;
  const body = [
    words(LEFT, 20, fitted(title, SIDE), { weight: "bold" }),
    ...grid(),
    line(x(0), y(0), x(1), y(1), GREY, ' stroke-dasharray="4 3"'),
    // How far a bin is off.
    ...spots.map((spot) => line(spot.x, spot.y, spot.x, y(spot.meanForecast), RED, ' stroke-width="1.5"')),
    `<path d="${path(spots)}" stroke="${BLUE}" fill="none" stroke-width="1.5"/>`,
    ...spots.map((spot) => {
      const radius = pixel(3 + 6 * Math.sqrt(spot.count / most));
      return `<circle cx="${pixel(spot.x)}" cy="${pixel(spot.y)}" r="${radius}" fill="${BLUE}" fill-opacity="0.75"/>`;
    }),
    ...reliability.map(({ index, count }) => {
      const height = (STRIP - 8) * (count / most);
      const place = `x="${pixel(x(index / bins) + 1)}" y="${pixel(strip - height)}"`;
      return `<rect ${place} width="${pixel(SIDE / bins - 2)}" height="${pixel(height)}" fill="${GREY}" fill-opacity="0.5"/>`;
    }),
    words(x(0.5), HEIGHT - 8, `stated probability of yes (${stated} verdicts, ${bins} bins)`, { anchor: "middle" }),
    `<g transform="translate(14 ${pixel(y(0.5))}) rotate(-90)">${words(0, 0, "share that is so", { anchor: "middle" })}</g>`,
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="system-ui,sans-serif" font-size="12.5" fill="${INK}" role="img">`,
    `<title>${svgText(said)}</title>`,
    ...body,
    "</svg>",
  ].join("\n");
}
