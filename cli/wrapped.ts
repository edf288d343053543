/** Text broken into lines by what a terminal shows, not by code units. */
import { width } from "./text-table.js";

/** Lines of a text no wider than `columns`, broken at blanks where there are any. */
export function wrapped(line: string, columns: number): readonly string[] {
  const room = Math.max(1, columns);
  const lines: string[] = [];
  let rest = line;
  while (width(rest) > room) {
    let end = 0;
    let taken = 0;
    for (const character of rest) {
      taken += width(character);
      if (taken > room) break;
      end += character.length;
    }
    // A wide character may not fit even alone.
    end = Math.max(end, [...rest][0]?.length ?? 1);
    const blank = rest.lastIndexOf(" ", end);
    const cut = blank > 0 && rest.slice(0, blank).trim() !== "" ? blank : end;
    lines.push(rest.slice(0, cut));
    rest = rest.slice(cut === blank ? cut + 1 : cut);
  }
  return [...lines, rest];
}

/** One line of at most `columns`, an ellipsis included. */
export function fitted(line: string, columns: number): string {
  if (width(line) <= columns) return line;
  const [first = ""] = wrapped(line, columns - 1);
  return `${first}…`;
}
