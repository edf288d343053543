/**
 * What a recorded moment shows otherwise than a game's state: map, planes, message, place, clock, status numbers, pack.
 */
import type { Frame } from "../frame.js";
import type { RecordedPlanes } from "../trace-file.js";
import { cellOf } from "./conform-frames.js";
import type { Names } from "./conform-sync.js";
import { messageText } from "./messages.js";
import { objectName } from "./objects.js";
import { CELL, type State, TIME } from "./state.js";
import { COLUMNS } from "./terrain.js";

function mapDifferences(state: State, frame: Frame): string[] {
  const wrong: string[] = [];
  for (let y = 0; y < frame.rows.length; y++) {
    const row = frame.rows[y]!;
    for (let x = 0; x < COLUMNS; x++) {
      const ours = String.fromCharCode(state.chars[y * COLUMNS + x]!);
      if (ours !== row[x]) wrong.push(`(${x},${y}) is "${row[x]}", ours "${ours}"`);
    }
  }
  return wrong.length > 3 ? [...wrong.slice(0, 3), `and ${wrong.length - 3} cells more`] : wrong;
}

function planeDifferences(
  name: string,
  plane: readonly (readonly number[])[] | undefined,
  ours: Int16Array | Uint8Array,
): string[] {
  const wrong = (plane ?? []).flatMap((row, y) =>
    row.flatMap((value, x) =>
      value === ours[y * COLUMNS + x] ? [] : [`${name} (${x},${y}) is ${value}, ours ${ours[y * COLUMNS + x]}`],
    ),
  );
  return wrong.length > 3 ? [...wrong.slice(0, 3), `and ${wrong.length - 3} cells more`] : wrong;
}

/** `names`: of things that are none of ours, by letter. */
function packText(state: State, names: Names): string {
  const lines: string[] = [];
  for (let link = state.packHead[0]!; link !== 0; link = state.objectNext[link - 1]!) {
    const letter = String.fromCharCode(state.objectLetter[link - 1]!);
    lines.push(`${letter} - ${names.get(letter) ?? objectName(state, link - 1)}`);
  }
  return lines.join("; ");
}

/** Status numbers that are compared besides, by index. */
const STATS = [
  "",
  "",
  "strength",
  "strength/100",
  "dexterity",
  "constitution",
  "intelligence",
  "wisdom",
  "charisma",
  "score",
  "hit points",
  "most hit points",
  "depth",
  "gold",
  "power",
  "most power",
  "armor class",
  "",
  "experience level",
  "experience",
  "",
  "hunger",
  "load",
  "",
  "",
  "conditions",
  "",
];

/** A line each, with what was recorded first. `names`: of things that are none of ours, by letter. */
export function frameDifferences(
  state: State,
  frame: Frame,
  stats: readonly number[],
  { glyphs, colors }: RecordedPlanes,
  names: Names,
): string[] {
  const compare = (what: string, real: unknown, ours: unknown) =>
    real === ours ? [] : [`${what} is ${JSON.stringify(real)}, ours ${JSON.stringify(ours)}`];
  return [
    ...mapDifferences(state, frame),
    ...planeDifferences("glyph", glyphs, state.glyphs),
    ...planeDifferences("colour", colors, state.colors),
    ...compare("message", frame.message, messageText(state)),
    ...compare("place", cellOf(frame), state.hero[CELL]),
    ...compare("time", stats[20], state.hero[TIME]),
    ...STATS.flatMap((name, i) => (name === "" ? [] : compare(name, stats[i], state.blstats[i]))),
    ...compare(
      "pack",
      (frame.inventory ?? []).map(({ letter, text }) => `${letter} - ${text}`).join("; "),
      packText(state, names),
    ),
  ];
}
