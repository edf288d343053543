/**
 * The distilling study as tables, notes and panels.
 */
import type { Figure } from "../annotations/index.js";
import { visible } from "../envs/index.js";
import type { distilStudies } from "../experiments/index.js";
import { rate, signed } from "./distil-report.js";
import { figureText } from "./report.js";
import type { StudyPanel } from "./study-svg.js";
import { escapeMarkdown, type Table, tableMarkdown } from "./text-table.js";

export interface Study {
  readonly format: "calmhack-distil-study/1";
  readonly calmhack: string;
  readonly rules: number;
  readonly id: string;
  readonly seeds: number;
  readonly policies: readonly string[];
  readonly heldOut: { readonly transitions: number; readonly episodes: number; readonly achieved: number };
  readonly cells: readonly distilStudies.StudyCell[];
}

/** "better" only where the interval lies beyond zero. */
function verdict({ value, ...limits }: Figure): string {
  if (value === null || !("low" in limits) || limits.low === null || limits.high === null) return "–";
  if (limits.low > 0) return "better";
  return limits.high < 0 ? "worse" : "no difference shown";
}

const short = (figure: Figure): string => (figure.value === null ? "–" : figure.value.toFixed(2));

function rowOf(cell: distilStudies.StudyCell): readonly string[] {
  const start = [visible(cell.teacher, 50), String(cell.answers)];
  if (cell.students < cell.seeds) {
    return [...start, "", `nothing learned in ${cell.seeds - cell.students} of ${cell.seeds} seeds`];
  }
  return [
    ...start,
    short(cell.teacherKappa),
    figureText(cell.studentKappa),
    signed(cell.difference),
    verdict(cell.difference),
    signed(cell.unseenDifference),
    `${(100 * cell.seenShare).toFixed(1)} %`,
    cell.teacherFalseRewards.value === null ? "–" : cell.teacherFalseRewards.value.toFixed(1),
    rate(cell.studentFalseRewards),
    short(cell.studentMissed),
  ];
}

const HEAD = [
  "teacher's errors",
  "answers",
  "κ teacher",
  "κ student [95 %]",
  "student − teacher [95 %]",
  "student is",
  "on unseen texts [95 %]",
  "seen",
  "f/1000 teacher",
  "f/1000 student [95 %]",
  "missed",
];

export function studyTables({ cells }: Study): readonly { readonly heading: string; readonly table: Table }[] {
  return [...new Set(cells.map(({ mix }) => mix))].map((mix) => ({
    heading: `Learned from transitions ${mix}`,
    table: { head: HEAD, rows: cells.filter((cell) => cell.mix === mix).map(rowOf), numbersFrom: 1 },
  }));
}

export function studyNotes({ id, seeds, policies, heldOut, rules, calmhack }: Study): readonly string[] {
  const { transitions, episodes, achieved } = heldOut;
  return [
    `${id}, calmhack ${calmhack}, rules ${rules}; play of ${policies.join(", ")}. Held out: ${transitions} steps at the natural rate of that play, from ${episodes} episodes of other seeds, ${achieved} with an achievement; any flagged.`,
    `Teachers are simulated: the game's truth with errors, false alarms/misses. Independent: drawn anew for every transition. By text: the same text errs alike. By kind: takes one kind of look-alikes for an achievement, always.`,
    `Means over ${seeds} seeds, each with transitions and a teacher's draws of its own; intervals 95 %, bootstrap over seeds. "better" and "worse" only where the interval of the paired difference lies beyond zero. f/1000: steps with a false reward per 1,000. Seen: held-out steps whose text occurred in training. Nothing learned: too few yeses, or no agreement with the teacher beyond chance on episodes left out; no judge is made then.`,
  ];
}

/** A panel per mix of data and way in which errors fall. */
export function studyPanels({ cells }: Study): readonly StudyPanel[] {
  const fall = ({ teacher }: distilStudies.StudyCell): string =>
    /(independent|by text|by kind)/.exec(teacher)?.[1] ?? "";
  const groups = new Map<string, distilStudies.StudyCell[]>();
  for (const cell of cells) {
    const title = `errors ${fall(cell)}, learned ${cell.mix}`;
    groups.set(title, [...(groups.get(title) ?? []), cell]);
  }
  return [...groups].map(([title, own]) => ({ title, cells: own }));
}

export function studyMarkdown(study: Study): string {
  const tables = studyTables(study).flatMap(({ heading, table }) => [
    `## ${escapeMarkdown(heading)}`,
    tableMarkdown(table),
  ]);
  return `${[
    "# When is a student better than its teacher?",
    "![Student less teacher](figure.svg)",
    ...tables,
    ...studyNotes(study).map((note) => `- ${escapeMarkdown(note)}`),
  ].join("\n\n")}\n`;
}
