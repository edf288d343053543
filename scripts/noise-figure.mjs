// Draws "how good must a judge be?" from a noise sweep: node scripts/noise-figure.mjs RESULT > docs/figures/noise.svg
import { readFileSync } from "node:fs";
import { join } from "node:path";

const { arms, settings } = JSON.parse(readFileSync(join(process.argv[2] ?? "", "result.json"), "utf8"));
const byName = new Map(arms.map((arm) => [arm.name, arm]));
const POSITIVE = ["0", "0.0001", "0.001", "0.01", "0.1"];
const NEGATIVE = ["0", "0.1", "0.2", "0.4"];
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#aa4499"];
const DASHES = ["none", "8 3", "2.5 2.5", "9 3 2.5 3"];
const [LEFT, TOP, WIDTH, HEIGHT, GAP] = [70, 60, 330, 240, 60];
const [LOW, HIGH] = [10_000, settings.steps];
const x = (i) => (i / (POSITIVE.length - 1)) * WIDTH;
const y = (steps) => HEIGHT * (1 - Math.log(steps / LOW) / Math.log(HIGH / LOW));
const text = (px, py, words, more = "") => `<text x="${px.toFixed(1)}" y="${py.toFixed(1)}" ${more}>${words}</text>`;

function panel(left, title, suffix) {
  const out = [`<g transform="translate(${left},${TOP})">`, text(0, -14, title, 'font-weight="bold"')];
  for (const steps of [10_000, 30_000, 100_000, 300_000].filter((one) => one < HIGH).concat(HIGH)) {
    out.push(`<line x1="0" x2="${WIDTH}" y1="${y(steps).toFixed(1)}" y2="${y(steps).toFixed(1)}" stroke="#e4e4e4"/>`);
    const words = `${steps / 1000}k${steps === HIGH ? " or more" : ""}`;
    if (suffix === "") out.push(text(-8, y(steps) + 4, words.replace(" or more", "+"), 'text-anchor="end"'));
  }
  POSITIVE.forEach((rate, i) => {
    const words = String(Number((1000 * Number(rate)).toPrecision(3)));
    out.push(text(x(i), HEIGHT + 20, words, 'text-anchor="middle"'));
  });
  out.push(text(WIDTH / 2, HEIGHT + 40, "false alarms per 1,000 steps, each subgoal", 'text-anchor="middle"'));
  const none = byName.get("none").medianSteps;
  out.push(
    `<line x1="0" x2="${WIDTH}" y1="${y(none).toFixed(1)}" y2="${y(none).toFixed(1)}" stroke="#6b6b6b" stroke-width="1.5"/>`,
  );
  if (suffix !== "") out.push(text(WIDTH + 6, y(none) + 4, "no judge", 'fill="#6b6b6b"'));
  NEGATIVE.forEach((negative, n) => {
    const at = POSITIVE.map((positive, i) => {
      const { medianSteps, censored, runs } = byName.get(`noisy ${positive}/${negative}${suffix}`);
      return { px: x(i), py: y(Math.min(medianSteps, HIGH)), isBeyond: censored * 2 > runs.length };
    });
    const points = at.map(({ px, py }) => `${px.toFixed(1)},${py.toFixed(1)}`).join(" ");
    const look = `stroke="${COLOURS[n]}" stroke-width="2" fill="none" stroke-dasharray="${DASHES[n]}"`;
    out.push(`<polyline points="${points}" ${look}/>`);
    for (const { px, py, isBeyond } of at) {
      const fill = isBeyond ? "white" : COLOURS[n];
      out.push(
        `<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="4" fill="${fill}" stroke="${COLOURS[n]}" stroke-width="1.5"/>`,
      );
    }
  });
  return [...out, "</g>"];
}

const right = LEFT + 2 * WIDTH + GAP + 45;
const legend = NEGATIVE.map((negative, n) => {
  const py = TOP + 20 + 22 * n;
  const line = `<line x1="${right + 20}" x2="${right + 50}" y1="${py - 4}" y2="${py - 4}" stroke="${COLOURS[n]}" stroke-width="2" stroke-dasharray="${DASHES[n]}"/>`;
  return line + text(right + 58, py, `${100 * Number(negative)} % missed`);
});
const title = `How good must a judge be? ${settings.id}: median steps to 90 % over ${settings.seeds} seeds, bonus 0.1 once`;
process.stdout.write(
  `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${right + 170}" height="${TOP + HEIGHT + 70}" font-family="sans-serif" font-size="12.5" fill="#1c1c1c">`,
    '<rect width="100%" height="100%" fill="white"/>',
    text(LEFT, 22, title, 'font-size="14" font-weight="bold"'),
    ...panel(LEFT, "errors drawn anew in every step", ""),
    ...panel(LEFT + WIDTH + GAP, "errors alike for the same text", " by text"),
    ...legend,
    text(right + 20, TOP + 120, "hollow: more than half"),
    text(right + 20, TOP + 136, "of the seeds censored"),
    "</svg>",
  ].join("\n")}\n`,
);
