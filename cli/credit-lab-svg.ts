/**
 * A study of learning with credit as one SVG: an arm a row, a panel a world, mean area under the curve of success with its
 * interval; and for the study of all arms, area over scores of credit. Pure.
 */
import type { CreditLearningResult } from "./credit-lab-report.js";
import { measureName, roleMark, rowsOfWorld } from "./credit-lab-report.js";
import { fitted, line, pixel, words } from "./svg.js";

const WIDTH = 1000;
const LABELS = 400;
const GAP = 34;
const RIGHT = 30;
const TOP = 92;
const ROW = 21;
const GREY = "#6b6b6b";
const GRID = "#e4e4e4";
/** Okabe and Ito's, with a form each, so that they are told apart in print as well. */
const LOOKS = { contestant: "#0072b2", floor: "#d55e00", reference: "#6b6b6b" } as const;
const SHARES = [0, 0.25, 0.5, 0.75, 1];

type Role = keyof typeof LOOKS;

function mark(role: Role, x: number, y: number): string {
  const colour = LOOKS[role];
  if (role === "contestant") return `<circle cx="${pixel(x)}" cy="${pixel(y)}" r="4" fill="${colour}"/>`;
  if (role === "floor")
    return `<path d="M${pixel(x - 4.5)} ${pixel(y + 4)}L${pixel(x + 4.5)} ${pixel(y + 4)}L${pixel(x)} ${pixel(y - 5)}Z" fill="${colour}"/>`;
  return `<rect x="${pixel(x - 3.5)}" y="${pixel(y - 3.5)}" width="7" height="7" fill="#fff" stroke="${colour}" stroke-width="1.6"/>`;
}

interface Drawn {
  readonly parts: readonly string[];
  readonly bottom: number;
}

function areas(result: CreditLearningResult): Drawn {
  const { worlds } = result;
  const width = (WIDTH - LABELS - RIGHT - GAP * (worlds.length - 1)) / worlds.length;
  const labels = rowsOfWorld(result, worlds[0]!.id);
  const bottom = TOP + labels.length * ROW;
  const y = (i: number): number => TOP + (i + 0.5) * ROW;
  const names = labels.flatMap((row, i) => [
    line(12, y(i) + ROW / 2, WIDTH - RIGHT, y(i) + ROW / 2, "#f3f3f3"),
    words(12, y(i) + 4, fitted(roleMark(row) + row.label, LABELS * 1.12)),
  ]);
  const panels = worlds.flatMap(({ id, budget }, w) => {
    const left = LABELS + w * (width + GAP);
    const x = (value: number): number => left + width * value;
    const base = rowsOfWorld(result, id).find(({ name }) => name === "the outcome alone")?.area.mean;
    return [
      words(left, TOP - 24, fitted(id, width), { weight: "bold" }),
      words(left, TOP - 9, `area, ${budget.toLocaleString("en-US")} steps`, { colour: GREY }),
      ...SHARES.map((share) => line(x(share), TOP, x(share), bottom, GRID)),
      ...(base === undefined || base === null
        ? []
        : [line(x(base), TOP, x(base), bottom, "#999", ' stroke-dasharray="2 3"')]),
      ...SHARES.filter((share) => width > 150 || (share !== 0.25 && share !== 0.75)).map((share) =>
        words(x(share), bottom + 16, String(share), { anchor: "middle", colour: GREY }),
      ),
      ...rowsOfWorld(result, id).flatMap(({ area, role }, i) => [
        ...(area.low === null || area.high === null
          ? []
          : [line(x(area.low), y(i), x(area.high), y(i), LOOKS[role], ' stroke-width="2"')]),
        ...(area.mean === null ? [] : [mark(role, x(area.mean), y(i))]),
      ]),
    ];
  });
  return { parts: [...names, ...panels], bottom: bottom + 26 };
}

const PLOT = 250;

/** Area over score, a number an arm. */
function scatters(result: CreditLearningResult, top: number): Drawn {
  const measures = ["alignment", "wrongAuc", "spearman"] as const;
  const width = (WIDTH - 60 - RIGHT - GAP * (measures.length - 1)) / measures.length;
  const numbers = new Map(rowsOfWorld(result, result.worlds[0]!.id).map(({ label }, i) => [label, i + 1]));
  const panels = result.worlds.flatMap(({ id }, w) =>
    measures.flatMap((measure, m) => {
      const left = 60 + m * (width + GAP);
      const upper = top + 34 + w * (PLOT + 66);
      const rows = rowsOfWorld(result, id).filter(({ scores }) => scores[measure].mean !== null);
      const [least, most] = measure === "wrongAuc" ? [0, 1] : [-0.25, 1];
      const x = (value: number) => left + (width * (Math.max(least, value) - least)) / (most - least);
      const y = (value: number) => upper + PLOT * (1 - value);
      const found = result.correlations.find((one) => one.world === id && one.measure === measure)?.correlation;
      const told =
        found?.mean == null
          ? ""
          : `, corr. ${found.mean.toFixed(2)} [${found.low?.toFixed(2)}, ${found.high?.toFixed(2)}]`;
      return [
        words(left, upper - 20, fitted(id, width), { weight: "bold" }),
        words(left, upper - 5, `area over ${measureName(measure)}${told}`, { colour: GREY }),
        ...SHARES.map((share) => line(left, y(share), left + width, y(share), GRID)),
        ...(m === 0
          ? SHARES.map((share) => words(left - 7, y(share) + 4, String(share), { anchor: "end", colour: GREY }))
          : []),
        ...[0, 0.5, 1].flatMap((tick) => [
          line(x(tick), upper, x(tick), upper + PLOT, GRID),
          words(x(tick), upper + PLOT + 15, String(tick), { anchor: "middle", colour: GREY }),
        ]),
        ...rows.flatMap(({ label, role, area, scores }) => {
          if (area.mean === null) return [];
          const at = { x: x(scores[measure].mean!), y: y(area.mean) };
          return [
            mark(role, at.x, at.y),
            words(at.x + 6, at.y - 4, String(numbers.get(label) ?? "?"), { colour: LOOKS[role] }),
          ];
        }),
      ];
    }),
  );
  const bottom = top + result.worlds.length * (PLOT + 66) + 6;
  const legend = [...numbers].map(([label, number], i) =>
    words(12 + (i % 2) * 490, bottom + 20 + Math.floor(i / 2) * 17, fitted(`${number} ${label}`, 470)),
  );
  return { parts: [...panels, ...legend], bottom: bottom + 26 + Math.ceil(numbers.size / 2) * 17 };
}

/** A whole document; the same result, the same bytes. `shows`: with what scores foretell, where there are arms enough. */
export function creditLearningSvg(result: CreditLearningResult, shows: "areas" | "areas and scores"): string {
  const upper = areas(result);
  const all = shows === "areas" ? upper : scatters(result, upper.bottom + 20);
  const height = all.bottom + 12;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${pixel(height)}" width="${WIDTH}" height="${pixel(height)}" role="img" font-family="system-ui,sans-serif" font-size="12.5" fill="#1c1c1c">`,
    `<rect width="${WIDTH}" height="${pixel(height)}" fill="#fff"/>`,
    `<g font-size="15">${words(12, 22, fitted(result.title, 780), { weight: "bold" })}</g>`,
    words(12, 40, `Mean and 95 % interval over ${result.settings.seeds} seeds. Dotted: the outcome alone.`, {
      colour: GREY,
    }),
    ...upper.parts,
    ...(shows === "areas" ? [] : all.parts),
    "</svg>",
    "",
  ].join("\n");
}
