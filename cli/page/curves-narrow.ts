/**
 * Learning curves for a phone: a panel an arm, below each other, with the arm "none" in grey behind and the seeds as dots
 * beneath. The figures are those of `curves.ts`; the wide picture is `curves-svg.ts`.
 */
import { type ArmCurve, type Axis, armCurve, axisOf, type Curves, placeOn, stepsText, ticksOn } from "../curves.js";
import { aside } from "../curves-svg.js";
import { fitted, path, pixel, type Spot } from "../svg.js";
import { type Html, html, madeMarkup } from "./markup.js";

const WIDTH = 360;
const LEFT = 40;
const PLOT = WIDTH - LEFT - 14;
const TOP = 22;
const HEIGHT = 84;
const BOTTOM = TOP + HEIGHT;
const DOTS = BOTTOM + 12;
const FULL = DOTS + 26;

const height = (value: number): number => BOTTOM - HEIGHT * value;

function curve({ points, censored }: ArmCurve, axis: Axis, colour: string): Html {
  const spots = points.flatMap(({ steps, mean, band }) => {
    const place = placeOn(axis, steps);
    return place === undefined ? [] : [{ x: LEFT + place * PLOT, y: height(mean), band }];
  });
  const last = spots.at(-1);
  if (last === undefined) return html``;
  const edge = (side: "low" | "high"): readonly Spot[] =>
    spots.flatMap(({ x, band }) => (band === null ? [] : [{ x, y: height(band[side]) }]));
  const outline =
    edge("low").length === 0 ? "" : `${path(edge("high"))}${path(edge("low").toReversed()).replace("M", "L")}Z`;
  const held = censored > 0 ? "" : `M${pixel(last.x)} ${pixel(last.y)}H${LEFT + PLOT}`;
  return html`${outline === "" ? undefined : html`<path d="${outline}" fill="${colour}" fill-opacity="0.15"/>`}<path d="${path(spots)}" stroke="${colour}" fill="none" stroke-width="2"/>${held === "" ? undefined : html`<path d="${held}" stroke="${colour}" fill="none" stroke-width="0.8"/>`}`;
}

function panel(arm: ArmCurve, none: ArmCurve | undefined, axis: Axis): Html {
  const place = (steps: number) => pixel(LEFT + (placeOn(axis, steps) ?? 0) * PLOT);
  const xs = arm.reached.map((steps) => Number(place(steps)));
  const offsets = aside(xs);
  const seeds = xs.map(
    (x, i) => html`<circle cx="${x}" cy="${DOTS + (offsets[i] ?? 0)}" r="3.4" fill="var(--model)" fill-opacity="0.7"/>`,
  );
  const left =
    arm.censored === 0
      ? undefined
      : html`<circle cx="${LEFT + PLOT}" cy="${DOTS}" r="4" fill="var(--paper)" stroke="var(--model)" stroke-width="1.5"/>`;
  const count = arm.censored === 0 ? "" : `${arm.censored} of ${arm.seeds} not within the budget`;
  return html`<svg viewBox="0 0 ${WIDTH} ${FULL}" width="${WIDTH}" height="${FULL}" font-size="11" role="img" aria-label="${arm.name}: learning curve and steps to 90 %"><text x="2" y="13" font-weight="600" font-size="12">${fitted(arm.name, 210)}</text><text x="${LEFT + PLOT}" y="13" text-anchor="end" class="m">${count}</text>${[0, 0.5, 1].map((share) => html`<path d="M${LEFT} ${height(share)}H${LEFT + PLOT}" stroke="var(--grid)"/><text x="${LEFT - 5}" y="${height(share) + 4}" text-anchor="end" class="m" font-size="10">${100 * share} %</text>`)}<path d="M${LEFT} ${pixel(height(0.9))}H${LEFT + PLOT}" stroke="var(--muted)" stroke-dasharray="1 3"/>${none === undefined || none === arm ? undefined : curve(none, axis, "var(--floor)")}${curve(arm, axis, "var(--model)")}${seeds}${left}${ticksOn(axis, 5).map((tick) => html`<text x="${place(tick)}" y="${FULL - 1}" text-anchor="middle" class="m" font-size="10">${stepsText(tick)}</text>`)}</svg>
`;
}

/** Both pictures of the same curves; the style shows the one that fits. */
export function curvesHtml(curves: Curves, wide: string): Html {
  const arms = curves.arms.map(armCurve);
  const axis = axisOf(curves.budget, arms);
  const none = arms.find(({ name }) => name === "none");
  const steps = `Across: steps of training${axis.kind === "log" ? ", logarithmic" : ""}. Dots: a seed each, where it first held 90 %; grey: the arm none.`;
  return html`<figure class="curves only-wide">${madeMarkup(wide.trimEnd())}</figure>
<figure class="only-narrow">${arms.map((arm) => panel(arm, none, axis))}<figcaption>${steps}</figcaption></figure>
`;
}
