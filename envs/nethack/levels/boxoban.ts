/**
 * Levels in the text format of DeepMind's Boxoban (github.com/google-deepmind/boxoban-levels), as MiniHack redraws them:
 * walls are iron bars, boxes boulders, targets fountains; all of it is lit and known from the start.
 *
 * A file holds levels with blank lines between; a line that begins with ";" is a title. What we do differently from
 * MiniHack's reader: a last level without a blank line after it counts, and a damaged one is refused with its line.
 */
import { InputError } from "../../errors.js";
import { visible } from "../../text.js";
import type { Level, Place, Statement } from "./des/syntax.js";

/** Rows of a level's signs. */
export type Rows = readonly string[];

const MOST_COLUMNS = 76;
const MOST_ROWS = 21;
/** What the state holds beside the hero's kit. */
const MOST_BOXES = 48;
const ACCEPTED = "# for a wall, a blank for floor, $ for a box, . for a target, @ for the player";

const count = (rows: Rows, sign: string): number => rows.reduce((sum, row) => sum + row.split(sign).length - 1, 0);

/** What is wrong with a level as a whole. */
function fault(rows: Rows): string | undefined {
  const width = rows[0]!.length;
  if (width > MOST_COLUMNS || rows.length > MOST_ROWS) {
    return `a level of ${width} x ${rows.length}; accepted are at most ${MOST_COLUMNS} x ${MOST_ROWS}`;
  }
  const players = count(rows, "@");
  if (players !== 1) return `a level with ${players} players; accepted is one @`;
  const boxes = count(rows, "$");
  const targets = count(rows, ".");
  if (boxes === 0 || boxes > MOST_BOXES || boxes !== targets) {
    return `a level with ${boxes} boxes ($) and ${targets} targets (.); accepted are as many of both, 1 to ${MOST_BOXES}`;
  }
  return undefined;
}

/** The levels of one file's text. Throws an InputError that names file and line. */
export function parseBoxoban(text: string, file: string): readonly Rows[] {
  const levels: Rows[] = [];
  const fail = (line: number, what: string): never => {
    throw new InputError(`${visible(file, 200)}:${line}: ${what}.`);
  };
  let rows: string[] = [];
  let first = 0;
  const end = (): void => {
    if (rows.length === 0) return;
    const wrong = fault(rows);
    if (wrong !== undefined) fail(first, wrong);
    levels.push(rows);
    rows = [];
  };
  for (const [i, raw] of text.split("\n").entries()) {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (line === "" || line.startsWith(";")) {
      end();
      continue;
    }
    const odd = /[^# $.@]/u.exec(line)?.[0];
    if (odd !== undefined) fail(i + 1, `found "${visible(odd, 10)}"; accepted is ${ACCEPTED}`);
    if (rows.length === 0) first = i + 1;
    else if (rows[0]!.length !== line.length) {
      fail(
        i + 1,
        `a row of ${line.length} signs where the level's first has ${rows[0]!.length}; accepted are rows alike`,
      );
    }
    rows.push(line);
  }
  end();
  if (levels.length === 0) fail(1, "no level; accepted are levels with blank lines between");
  return levels;
}

const at = (x: number, y: number): Place => ({ kind: "at", x, y });

/** The level as MiniHack's generator writes it: boulders first, then fountains, then the start. */
export function boxobanLevel(rows: Rows): Level {
  const line = 0;
  const places = (sign: string): { readonly x: number; readonly y: number }[] =>
    rows.flatMap((row, y) => [...row].flatMap((one, x) => (one === sign ? [{ x, y }] : [])));
  const { x, y } = places("@")[0]!;
  // Where no start may be: a corner of the map, which is another cell than the start.
  const corner = x === 0 && y === 0 ? rows.length - 1 : 0;
  const body: Statement[] = [
    { kind: "INIT_MAP", how: { kind: "solidfill", ground: { kind: "ground", character: " " } }, line },
    {
      kind: "MAP",
      where: { kind: "aligned", horizontal: "center", vertical: "center" },
      rows: rows.map((row) => row.replace(/[ $.@]/g, ".").replaceAll("#", "F")),
      line,
    },
    {
      kind: "REGION",
      area: { kind: "area", x1: 0, y1: 0, x2: rows[0]!.length, y2: rows.length },
      light: "lit",
      type: "ordinary",
      flags: [],
      line,
    },
    ...places("$").map(
      (box): Statement => ({
        kind: "OBJECT",
        thing: { kind: "thing", symbol: "`", name: "boulder" },
        place: at(box.x, box.y),
        details: [],
        line,
      }),
    ),
    ...places(".").map(
      (target): Statement => ({ kind: "FOUNTAIN", cells: { kind: "point", place: at(target.x, target.y) }, line }),
    ),
    {
      kind: "BRANCH",
      area: { kind: "map", x1: x, y1: y, x2: x, y2: y },
      not: { kind: "map", x1: 0, y1: corner, x2: 0, y2: corner },
      line,
    },
  ];
  return { name: "mylevel", type: { kind: "MAZE", fill: " " }, flags: ["noteleport", "premapped"], body };
}
