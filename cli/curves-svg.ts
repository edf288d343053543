/**
 * Learning curves as one SVG: up to five arms share a panel, more have a small panel each with the arm "none" in grey
 * behind; beneath, a row of dots an arm. A pure function without ids or styles, so that it goes into a page beside
 * others, into a paper, or into a file of its own.
 */
import {
  type ArmCurve,
  type Axis,
  armCurve,
  axisOf,
  bandNote,
  type Curves,
  dotsNote,
  endedNotes,
  placeOn,
  stepsText,
  ticksOn,
} from "./curves.js";
import { broken, fitted, line, path, pixel, type Spot, svgText, words } from "./svg.js";

const WIDTH = 1000;
const LEFT = 62;
/** Names and counts stand right of the plots. */
const RIGHT = 300;
const PLOT = WIDTH - LEFT - RIGHT;
const TOGETHER = 5;
const GREY = "#6b6b6b";
const INK = "#1c1c1c";
const GRID = "#e4e4e4";
const SOLID = "none";

interface Look {
  readonly colour: string;
  readonly dash: string;
}

/** Okabe and Ito's colours, told apart by people who see few; the dashes do the same in print. */
const LOOKS: readonly Look[] = [
  { colour: "#0072b2", dash: SOLID },
  { colour: "#d55e00", dash: "8 3" },
  { colour: "#009e73", dash: "2.5 2.5" },
  { colour: "#aa4499", dash: "9 3 2.5 3" },
  { colour: "#b8860b", dash: "4 2" },
];
const NONE: Look = { colour: GREY, dash: SOLID };

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function curve(arm: ArmCurve, axis: Axis, box: Box, { colour, dash }: Look): readonly string[] {
  const height = (value: number) => box.y + box.height * (1 - value);
  const spots = arm.points.flatMap((point) => {
    const place = placeOn(axis, point.steps);
    return place === undefined ? [] : [{ ...point, x: box.x + place * box.width, y: height(point.mean) }];
  });
  const last = spots.at(-1);
  if (last === undefined) return [];
  const low = spots.flatMap(({ x, band }) => (band === null ? [] : [{ x, y: height(band.low) }]));
  const high = spots.flatMap(({ x, band }) => (band === null ? [] : [{ x, y: height(band.high) }]));
  const band = low.length === 0 ? "" : `${path(high)}${path(low.toReversed()).replace("M", "L")}Z`;
  const end = { x: box.x + box.width, y: last.y };
  const stroke = `stroke="${colour}" fill="none" stroke-linejoin="round"`;
  const dashes = dash === SOLID ? "" : ` stroke-dasharray="${dash}"`;
  return [
    ...(band === "" ? [] : [`<path d="${band}" fill="${colour}" fill-opacity="0.13"/>`]),
    `<path d="${path(spots)}" ${stroke} stroke-width="2.2"${dashes}/>`,
    // Runs that have all ended before the budget keep their last value until the axis ends.
    ...(arm.censored > 0 ? [] : [`<path d="${path([last, end])}" ${stroke} stroke-width="0.8"${dashes}/>`]),
  ];
}

/** Grid, frame and the numbers asked for. */
function panel(axis: Axis, box: Box, most: number, numbers: ReadonlySet<"x" | "y">): readonly string[] {
  const bottom = box.y + box.height;
  const right = box.x + box.width;
  const shares = most > 5 ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1];
  const ticks = ticksOn(axis, most).map((steps) => ({ steps, x: box.x + placeOn(axis, steps)! * box.width }));
  return [
    ...ticks.map(({ x }) => line(x, box.y, x, bottom, GRID)),
    ...shares.map((share) => line(box.x, bottom - share * box.height, right, bottom - share * box.height, GRID)),
    line(box.x, bottom - 0.9 * box.height, right, bottom - 0.9 * box.height, "#999", ' stroke-dasharray="1 3"'),
    line(box.x, bottom, right, bottom, GREY),
    ...(numbers.has("y")
      ? shares.map((share) =>
          words(box.x - 7, bottom - share * box.height + 4, `${share * 100} %`, { anchor: "end", colour: GREY }),
        )
      : []),
    ...(numbers.has("x")
      ? ticks.map(({ steps, x }) => words(x, bottom + 16, stepsText(steps), { anchor: "middle", colour: GREY }))
      : []),
  ];
}

interface Drawn {
  readonly parts: readonly string[];
  /** Where the next part may begin. */
  readonly bottom: number;
}

function together(arms: readonly ArmCurve[], axis: Axis, top: number, lookOf: (arm: ArmCurve) => Look): Drawn {
  const box = { x: LEFT, y: top, width: PLOT, height: 300 };
  const legend = arms.flatMap((arm, i) => {
    const y = top + 10 + i * 22;
    const { colour, dash } = lookOf(arm);
    const dashes = ` stroke-width="2.2"${dash === SOLID ? "" : ` stroke-dasharray="${dash}"`}`;
    const x = LEFT + PLOT + 18;
    return [line(x, y, x + 36, y, colour, dashes), words(x + 44, y + 4, fitted(arm.name, RIGHT - 66))];
  });
  const parts = [
    ...panel(axis, box, 9, new Set(["x", "y"])),
    ...arms.flatMap((arm) => curve(arm, axis, box, lookOf(arm))),
    ...legend,
  ];
  return { parts, bottom: top + box.height + 22 };
}

const COLUMNS = 4;
const GAP = { x: 16, y: 30 };
const SMALL = { width: (WIDTH - LEFT - 14 - GAP.x * (COLUMNS - 1)) / COLUMNS, height: 104 };

function apart(arms: readonly ArmCurve[], axis: Axis, top: number): Drawn {
  const none = arms.find(({ name }) => name === "none");
  const own = arms.filter((arm) => arm !== none);
  const parts = own.flatMap((arm, i) => {
    const column = i % COLUMNS;
    const row = Math.floor(i / COLUMNS);
    const box = {
      x: LEFT + column * (SMALL.width + GAP.x),
      y: top + 16 + row * (SMALL.height + GAP.y),
      ...SMALL,
    };
    const numbers = new Set<"x" | "y">([
      ...(column === 0 ? (["y"] as const) : []),
      ...(i + COLUMNS >= own.length ? (["x"] as const) : []),
    ]);
    return [
      ...panel(axis, box, 4, numbers),
      words(box.x, box.y - 6, fitted(arm.name, SMALL.width * 0.9), { weight: "bold" }),
      ...(none === undefined ? [] : curve(none, axis, box, NONE)),
      ...curve(arm, axis, box, LOOKS[0]!),
    ];
  });
  const rows = Math.ceil(own.length / COLUMNS);
  return { parts, bottom: top + 16 + rows * (SMALL.height + GAP.y) - GAP.y + 22 };
}

const ROW = 22;
const DOT = 3.6;

/** Dots that would cover each other step aside, by turns above and below the line. */
export function aside(xs: readonly number[]): readonly number[] {
  const taken: Spot[] = [];
  return xs.map((x) => {
    const offset = [0, -4, 4, -7, 7].find((y) =>
      taken.every((spot) => Math.hypot(spot.x - x, spot.y - y) >= DOT * 1.6),
    );
    taken.push({ x, y: offset ?? 0 });
    return offset ?? 0;
  });
}

function dots(arms: readonly ArmCurve[], axis: Axis, top: number, lookOf: (arm: ArmCurve) => Look): Drawn {
  const box = { x: LEFT, y: top, width: PLOT, height: arms.length * ROW + 6 };
  const bottom = top + box.height;
  const edge = LEFT + PLOT;
  const ticks = ticksOn(axis, 9).map((steps) => ({ steps, x: LEFT + placeOn(axis, steps)! * PLOT }));
  const rows = arms.flatMap((arm, i) => {
    const y = top + 3 + (i + 0.5) * ROW;
    const { colour } = lookOf(arm);
    const xs = arm.reached.map((steps) => LEFT + (placeOn(axis, steps) ?? 0) * PLOT);
    const offsets = aside(xs);
    const median = arm.median === undefined ? undefined : LEFT + (placeOn(axis, arm.median) ?? 0) * PLOT;
    return [
      line(LEFT, y, edge, y, GRID),
      ...(median === undefined ? [] : [line(median, y - 10.5, median, y + 10.5, colour, ' stroke-width="2.4"')]),
      ...xs.map(
        (x, d) =>
          `<circle cx="${pixel(x)}" cy="${pixel(y + offsets[d]!)}" r="${DOT}" fill="${colour}" fill-opacity="0.75" stroke="#fff" stroke-width="0.7"/>`,
      ),
      ...(arm.censored === 0
        ? []
        : [
            `<circle cx="${pixel(edge)}" cy="${pixel(y)}" r="${DOT + 0.6}" fill="#fff" stroke="${colour}" stroke-width="1.6"/>`,
            words(edge + 9, y + 4, `${arm.censored} of ${arm.seeds}`, { colour: GREY }),
          ]),
      words(edge + 62, y + 4, fitted(arm.name, RIGHT - 66), { colour }),
    ];
  });
  return {
    parts: [
      ...ticks.map(({ x }) => line(x, top, x, bottom, GRID)),
      line(LEFT, bottom, edge, bottom, GREY),
      ...rows,
      ...ticks.map(({ steps, x }) => words(x, bottom + 16, stepsText(steps), { anchor: "middle", colour: GREY })),
    ],
    bottom: bottom + 22,
  };
}

/** A whole SVG document. Names are foreign text and shown as such; same curves, same bytes. */
export function curvesSvg(curves: Curves): string {
  const arms = curves.arms.map(armCurve);
  const axis = axisOf(curves.budget, arms);
  const isApart = arms.length > TOGETHER;
  const coloured = arms.filter(({ name }) => name !== "none");
  const lookOf = (arm: ArmCurve): Look =>
    arm.name === "none" ? NONE : LOOKS[isApart ? 0 : coloured.indexOf(arm) % LOOKS.length]!;
  const steps = `steps of training${axis.kind === "log" ? ", logarithmic" : ""}`;
  const title = fitted(curves.title, 740);
  const upper = isApart ? apart(arms, axis, 66) : together(arms, axis, 66, lookOf);
  const lower = dots(arms, axis, upper.bottom + 34, lookOf);
  const grey = isApart && coloured.length < arms.length ? ["Grey, in every panel: the arm none."] : [];
  const notes = [
    ...grey,
    bandNote(arms),
    ...endedNotes(curves.arms).flatMap((note) => [note, "Thin: every run of the arm has ended."]),
    "Dotted: 90 %.",
    dotsNote(curves.budget, { seed: "Dots", median: "bar", censored: "hollow" }),
  ];
  const said = broken(notes.join(" "), 150);
  const height = lower.bottom + 26 + said.length * 17 + 6;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${pixel(height)}" width="${WIDTH}" height="${pixel(height)}" role="img" font-family="system-ui,sans-serif" font-size="12.5" fill="${INK}">`,
    `<title>${svgText(title)}</title>`,
    `<rect width="${WIDTH}" height="${pixel(height)}" fill="#fff"/>`,
    `<g font-size="16">${words(14, 26, title, { weight: "bold" })}</g>`,
    words(14, 50, "success, mean over seeds"),
    ...upper.parts,
    words(14, upper.bottom + 22, "steps to 90 %, a dot a seed"),
    ...lower.parts,
    words(LEFT + PLOT / 2, lower.bottom + 12, steps, { anchor: "middle" }),
    ...said.map((text, i) => words(14, lower.bottom + 38 + i * 17, text, { colour: GREY })),
    "</svg>",
    "",
  ].join("\n");
}
