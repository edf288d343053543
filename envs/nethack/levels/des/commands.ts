/**
 * Reads each command that places something: its name is read already, its arguments follow. Those that hold commands of
 * their own are in `parser.ts`.
 */
import { trapName } from "./details.js";
import type { Reader } from "./reader.js";
import { directions, PLACE_WORDS, place, selection } from "./selections.js";
import type { Command, CorridorEnd, LevelArea } from "./syntax.js";
import { area, ground, levelArea, light, mapCharacter, number, plainGround, text } from "./values.js";
import {
  ALIGNMENTS,
  ALTARS,
  DIRECTIONS,
  DOOR_STATES,
  ENGRAVINGS,
  HORIZONTAL_PLACES,
  VERTICAL_PLACES,
  WAYS,
} from "./words.js";

type Read = (reader: Reader) => Command;

const comma = (reader: Reader): void => reader.expect(",");
const boolean = (reader: Reader): boolean => reader.word("true or false", ["true", "false"]) === "true";

function maybe(reader: Reader): boolean | "random" {
  return reader.take("random") ? "random" : boolean(reader);
}

function areas(reader: Reader): { readonly area: LevelArea; readonly not: LevelArea } {
  const read = levelArea(reader);
  comma(reader);
  return { area: read, not: levelArea(reader) };
}

/** A new map: areas are bounded by it from here on. */
function bound(reader: Reader, lastColumn: number, lastRow: number): void {
  reader.lastColumn = lastColumn;
  reader.lastRow = lastRow;
}

/** Without a map areas are bounded by the level, in the real compiler's counting. */
export const boundByLevel = (reader: Reader): void => bound(reader, 79, 21);

const MOST_COLUMNS = 76;
const MOST_ROWS = 21;

const geometry: Read = (reader: Reader) => {
  const isAligned = reader.token.kind === "word" && !PLACE_WORDS.includes(reader.token.text);
  const where = isAligned
    ? {
        kind: "aligned" as const,
        horizontal: reader.word("where across", HORIZONTAL_PLACES),
        vertical: reader.after(",", () => reader.word("where down", VERTICAL_PLACES)),
      }
    : place(reader);
  const keepRegion = reader.take(",") ? boolean(reader) : undefined;
  const { token } = reader;
  if (token.kind !== "map") reader.fail("MAP on a line of its own after GEOMETRY");
  reader.next();
  const { rows } = token;
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  if (width > MOST_COLUMNS || rows.length > MOST_ROWS) {
    reader.failAt(token, `a map of ${width} x ${rows.length}`, `at most ${MOST_COLUMNS} x ${MOST_ROWS}`);
  }
  bound(reader, Math.max(0, width - 1), Math.max(0, rows.length - 1));
  return { kind: "MAP", where, ...(keepRegion === undefined ? {} : { keepRegion }), rows };
};

const initMap: Read = (reader: Reader) => {
  const how = reader.word("how the level starts", ["solidfill", "mazegrid", "mines", "rogue"]);
  if (how === "rogue") return { kind: "INIT_MAP", how: { kind: how } };
  comma(reader);
  if (how === "solidfill") {
    const read = plainGround(reader);
    boundByLevel(reader);
    return { kind: "INIT_MAP", how: { kind: how, ground: read } };
  }
  if (how === "mazegrid") {
    const character = mapCharacter(reader);
    boundByLevel(reader);
    return { kind: "INIT_MAP", how: { kind: how, character } };
  }
  const start = reader.token;
  const foreground = mapCharacter(reader);
  comma(reader);
  const background = mapCharacter(reader);
  comma(reader);
  const smooth = boolean(reader);
  comma(reader);
  const joined = boolean(reader);
  if (joined && !".#".includes(foreground)) {
    reader.failAt(start, `joined mines of '${foreground}'`, "joined mines of '.' or '#'");
  }
  comma(reader);
  const lit = light(reader);
  comma(reader);
  const walled = maybe(reader);
  const fill = reader.take(",") ? { fill: mapCharacter(reader) } : {};
  boundByLevel(reader);
  return { kind: "INIT_MAP", how: { kind: how, foreground, background, smooth, joined, light: lit, walled, ...fill } };
};

const roomDoor: Read = (reader: Reader) => {
  const secret = maybe(reader);
  comma(reader);
  const state = reader.word("a door's state", DOOR_STATES);
  comma(reader);
  const walls = reader.take("random") ? "random" : directions(reader);
  comma(reader);
  const { token } = reader;
  const position = reader.take("random") ? "random" : reader.count("the door's place along the wall, or random");
  if (walls === "random" && position !== "random") {
    reader.failAt(token, `place ${position} on a random wall`, "a random place where the wall is random");
  }
  return { kind: "ROOMDOOR", secret, state, walls, position };
};

const stair: Read = (reader: Reader) => {
  const way = () => reader.after(",", () => reader.word("which way", WAYS));
  // Four numbers in parentheses are an area, two a place.
  const isArea = reader.is("levregion") || (reader.is("(") && reader.peek(4).text === ",");
  if (isArea) return { kind: "STAIR IN", ...areas(reader), way: way() };
  return { kind: "STAIR", place: place(reader), way: way() };
};

const mazewalk: Read = (reader: Reader) => {
  const where = place(reader);
  comma(reader);
  const direction = reader.word("a direction", DIRECTIONS);
  if (!reader.take(",")) return { kind: "MAZEWALK", place: where, direction };
  const stocked = boolean(reader);
  const fill = reader.take(",") ? { fill: mapCharacter(reader) } : {};
  return { kind: "MAZEWALK", place: where, direction, stocked, ...fill };
};

const altar: Read = (reader: Reader) => {
  const where = place(reader);
  comma(reader);
  let alignment: string;
  if (reader.take("align")) {
    reader.expect("[");
    const { token } = reader;
    const index = reader.count("the alignment's number");
    if (index > 2) reader.failAt(token, `align[${index}]`, "align[0] to align[2]");
    reader.expect("]");
    alignment = `align[${index}]`;
  } else alignment = reader.word("an alignment, or align[0]", [...ALIGNMENTS, "random"]);
  comma(reader);
  return { kind: "ALTAR", place: where, alignment, type: reader.word("a kind of altar", ALTARS) };
};

const engraving: Read = (reader: Reader) => {
  const where = place(reader);
  comma(reader);
  const type = reader.word("a kind of engraving", ENGRAVINGS);
  comma(reader);
  return { kind: "ENGRAVING", place: where, type, text: text(reader, "what is written") };
};

const grave: Read = (reader: Reader) => {
  const where = place(reader);
  if (!reader.take(",")) return { kind: "GRAVE", place: where };
  if (reader.take("random")) return { kind: "GRAVE", place: where, text: "random" };
  return { kind: "GRAVE", place: where, text: text(reader, "what is written, or random") };
};

const drawbridge: Read = (reader: Reader) => {
  const where = place(reader);
  comma(reader);
  const direction = reader.word("a direction", DIRECTIONS);
  comma(reader);
  const { token } = reader;
  const state = reader.word("open, closed or random", DOOR_STATES);
  if (!["open", "closed", "random"].includes(state)) reader.fail("open, closed or random", token);
  return { kind: "DRAWBRIDGE", place: where, direction, state };
};

const replaceTerrain: Read = (reader: Reader) => {
  const where = area(reader);
  comma(reader);
  const from = ground(reader);
  comma(reader);
  const to = ground(reader);
  comma(reader);
  const { token } = reader;
  if (token.kind !== "share") reader.fail("a share such as 33%");
  reader.next();
  return { kind: "REPLACE_TERRAIN", area: where, from, to, percent: token.value };
};

function corridorEnd(reader: Reader): CorridorEnd {
  reader.expect("(", "and a room's number, a wall and a door's place");
  const room = reader.count("a room's number");
  comma(reader);
  const wall = reader.word("a wall", DIRECTIONS);
  comma(reader);
  const door = reader.take("random") ? "random" : reader.count("the door's place, or random");
  reader.expect(")");
  return { room, wall, door };
}

const corridor: Read = (reader: Reader) => {
  const from = corridorEnd(reader);
  comma(reader);
  const to = reader.is("(") ? corridorEnd(reader) : reader.signed("a wall's number");
  return { kind: "CORRIDOR", from, to };
};

const trap: Read = (reader: Reader) => {
  const name = reader.take("random") ? "random" : trapName(reader);
  comma(reader);
  return { kind: "TRAP", name, place: place(reader) };
};

const teleportRegion: Read = (reader: Reader) => {
  const read = areas(reader);
  const way = reader.take(",") ? { way: reader.word("which way", WAYS) } : {};
  return { kind: "TELEPORT_REGION", ...read, ...way };
};

const mineralize: Read = (reader: Reader) => {
  const odds = [number(reader, "odds")];
  while (odds.length < 4) {
    comma(reader);
    odds.push(number(reader, "odds"));
  }
  return { kind: "MINERALIZE AT", odds };
};

/** By the name before the colon. */
export const COMMANDS: Readonly<Record<string, Read>> = {
  MESSAGE: (reader) => ({ kind: "MESSAGE", text: text(reader, "a message") }),
  INIT_MAP: initMap,
  GEOMETRY: geometry,
  ROOMDOOR: roomDoor,
  DOOR: (reader) => {
    const state = reader.word("a door's state", DOOR_STATES);
    comma(reader);
    return { kind: "DOOR", state, cells: selection(reader) };
  },
  STAIR: stair,
  LADDER: (reader) => {
    const where = place(reader);
    comma(reader);
    return { kind: "LADDER", place: where, way: reader.word("which way", WAYS) };
  },
  BRANCH: (reader) => ({ kind: "BRANCH", ...areas(reader) }),
  TELEPORT_REGION: teleportRegion,
  PORTAL: (reader) => {
    const read = areas(reader);
    comma(reader);
    return { kind: "PORTAL", ...read, to: reader.string("a level's name") };
  },
  NON_DIGGABLE: (reader) => ({ kind: "NON_DIGGABLE", area: area(reader) }),
  NON_PASSWALL: (reader) => ({ kind: "NON_PASSWALL", area: area(reader) }),
  GOLD: (reader) => {
    const amount = number(reader, "an amount");
    comma(reader);
    return { kind: "GOLD", amount, place: place(reader) };
  },
  TRAP: trap,
  FOUNTAIN: (reader) => ({ kind: "FOUNTAIN", cells: selection(reader) }),
  SINK: (reader) => ({ kind: "SINK", cells: selection(reader) }),
  POOL: (reader) => ({ kind: "POOL", cells: selection(reader) }),
  ALTAR: altar,
  ENGRAVING: engraving,
  GRAVE: grave,
  DRAWBRIDGE: drawbridge,
  TERRAIN: (reader) => {
    const cells = selection(reader);
    comma(reader);
    return { kind: "TERRAIN", cells, ground: ground(reader) };
  },
  REPLACE_TERRAIN: replaceTerrain,
  MAZEWALK: mazewalk,
  CORRIDOR: corridor,
};

/** Commands that take arguments after a colon, or none. */
export const BARE: Readonly<Record<string, Read>> = {
  WALLIFY: (reader) => (reader.take(":") ? { kind: "WALLIFY AT", cells: selection(reader) } : { kind: "WALLIFY" }),
  MINERALIZE: (reader) => (reader.take(":") ? mineralize(reader) : { kind: "MINERALIZE" }),
  RANDOM_CORRIDORS: (reader) => {
    if (!reader.take(":")) return { kind: "RANDOM_CORRIDORS" };
    const number = reader.take("random") ? "random" : reader.signed("a number, or random");
    return { kind: "RANDOM_CORRIDORS", number };
  },
  NOMAP: (reader) => {
    boundByLevel(reader);
    return { kind: "NOMAP" };
  },
  EXIT: () => ({ kind: "EXIT" }),
  BREAK: (reader) => {
    if (reader.breakable === 0) {
      reader.failAt(reader.peek(-1), "BREAK", "BREAK inside SWITCH, LOOP, FOR, or a command with commands of its own");
    }
    return { kind: "BREAK" };
  },
};
