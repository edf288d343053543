/** Cards of MiniHack's families of levels in Markdown: ids, task, a start, rewards, ends, subgoals and their truth. */
import { environmentCard, environmentIds, make, RULES } from "../envs/index.js";
import { picture, table } from "./environment-page.js";

/** "MiniHack-LavaCrossingS9N1-v0" is of LavaCrossing: a name ends where a size begins. */
const familyOf = (id: string): string => /^MiniHack-([A-Za-z]+?)(?=S?\d|-)/.exec(id)?.[1] ?? id;

const short = (id: string): string => id.replace(/^MiniHack-|-v\d+$/g, "");

/** Every eight moves would say nothing. */
const MOVES = "N E S W NE SE SW NW";
const actionsOf = (names: readonly string[]): string => {
  const all = names.join(" ");
  return all.startsWith(MOVES) ? `8 moves${all.slice(MOVES.length)}` : all;
};

function section(family: string, ids: readonly string[]): string {
  // The plainest one: variants have longer names.
  const first = [...ids].sort((a, b) => a.length - b.length)[0]!;
  const card = environmentCard(first)!;
  const tasks = [...new Set(ids.map((id) => environmentCard(id)!.task))];
  const rows = ids.map((id) => {
    const { limit, actions } = make(id, { observationKeys: [] });
    const row = [short(id), String(limit), actionsOf(actions)];
    return tasks.length === 1 ? row : [...row, environmentCard(id)!.task];
  });
  const head = ["id (MiniHack-…-v0)", "steps", "actions"];
  return [
    `## ${family}`,
    ...(tasks.length === 1 ? [tasks[0]!, table(head, rows)] : [table([...head, "task"], rows)]),
    `\`npx calmhack envs ${first} --seed 4\`:`,
    `\`\`\`text\n${picture(first)}\n\`\`\``,
    table(["reward", "for"], card.rewards),
    table(["endStatus", "the step says", "when"], card.ends),
    ...(card.subgoals.length === 0
      ? []
      : [
          table(
            ["subgoal", "its truth"],
            card.subgoals.map((subgoal) => [subgoal[0], subgoal.at(-1)!]),
          ),
        ]),
  ].join("\n\n");
}

/** The page of all families whose levels are written in the level language, or drawn on a grid. */
export function familyPage(): string {
  const families = new Map<string, string[]>();
  for (const id of environmentIds()) {
    if (environmentCard(id)?.page !== "docs/levels.md") continue;
    const family = familyOf(id);
    families.set(family, [...(families.get(family) ?? []), id]);
  }
  const sections = [
    "# Families of levels",
    "<!-- Made from the ids' cards by scripts/make-environment-pages.ts; do not edit. -->",
    `What \`npx calmhack envs ID\` says of each id, family by family; KeyRoom and the plain Rooms have [pages of their own](environments.md). calmhack rules ${RULES}: a re-implementation of MiniHack's rules; how far each family conforms stands in [levels.md](levels.md).`,
    ...[...families].map(([family, ids]) => section(family, ids)),
  ];
  return `${sections.join("\n\n")}\n`;
}
