/**
 * An episode as a strip: a column a step, a line an assigner, so that one sees at a glance who blames what. Pure.
 */
import type { credit } from "../calm/index.js";
import { visible } from "../envs/index.js";

export interface StripLine {
  readonly name: string;
  readonly given: credit.EpisodeCredit;
}

export interface Strip {
  readonly title: string;
  readonly actions: readonly string[];
  readonly truth: credit.scoring.Reference;
  readonly lines: readonly StripLine[];
}

const PER_ROW = 100;
const NAME = 34;
/** Below this share of the line's largest number a step is nearly nothing. */
const FAINT = 0.05;

/** Letters that tell a game's actions apart, as short as they can be. */
function shortActions(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    names.map((name) => {
      const letters = [...name.toUpperCase(), ..."ABCDEFGHIJKLMNOPQRSTUVWXYZ", "?"];
      const letter = letters.find((one) => /\S/.test(one) && !taken.has(one)) ?? "?";
      taken.add(letter);
      return [name, letter];
    }),
  );
}

/** + praised, - blamed, . next to nothing, blank for exactly 0 and ? for not looked at. */
function creditMarks({ credit: numbers, known }: credit.EpisodeCredit): string {
  const largest = numbers.reduce((most, x, t) => (known[t] === 1 ? Math.max(most, Math.abs(x)) : most), 0);
  return Array.from(numbers, (x, t) => {
    if (known[t] === 0) return "?";
    if (Math.abs(x) <= 1e-9) return " ";
    return Math.abs(x) < FAINT * largest ? "." : x < 0 ? "-" : "+";
  }).join("");
}

function truthMarks({ wrong, firstError, firstFatal }: credit.scoring.Reference): string {
  return Array.from(wrong, (mark, t) =>
    t === firstFatal ? "!" : t === firstError ? "1" : mark === 1 ? "w" : " ",
  ).join("");
}

export const STRIP_LEGEND =
  "A column a step. wrong: w did not shorten the way, 1 the first such step, ! the first after which success was out of reach. Assigners: + praises, - blames, . next to nothing, blank 0, ? not looked at.";

export function stripText({ title, actions, truth, lines }: Strip): string {
  const short = shortActions([...new Set(actions)]);
  const all = [
    ["actions", actions.map((name) => short.get(name) ?? "?").join("")],
    ["wrong", truthMarks(truth)],
    ...lines.map(({ name, given }) => [name, creditMarks(given)]),
  ];
  const rows: string[] = [
    visible(title, 120),
    [...short].map(([name, letter]) => `${letter} ${visible(name, 20)}`).join(", "),
  ];
  for (let from = 0; from < Math.max(1, actions.length); from += PER_ROW) {
    if (actions.length > PER_ROW) rows.push(`steps ${from} to ${Math.min(actions.length, from + PER_ROW) - 1}`);
    for (const [name = "", marks = ""] of all) {
      rows.push(
        `${visible(name, NAME - 2).padEnd(NAME)}|${marks.slice(from, from + PER_ROW).padEnd(Math.min(PER_ROW, actions.length - from))}|`,
      );
    }
  }
  return rows.join("\n");
}
