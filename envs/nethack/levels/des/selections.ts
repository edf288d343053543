/**
 * Reads places, and selections: sets of cells, by shape or by what is there. Each may hold the other.
 */
import type { Reader } from "./reader.js";
import type { Direction, Place, Selection } from "./syntax.js";
import { area, ground, LEVEL_COLUMNS, LEVEL_ROWS, number, use } from "./values.js";
import { DIRECTIONS, GROUNDS } from "./words.js";

const ACCEPTED =
  "a selection: a place, rect, fillrect, line, randline, grow, filter, floodfill, circle, ellipse, complement, " +
  "a selection in parentheses or a variable";

const PLACE = "a place: (x,y), random, rndcoord(selection) or a variable";

/** Words that a place begins with. */
export const PLACE_WORDS: readonly string[] = ["random", "random[", "rndcoord"];

/** `(x,y)` under the finger. */
export const isPoint = (reader: Reader): boolean => reader.is("(") && reader.peek(1).kind === "number";

export function place(reader: Reader): Place {
  const { token } = reader;
  if (reader.take("(")) {
    const x = reader.count("the column");
    reader.expect(",");
    const y = reader.count("the row");
    reader.expect(")");
    if (x >= LEVEL_COLUMNS || y >= LEVEL_ROWS) {
      const most = `columns 0 to ${LEVEL_COLUMNS - 1} and rows 0 to ${LEVEL_ROWS - 1}`;
      reader.failAt(token, `(${x},${y}) lies outside`, most);
    }
    return { kind: "at", x, y };
  }
  if (reader.take("random")) return { kind: "random", ground: [] };
  if (reader.take("random[")) {
    const ground = [reader.word("a kind of ground", GROUNDS)];
    while (reader.take(",")) ground.push(reader.word("a kind of ground", GROUNDS));
    reader.expect("]");
    return { kind: "random", ground };
  }
  if (reader.take("rndcoord")) {
    reader.expect("(");
    const cells = selection(reader);
    reader.expect(")");
    return { kind: "among", cells };
  }
  return use(reader, "place", PLACE) ?? reader.fail(PLACE);
}

/** One or several joined by `&`. */
export function selection(reader: Reader): Selection {
  return reader.within(() => {
    const left = part(reader);
    if (!reader.take("&")) return left;
    return { kind: "join", left, right: selection(reader) };
  });
}

/** `north` or `north|east`. */
export function directions(reader: Reader): readonly Direction[] {
  const read = [reader.word("a direction", DIRECTIONS)];
  while (reader.take("|")) read.push(reader.word("a direction", DIRECTIONS));
  return read;
}

/** In parentheses, after a word. */
function inner<T>(reader: Reader, read: () => T): T {
  reader.expect("(");
  const value = read();
  reader.expect(")");
  return value;
}

function ends(reader: Reader): { readonly from: Place; readonly to: Place } {
  const from = place(reader);
  reader.expect(",");
  return { from, to: place(reader) };
}

function grow(reader: Reader): Selection {
  return inner(reader, () => {
    const all = reader.isWordOf(DIRECTIONS) ? directions(reader) : [];
    if (all.length > 0) reader.expect(",");
    return { kind: "grow", directions: all, cells: selection(reader) };
  });
}

function filter(reader: Reader): Selection {
  return inner(reader, () => {
    const { token } = reader;
    const isGround =
      token.kind === "character" ||
      reader.isVariable("ground") ||
      (reader.is("(") && reader.peek(1).kind === "character");
    if (token.kind === "share") {
      reader.next();
      reader.expect(",");
      return { kind: "thinned", percent: token.value, cells: selection(reader) };
    }
    if (isGround) {
      const of = ground(reader);
      reader.expect(",");
      return { kind: "of ground", ground: of, cells: selection(reader) };
    }
    const other = selection(reader);
    reader.expect(",");
    return { kind: "within", other, cells: selection(reader) };
  });
}

function ellipse(reader: Reader, radii: 1 | 2): Selection {
  return inner(reader, () => {
    const center = place(reader);
    reader.expect(",");
    const radius = number(reader, "the radius");
    const second = radii === 2 ? reader.after(",", () => number(reader, "the second radius")) : undefined;
    const filling = reader.take(",") ? reader.word("filling", ["filled", "unfilled"]) : undefined;
    return {
      kind: "ellipse",
      center,
      radius,
      ...(second === undefined ? {} : { second }),
      ...(filling === undefined ? {} : { filling }),
    };
  });
}

function part(reader: Reader): Selection {
  if (reader.take("rect")) return { kind: "rect", area: area(reader) };
  if (reader.take("fillrect")) return { kind: "fillrect", area: area(reader) };
  if (reader.take("line")) return { kind: "line", ...ends(reader) };
  if (reader.take("randline")) {
    const between = ends(reader);
    reader.expect(",");
    return { kind: "randline", ...between, roughness: number(reader, "the roughness") };
  }
  if (reader.take("grow")) return grow(reader);
  if (reader.take("filter")) return filter(reader);
  if (reader.take("floodfill")) return { kind: "flood", from: place(reader) };
  if (reader.take("circle")) return ellipse(reader, 1);
  if (reader.take("ellipse")) return ellipse(reader, 2);
  if (reader.is("gradient")) reader.fail(`${ACCEPTED} (the real compiler can read no gradient)`);
  if (reader.take("complement")) return { kind: "complement", cells: reader.within(() => part(reader)) };
  const variable = reader.isVariable("selection") ? use(reader, "selection", ACCEPTED) : undefined;
  if (variable !== undefined) return variable;
  if (reader.is("(") && !isPoint(reader)) return inner(reader, () => selection(reader));
  const { token } = reader;
  const isPlace = token.kind === "variable" || isPoint(reader) || PLACE_WORDS.some((word) => reader.is(word));
  if (!isPlace) reader.fail(ACCEPTED);
  if (token.kind === "variable" && !reader.isVariable("place")) reader.wrongVariable(ACCEPTED);
  return { kind: "point", place: place(reader) };
}
