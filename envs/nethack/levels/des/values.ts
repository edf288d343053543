/**
 * Reads what stands as an argument: numbers, areas, terrain, texts, monsters and things.
 */
import { oneOf } from "./errors.js";
import type { Reader } from "./reader.js";
import type {
  Area,
  Ground,
  LevelArea,
  Light,
  MonsterTerm,
  NumberTerm,
  TextTerm,
  ThingTerm,
  Use,
  ValueType,
} from "./syntax.js";
import { kindIndex, LIGHTS, MAP_CHARACTERS, MONSTER_SYMBOLS, MONSTERS, THING_SYMBOLS, THINGS } from "./words.js";

/** The level's own size: the real compiler's bounds, one more column than the screen. */
export const LEVEL_COLUMNS = 80;
export const LEVEL_ROWS = 21;

/** A variable of a type, or an element of a list of it; undefined where none stands. */
export function use(reader: Reader, type: ValueType, accepted: string): Use | undefined {
  const { token } = reader;
  if (token.kind !== "variable") return undefined;
  if (!reader.isVariable(type)) reader.wrongVariable(accepted);
  const { isList } = reader.variables.get(token.text)!;
  reader.next();
  if (!isList) return { kind: "use", name: token.text };
  reader.expect("[", `and a number: ${token.text} is a list`);
  const index = number(reader, "the element's number");
  reader.expect("]");
  return { kind: "use", name: token.text, index };
}

/** A sum of terms; times, divided and remainder bind stronger. */
export function number(reader: Reader, what: string): NumberTerm {
  let left = product(reader, what);
  while (reader.is("+")) {
    reader.next();
    left = { kind: "sum", operator: "+", left, right: product(reader, what) };
  }
  return left;
}

function product(reader: Reader, what: string): NumberTerm {
  let left = factor(reader, what);
  while (reader.is("*") || reader.is("/") || reader.is("%")) {
    const operator = reader.next().text as "*" | "/" | "%";
    left = { kind: "sum", operator, left, right: factor(reader, what) };
  }
  return left;
}

function factor(reader: Reader, what: string): NumberTerm {
  const { token } = reader;
  const accepted = `${what}: a whole number, dice such as 2d6, a sum in parentheses, (-1), or a variable`;
  if (token.kind === "dice") {
    reader.next();
    return { kind: "dice", count: token.count, sides: token.sides };
  }
  if (token.kind === "number" && token.sign === "") return { kind: "number", value: reader.count(what) };
  if (reader.take("(")) {
    const inner = reader.token;
    if (inner.kind === "number" && inner.sign === "-") {
      reader.next();
      reader.expect(")");
      return { kind: "number", value: inner.value };
    }
    const sum = reader.within(() => number(reader, what));
    reader.expect(")");
    return sum;
  }
  return use(reader, "number", accepted) ?? reader.fail(accepted);
}

function corners(reader: Reader): Omit<Area, "kind"> {
  reader.expect("(", "and an area (x1,y1,x2,y2)");
  const [x1, y1, x2, y2] = ["first column", "first row", "last column", "last row"].map((what, i) => {
    if (i > 0) reader.expect(",");
    return reader.count(`the ${what}`);
  }) as [number, number, number, number];
  reader.expect(")");
  return { x1, y1, x2, y2 };
}

const areaText = ({ x1, y1, x2, y2 }: Omit<Area, "kind">): string => `(${x1},${y1},${x2},${y2})`;

export function area(reader: Reader): Area | Use {
  const { token } = reader;
  const variable = use(reader, "area", "an area (x1,y1,x2,y2) or a variable");
  if (variable !== undefined) return variable;
  const read = corners(reader);
  if (read.x1 > read.x2 || read.y1 > read.y2) {
    reader.failAt(token, `the area ${areaText(read)} ends before it starts`, "the upper left corner first");
  }
  return { kind: "area", ...read };
}

/** An area of the last map, or with `levregion` of the level. */
export function levelArea(reader: Reader): LevelArea {
  const { token } = reader;
  const isLevel = reader.take("levregion");
  const read = corners(reader);
  const { x1, y1, x2, y2 } = read;
  const least = isLevel ? 1 : 0;
  const column = isLevel ? LEVEL_COLUMNS - 1 : reader.lastColumn;
  const row = isLevel ? LEVEL_ROWS - 1 : reader.lastRow;
  if (Math.min(x1, x2) < least || Math.max(x1, x2) > column || Math.max(y1, y2) > row) {
    const where = isLevel ? "the level" : "the last map";
    const accepted = `columns ${least} to ${column} and rows 0 to ${row}`;
    reader.failAt(token, `the area ${areaText(read)} leaves ${where}`, accepted);
  }
  return { kind: isLevel ? "level" : "map", ...read };
}

export const light = (reader: Reader): Light => reader.word("light", LIGHTS);

/** A map character in quotes. */
export function mapCharacter(reader: Reader): string {
  const { token } = reader;
  const character = reader.character("a map character");
  if (!MAP_CHARACTERS.includes(character)) reader.fail(`a map character: ${MAP_CHARACTERS}and a blank`, token);
  return character;
}

/** `'c'` or `('c',lit)`. */
export function plainGround(reader: Reader): Extract<Ground, { kind: "ground" }> {
  if (!reader.take("(")) return { kind: "ground", character: mapCharacter(reader) };
  const character = mapCharacter(reader);
  reader.expect(",");
  const read = light(reader);
  reader.expect(")");
  return { kind: "ground", character, light: read };
}

export function ground(reader: Reader): Ground {
  return use(reader, "ground", "a map character in single quotes, or a variable") ?? plainGround(reader);
}

/** Strings and variables joined by dots. */
export function text(reader: Reader, what: string): TextTerm {
  const accepted = `${what}: a text in double quotes, or a variable`;
  const part = (): string | Use => {
    const { token } = reader;
    if (token.kind !== "string") return use(reader, "text", accepted) ?? reader.fail(accepted);
    reader.next();
    return token.text;
  };
  const parts = [part()];
  while (reader.take(".")) parts.push(part());
  return { kind: "text", parts };
}

/** What differs between monsters and things. */
const BEINGS = { type: "monster", kinds: MONSTERS, symbols: MONSTER_SYMBOLS, a: "a monster" } as const;
const OBJECTS = { type: "thing", kinds: THINGS, symbols: THING_SYMBOLS, a: "an object" } as const;

interface Named {
  readonly symbol?: string;
  readonly name?: string;
}

function named(reader: Reader, { kinds, symbols, a }: typeof BEINGS | typeof OBJECTS): Named {
  const accepted = `${a}: "name", 'class', ('class',"name"), random or a variable`;
  const symbol = (): string => {
    const { token } = reader;
    const read = reader.character(`${a}'s class`);
    if (!symbols.includes(read)) reader.fail(`${a}'s class: ${[...symbols].join("")}`, token);
    return read;
  };
  const name = (of?: string): string => {
    const { token } = reader;
    const read = reader.string(`${a}'s name`);
    if (kindIndex(kinds, read, of) < 0) {
      const names = kinds.filter((kind) => kind.name !== "" && (of === undefined || kind.symbol === of));
      const what = of === undefined ? `${a}'s name` : `${a} of class '${of}'`;
      reader.fail(
        oneOf(
          what,
          names.map((kind) => kind.name),
          read,
        ),
        token,
      );
    }
    return read;
  };
  const { token } = reader;
  if (token.kind === "string") return { name: name() };
  if (token.kind === "character") return { symbol: symbol() };
  if (reader.take("random")) return {};
  if (!reader.take("(")) reader.fail(accepted);
  // With a name beside it any character is a class, even one that no monster has: then no name fits.
  const of = reader.character(`${a}'s class`);
  reader.expect(",");
  const read = name(of);
  reader.expect(")");
  return { symbol: of, name: read };
}

export const plainMonster = (reader: Reader): MonsterTerm => ({ kind: "monster", ...named(reader, BEINGS) });
export const plainThing = (reader: Reader): ThingTerm => ({ kind: "thing", ...named(reader, OBJECTS) });

export const monster = (reader: Reader): MonsterTerm =>
  use(reader, "monster", "a monster or a variable") ?? plainMonster(reader);
export const thing = (reader: Reader): ThingTerm =>
  use(reader, "thing", "an object or a variable") ?? plainThing(reader);
