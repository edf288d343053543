// Compares tabular agents in a training result, arms none and truth of each: node scripts/agents-table.mjs RESULT [RESULT ...]
// An arm that several results hold is taken from the last. Intervals are percentile bootstrap of the median over seeds.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { randomStream } from "../dist/envs/index.js";

const arms = new Map();
let budget = 0;
for (const folder of process.argv.slice(2)) {
  const result = JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));
  budget = result.settings.steps;
  for (const arm of result.arms) arms.set(arm.name, arm);
}
const stepsOf = ({ runs }) => runs.map(({ stepsTo90 }) => stepsTo90 ?? budget);
const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
};
const quantile = (sorted, share) => sorted[Math.round(share * (sorted.length - 1))];
const draw = (values, stream) => values.map(() => values[stream.below(values.length)]);

function medianText(arm) {
  if (arm === undefined) return "";
  const steps = stepsOf(arm);
  const stream = randomStream(1, "bootstrap median");
  const drawn = Array.from({ length: 2000 }, () => median(draw(steps, stream))).sort((a, b) => a - b);
  const thousands = (value) => (value / 1000).toFixed(1);
  const censored = arm.censored === 0 ? "" : ` (${arm.censored} of ${steps.length} censored)`;
  const more = arm.censored * 2 > steps.length ? "> " : "";
  const { epsilon } = arm.settings;
  return `${more}${thousands(median(steps))} [${thousands(quantile(drawn, 0.025))}, ${thousands(quantile(drawn, 0.975))}], ε ${epsilon}${censored}`;
}

/** Geometric mean over paired seeds of none's steps by truth's. */
function ratioText(none, truth) {
  if (none === undefined || truth === undefined) return "";
  const [base, own] = [stepsOf(none), stepsOf(truth)];
  const logs = own.map((steps, i) => Math.log(base[i] / steps));
  const mean = (values) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const stream = randomStream(1, "bootstrap ratio");
  const drawn = Array.from({ length: 2000 }, () => mean(draw(logs, stream))).sort((a, b) => a - b);
  const [value, low, high] = [mean(logs), quantile(drawn, 0.025), quantile(drawn, 0.975)].map(Math.exp);
  const bound =
    none.censored > 0 && truth.censored > 0 ? "~ " : none.censored > 0 ? "≥ " : truth.censored > 0 ? "≤ " : "";
  return `${bound}${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}

const agents = new Set([...arms.keys()].map((name) => /^([a-z0-9-]+): /.exec(name)?.[1] ?? "q-learning"));
console.log("| agent | none: median, 1,000 steps [95 %] | truth: median, 1,000 steps [95 %] | none / truth [95 %] |");
console.log("| --- | --- | --- | --- |");
for (const agent of agents) {
  const arm = (name) => arms.get(agent === "q-learning" ? name : `${agent}: ${name}`);
  // Without a judge all options agents are the same.
  const none = arm("none") ?? (agent.startsWith("options") ? arms.get("options-smdp: none") : undefined);
  console.log(`| ${agent} | ${medianText(none)} | ${medianText(arm("truth"))} | ${ratioText(none, arm("truth"))} |`);
}
