/**
 * Terrain, doors and their glyphs, in NLE's numbering. A cell is `y * COLUMNS + x`, x from 0 at the left.
 */
import { CORPSE_GLYPH, MONSTERS } from "./monster-kinds.js";
import { ROLES } from "./roles.js";
import { TRAP_LOOKS, trapGlyph } from "./traps.js";

export const COLUMNS = 79;
export const ROWS = 21;
export const CELLS = COLUMNS * ROWS;
/** Column and row of every cell: looking up is quicker than dividing. */
export const X = Uint8Array.from({ length: CELLS }, (_, cell) => cell % COLUMNS);
export const Y = Uint8Array.from({ length: CELLS }, (_, cell) => Math.trunc(cell / COLUMNS));

/** Kinds of terrain. Walls are consecutive: VERTICAL … T_RIGHT. */
export const STONE = 0;
export const VERTICAL = 1;
export const HORIZONTAL = 2;
export const TOP_LEFT = 3;
export const TOP_RIGHT = 4;
export const BOTTOM_LEFT = 5;
export const BOTTOM_RIGHT = 6;
export const CROSS = 7;
/** T walls by where their stem points. */
export const T_UP = 8;
export const T_DOWN = 9;
export const T_LEFT = 10;
export const T_RIGHT = 11;
export const DOOR = 12;
export const FLOOR = 13;
export const STAIRS_UP = 14;
export const STAIRS_DOWN = 15;

/** Passable ground besides: CORRIDOR … AIR. */
export const CORRIDOR = 16;
export const FOUNTAIN = 17;
export const SINK = 18;
export const ALTAR = 19;
export const THRONE = 20;
export const GRAVE = 21;
export const ICE = 22;
/** Passable, but nothing is seen through it. */
export const CLOUD = 23;
export const AIR = 24;
/** Floor with a trap that the hero knows of; its kind stands in `door`. */
export const KNOWN_TRAP = 25;
/** What a step does not enter: bars and trees stop it, water and lava have rules of their own. */
export const BARS = 26;
export const TREE = 27;
export const POOL = 28;
export const MOAT = 29;
/** Water that nothing is seen through: the map character W. */
export const WATER = 30;
export const LAVA = 31;

/** States of a door, kept beside the terrain. */
export const NO_DOOR = 0;
export const OPEN = 1;
export const CLOSED = 2;
export const LOCKED = 3;
export const BROKEN = 4;
/** Added to a state where a door looks like a wall, or a corridor (state 0) like stone, until it is found. */
export const SECRET = 8;

/** Whether a doorway has a door, shut or open, which nobody passes diagonally. */
export const stands = (door: number): boolean => door !== NO_DOOR && door !== BROKEN;

export const isWall = (terrain: number): boolean => terrain >= VERTICAL && terrain <= T_RIGHT;
/** Whether a wall beside it is seen as one beside a wall, open or not. */
export const joinsWalls = (terrain: number): boolean => terrain === DOOR || terrain === BARS;
export const isWater = (terrain: number): boolean => terrain >= POOL && terrain <= WATER;

/** Whether nothing is seen through a cell; a boulder on it is another question. */
export function blocksSight(terrain: number, door: number): boolean {
  if (terrain < DOOR) return true;
  if (terrain === DOOR) return door === CLOSED || door === LOCKED;
  return terrain === CLOUD || terrain === TREE || terrain === WATER;
}

/** First glyph of the map symbols; the blank. */
export const BLANK = 2359;
const WALL_GLYPH = BLANK; // + terrain: NLE numbers the walls in this order
export const DOORWAY_GLYPH = 2371;
export const OPEN_VERTICAL = 2372;
export const OPEN_HORIZONTAL = 2373;
export const CLOSED_VERTICAL = 2374;
export const CLOSED_HORIZONTAL = 2375;
export const FLOOR_GLYPH = 2378;
export const DARK_FLOOR_GLYPH = 2379;
export const TREE_GLYPH = 2377;
export const UP_GLYPH = 2382;
export const DOWN_GLYPH = 2383;

export const LIT_CORRIDOR_GLYPH = 2381;

/** Glyphs from CORRIDOR on, by terrain. A lit corridor has another. */
const GROUND_GLYPHS = new Uint16Array(LAVA + 1);
for (const [terrain, glyph] of [
  [CORRIDOR, 2380],
  [FOUNTAIN, 2390],
  [SINK, 2389],
  [ALTAR, 2386],
  [THRONE, 2388],
  [GRAVE, 2387],
  [ICE, 2392],
  [CLOUD, 2399],
  [AIR, 2398],
  [BARS, 2376],
  [TREE, TREE_GLYPH],
  [POOL, 2391],
  [MOAT, 2391],
  [WATER, 2400],
  [LAVA, 2393],
] as const) {
  GROUND_GLYPHS[terrain] = glyph;
}

/** The glyph of bare terrain; `vertical`: 1 for a door that stands in a vertical wall. */
export function terrainGlyph(terrain: number, door: number, vertical: number): number {
  if (terrain <= T_RIGHT) return WALL_GLYPH + terrain;
  if (terrain === FLOOR) return FLOOR_GLYPH;
  if (terrain === STAIRS_UP) return UP_GLYPH;
  if (terrain === STAIRS_DOWN) return DOWN_GLYPH;
  if (terrain === KNOWN_TRAP) return trapGlyph(door);
  if (terrain > STAIRS_DOWN) return GROUND_GLYPHS[terrain]!;
  if (!stands(door)) return DOORWAY_GLYPH;
  if (door === OPEN) return vertical ? OPEN_VERTICAL : OPEN_HORIZONTAL;
  return vertical ? CLOSED_VERTICAL : CLOSED_HORIZONTAL;
}

/** Character and colour of every glyph that this engine shows, by glyph. Colours 0..15 as a terminal numbers them. */
export const GLYPHS = 5977;
export const GLYPH_CHARS = new Uint8Array(GLYPHS).fill(32);
export const GLYPH_COLOURS = new Uint8Array(GLYPHS);

function symbol(glyph: number, character: string, colour: number): void {
  GLYPH_CHARS[glyph] = character.charCodeAt(0);
  GLYPH_COLOURS[glyph] = colour;
}

const GRAY = 7;
const BROWN = 3;
for (const [terrain, character] of [
  [VERTICAL, "|"],
  [HORIZONTAL, "-"],
  [TOP_LEFT, "-"],
  [TOP_RIGHT, "-"],
  [BOTTOM_LEFT, "-"],
  [BOTTOM_RIGHT, "-"],
  [CROSS, "-"],
  [T_UP, "-"],
  [T_DOWN, "-"],
  [T_LEFT, "|"],
  [T_RIGHT, "|"],
] as const) {
  symbol(WALL_GLYPH + terrain, character, GRAY);
}
symbol(DOORWAY_GLYPH, ".", GRAY);
symbol(OPEN_VERTICAL, "-", BROWN);
symbol(OPEN_HORIZONTAL, "|", BROWN);
symbol(CLOSED_VERTICAL, "+", BROWN);
symbol(CLOSED_HORIZONTAL, "+", BROWN);
symbol(FLOOR_GLYPH, ".", GRAY);
symbol(DARK_FLOOR_GLYPH, ".", 8);
symbol(UP_GLYPH, "<", GRAY);
symbol(DOWN_GLYPH, ">", GRAY);
for (const [glyph, character, colour] of [
  [2376, "#", 6],
  [2377, "#", 2],
  [2380, "#", GRAY],
  [LIT_CORRIDOR_GLYPH, "#", 15],
  [2386, "_", GRAY],
  [2387, "|", GRAY],
  [2388, "\\", 11],
  [2389, "#", GRAY],
  [2390, "{", 12],
  [2391, "}", 4],
  [2392, ".", 14],
  [2393, "}", 1],
  [2398, " ", 6],
  [2399, "#", GRAY],
  [2400, "}", 4],
] as const) {
  symbol(glyph, character, colour);
}
for (const [glyph, colour] of TRAP_LOOKS) symbol(glyph, "^", colour);

/** The key (an unidentified skeleton key). */
export const KEY_GLYPH = 2102;
for (const { glyph } of ROLES) symbol(glyph, "@", 15);
symbol(KEY_GLYPH, "(", 6);
export const BOULDER_GLYPH = 2353;
export const APPLE_GLYPH = 2158;
symbol(BOULDER_GLYPH, "`", GRAY);
symbol(APPLE_GLYPH, "%", 1);

// Things that a replay shows though no rule of this engine makes them: signs by class.
for (const [first, last, sign] of [
  [1907, 1976, ")"],
  [1977, 2055, "["],
  [2056, 2083, "="],
  [2084, 2094, '"'],
  [2095, 2144, "("],
  [2145, 2177, "%"],
  [2178, 2203, "!"],
  [2204, 2245, "?"],
  [2246, 2288, "+"],
  [2289, 2315, "/"],
  [2316, 2316, "$"],
  [2317, 2352, "*"],
] as const) {
  for (let glyph = first; glyph <= last; glyph++) if (GLYPH_CHARS[glyph] === 32) symbol(glyph, sign, GRAY);
}

for (const { glyph, character, colour } of MONSTERS) {
  symbol(glyph, character, colour);
  symbol(CORPSE_GLYPH + glyph, "%", colour);
}

const described: [number, string][] = [
  ...MONSTERS.map(({ glyph, name }): [number, string] => [glyph, name]),
  ...ROLES.map(({ glyph, name }): [number, string] => [glyph, `human ${name} called Agent`]),
  [DOORWAY_GLYPH, "doorway"],
  [OPEN_VERTICAL, "open door"],
  [OPEN_HORIZONTAL, "open door"],
  [CLOSED_VERTICAL, "closed door"],
  [CLOSED_HORIZONTAL, "closed door"],
  [FLOOR_GLYPH, "floor of a room"],
  [DARK_FLOOR_GLYPH, "dark part of a room"],
  [UP_GLYPH, "staircase up"],
  [DOWN_GLYPH, "staircase down"],
  [2376, "iron bars"],
  [2377, "tree"],
  [2380, "corridor"],
  [LIT_CORRIDOR_GLYPH, "lit corridor"],
  [2386, "altar"],
  [2387, "grave"],
  [2388, "opulent throne"],
  [2389, "sink"],
  [2390, "fountain"],
  [2391, "water"],
  [2392, "ice"],
  [2393, "molten lava"],
  [2398, "air"],
  [2399, "fog/vapor cloud"],
  [2400, "water"],
  ...TRAP_LOOKS.map(([glyph, , name]): [number, string] => [glyph, name]),
];
for (let terrain = VERTICAL; terrain <= T_RIGHT; terrain++) described.push([WALL_GLYPH + terrain, "wall"]);

/** What the look-around command says of a glyph; of things it says more, and of the blank nothing. */
export const GLYPH_DESCRIPTIONS: ReadonlyMap<number, string> = new Map(described);
