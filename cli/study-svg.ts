/**
 * The distilling study as one SVG: a panel per kind of data and of errors, the student's kappa less its teacher's over
 * the number of answers, with 95 % intervals; above the line at zero the student is better. A point is missing where the
 * student of some seed learned nothing: the mean of the others would be a mean of the lucky. Pure.
 */
import type { distilStudies } from "../experiments/index.js";
import { fitted, line, path, pixel, words } from "./svg.js";

const WIDTH = 1000;
const LEFT = 60;
const GAP = 26;
const HEIGHT = 190;
const TOP = 66;
const LEGEND = 24;
const GREY = "#6b6b6b";
const GRID = "#e4e4e4";
/** Okabe and Ito's colours, told apart by people who see few; the dashes do the same in print. */
const LOOKS = [
  { colour: "#0072b2", dash: "none" },
  { colour: "#d55e00", dash: "8 3" },
  { colour: "#009e73", dash: "2.5 2.5" },
  { colour: "#aa4499", dash: "9 3 2.5 3" },
  { colour: "#b8860b", dash: "4 2" },
] as const;

export interface StudyPanel {
  readonly title: string;
  readonly cells: readonly distilStudies.StudyCell[];
}

interface Axes {
  readonly x: (answers: number) => number;
  readonly y: (kappa: number) => number;
}

function curves({ cells }: StudyPanel, teachers: readonly string[], { x, y }: Axes): readonly string[] {
  return teachers.flatMap((teacher, i) => {
    const { colour, dash } = LOOKS[i % LOOKS.length]!;
    const own = cells.flatMap(({ teacher: name, answers, difference, students, seeds }) =>
      name === teacher && difference.value !== null && students === seeds ? [{ answers, ...difference }] : [],
    );
    // Curves of one panel stand a little beside each other, so that intervals can be told apart.
    const spots = own.map((one) => ({ ...one, at: x(one.answers) + 3 * i }));
    return [
      `<path d="${path(spots.map(({ at, value }) => ({ x: at, y: y(value) })))}" stroke="${colour}" fill="none" stroke-width="2"${dash === "none" ? "" : ` stroke-dasharray="${dash}"`}/>`,
      ...spots.flatMap(({ at, value, low, high }) => [
        ...(low === null || high === null ? [] : [line(at, y(low), at, y(high), colour)]),
        `<circle cx="${pixel(at)}" cy="${pixel(y(value))}" r="3" fill="${colour}"/>`,
      ]),
    ];
  });
}

const rounded = (value: number, up: number): number => (up * Math.ceil(up * value * 5)) / 5;

export function studySvg(panels: readonly StudyPanel[], columns: number): string {
  const cells = panels.flatMap((panel) => panel.cells);
  const limits = cells.flatMap(({ difference: d, students, seeds }) =>
    d.value === null || students < seeds ? [] : [d.low ?? d.value, d.high ?? d.value],
  );
  const least = rounded(Math.min(0, ...limits), -1);
  const most = rounded(Math.max(0.2, ...limits), 1);
  const sizes = [...new Set(cells.map(({ answers }) => answers))].sort((a, b) => a - b);
  const width = (WIDTH - LEFT - (columns - 1) * GAP) / columns;
  const inner = { left: 14, right: 22 };
  const legends = panels.map((panel) => [...new Set(panel.cells.map(({ teacher }) => teacher))]);
  const tall = HEIGHT + 70 + LEGEND * Math.max(...legends.map(({ length }) => length));
  const rows = Math.ceil(panels.length / columns);
  const parts = panels.flatMap((panel, p) => {
    const left = LEFT + (p % columns) * (width + GAP);
    const top = TOP + Math.floor(p / columns) * tall;
    const scale = Math.log(sizes.at(-1)! / sizes[0]!) || 1;
    const axes: Axes = {
      x: (n) => left + inner.left + ((width - inner.left - inner.right) * Math.log(n / sizes[0]!)) / scale,
      y: (kappa) => top + (HEIGHT * (most - kappa)) / (most - least),
    };
    const ticks = Array.from({ length: Math.round((most - least) * 5) + 1 }, (_, i) => least + i / 5);
    return [
      words(left, top - 12, fitted(panel.title, width), { weight: "bold" }),
      ...ticks.map((tick) => line(left, axes.y(tick), left + width, axes.y(tick), Math.abs(tick) < 1e-9 ? GREY : GRID)),
      ...(p % columns === 0
        ? ticks.map((tick) =>
            words(
              left - 7,
              axes.y(tick) + 4,
              `${tick > 1e-9 ? "+" : ""}${Math.abs(tick) < 1e-9 ? "0" : tick.toFixed(1)}`,
              {
                anchor: "end",
                colour: GREY,
              },
            ),
          )
        : []),
      ...sizes.map((n) => words(axes.x(n), top + HEIGHT + 16, String(n), { anchor: "middle", colour: GREY })),
      ...curves(panel, legends[p]!, axes),
      ...legends[p]!.flatMap((name, i) => {
        const { colour, dash } = LOOKS[i % LOOKS.length]!;
        const y = top + HEIGHT + 36 + i * LEGEND;
        const dashes = ` stroke-width="2"${dash === "none" ? "" : ` stroke-dasharray="${dash}"`}`;
        return [line(left, y, left + 32, y, colour, dashes), words(left + 40, y + 4, fitted(name, width - 44))];
      }),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${TOP + rows * tall}" font-family="system-ui, sans-serif" font-size="12.5" fill="#1c1c1c">`,
    `<rect width="${WIDTH}" height="${TOP + rows * tall}" fill="#fff"/>`,
    words(
      12,
      20,
      "κ of the student less κ of its teacher on steps held out, over the number of the teacher's answers.",
    ),
    words(12, 36, "Above zero the student is better. No point: in some seed nothing could be learned.", {
      colour: GREY,
    }),
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}
