/** The page of an environment in Markdown: its card, a level as it starts, its observations, and what was measured. */
import { environmentCard, frameText, InputError, make, RULES } from "../envs/index.js";
import { wilson } from "../stats/index.js";
import type { PlayFigures } from "./environment-figures.js";
import { tableMarkdown } from "./text-table.js";

const SEED = 4;

type Card = NonNullable<ReturnType<typeof environmentCard>>;

/** Without a number given, a table of words. */
export const table = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbersFrom = head.length,
): string => tableMarkdown({ head, rows, numbersFrom });

/** The part of a screen that is drawn on: message, map without its blank margins, status lines. */
export function picture(id: string): string {
  const env = make(id);
  env.reset({ seed: SEED });
  const [message, ...lines] = frameText(env.frame(), { window: "screen" }).split("\n");
  const map = lines.slice(0, 21);
  const drawn = map.filter((line) => line !== "");
  const margin = Math.min(...drawn.map((line) => line.search(/\S/)));
  const rows = map.slice(map.indexOf(drawn[0] ?? ""), map.lastIndexOf(drawn.at(-1) ?? "") + 1);
  return [message, "", ...rows.map((line) => line.slice(margin)), "", ...lines.slice(21)].join("\n");
}

/** Adds to the card's rows which numbers an array has, and whether it comes without being asked for. */
function observations(id: string, rows: Card["observations"]): string {
  const keys = rows.map(([key]) => key);
  const { observation } = make(id, { observationKeys: keys }).reset({ seed: SEED });
  const defaults = Object.keys(make(id).reset({ seed: SEED }).observation);
  return table(
    ["key", "numbers", "shape", "holds", "by default"],
    rows.map(([key, shape, holds]) => {
      const numbers = observation[key].constructor.name.replace("Array", "");
      return [key, numbers, shape, holds, defaults.includes(key) ? "yes" : ""];
    }),
  );
}

const namesOf = (actions: readonly string[]): string =>
  actions.some((name) => name === "NE") ? `all ${actions.length}` : `${actions.length}: ${actions.join(" ")}`;

/** The least number of actions that this share of the levels makes do with. */
function atShare(distances: PlayFigures["distances"], share: number): number {
  const total = distances.reduce((sum, [, levels]) => sum + levels, 0);
  let seen = 0;
  for (const [actions, levels] of distances) {
    seen += levels;
    if (seen >= share * total) return actions;
  }
  return Number.NaN;
}

function distanceTable(figures: readonly PlayFigures[]): string {
  const rows = figures.map(({ actions, distances }) => {
    const total = distances.reduce((sum, [, levels]) => sum + levels, 0);
    const mean = distances.reduce((sum, [steps, levels]) => sum + steps * levels, 0) / total;
    const at = (share: number) => String(atShare(distances, share));
    return [namesOf(actions), at(0), at(0.25), at(0.5), at(0.75), at(1), mean.toFixed(1)];
  });
  return table(["actions", "least", "25 %", "median", "75 %", "most", "mean"], rows, 1);
}

const list = ({ distances }: PlayFigures): string =>
  distances.map(([actions, levels]) => `${actions}: ${levels}`).join(", ");

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function shareOf(successes: number, trials: number): string {
  const interval = wilson({ successes, trials });
  if (!interval.ok) return interval.why;
  return `${percent(interval.estimate)} (${percent(interval.low)} to ${percent(interval.high)})`;
}

function randomTable(figures: readonly PlayFigures[], hasKey: boolean): string {
  const rows = figures.map(({ actions, random }) => {
    const { won, took, opened, episodes, meanReturn, meanSteps } = random;
    const subgoals = hasKey ? [shareOf(took, episodes), shareOf(opened, episodes)] : [];
    return [namesOf(actions), shareOf(won, episodes), ...subgoals, meanReturn.toFixed(3), meanSteps.toFixed(1)];
  });
  const subgoals = hasKey ? ["took the key", "opened the door"] : [];
  return table(["actions", "won", ...subgoals, "mean return", "mean steps"], rows, 1);
}

/** Throws an InputError for an id that has no card. */
export function environmentPage(id: string, figures: readonly PlayFigures[]): string {
  const { limit } = make(id);
  const card = environmentCard(id);
  if (card === undefined) throw new InputError(`${id} has no page: it is no environment of this engine.`);
  const hasKey = card.subgoals.length > 0;
  const sections = [
    `# ${id}`,
    `<!-- Made from envs/nethack/cards.ts by scripts/make-environment-pages.ts; do not edit. -->`,
    `${card.task} Step limit ${limit}. calmhack rules ${RULES}: a re-implementation of MiniHack's rules.`,
    `A level as it starts (seed ${SEED}; \`npx calmhack envs ${id} --seed ${SEED}\`):`,
    `\`\`\`text\n${picture(id)}\n\`\`\``,
    "## Actions",
    table(
      ["index", "action", "effect"],
      card.actions.map(([name, effect], i) => [String(i), name, effect]),
    ),
    "## Observations",
    observations(id, card.observations),
    "A crop's side is 9 unless `cropSize` says otherwise.",
    "## Rewards",
    table(["reward", "for"], card.rewards),
    "## Ends",
    table(["endStatus", "the step says", "when"], card.ends),
    "## How a level is drawn",
    "Places are (column, row) from 0, as `blstats` has them.",
    table(["part", "how"], card.level),
    ...(hasKey
      ? [
          "## Subgoals and their truth",
          table(["subgoal", "bit of info.events", "the game's state says yes when"], card.subgoals),
        ]
      : []),
    "## How far success is",
    "Least numbers of actions to success over the levels of seeds 0 to 999, by the solver, which knows everything:",
    distanceTable(figures),
    ...figures.map((of) => `Levels by number of actions, ${namesOf(of.actions)}: ${list(of)}.`),
    "## What random play achieves",
    "A thousand episodes, seeds 0 to 999, each action as likely (Wilson's 95 % intervals):",
    randomTable(figures, hasKey),
    "## Differences from MiniHack",
    [
      "- A seed gives a level of the same distribution, not the level that MiniHack's seed gives.",
      "- The step limit is `truncated` and the last observation is the true one, unless `manners` is `minihack`.",
      ...card.differences.map((difference) => `- ${difference}`),
    ].join("\n"),
    "All of them stand in [Environments](../environments.md#porting-from-minihack).",
  ];
  return `${sections.join("\n\n")}\n`;
}
