/**
 * Small levels drawn at random, and the engine as the referee of what is the shortest way through them: breadth first over
 * the engine's own states, with scripted dice that fall well. None of the solver's rules are used here.
 */
import type { Env, RandomStream, Snapshot } from "../../envs/index.js";
import type { Dice } from "../../envs/nethack/dice.js";
import { Game } from "../../envs/nethack/game.js";
import { hashGeometry } from "../../envs/nethack/geometry.js";
import { KEYS } from "../../envs/nethack/keys.js";
import { parseLevel } from "../../envs/nethack/levels/des/parser.js";
import { Sight } from "../../envs/nethack/look.js";
import {
  APPLE,
  BOULDER,
  clearObjects,
  hasBoulder,
  layOnFloor,
  MASTER_KEY,
  makeObject,
} from "../../envs/nethack/objects.js";
import { AILING, CELL, END_STATUS, layout, PROMPT, type State, WOUNDED } from "../../envs/nethack/state.js";
import {
  BROKEN,
  blocksSight,
  CELLS,
  CLOSED,
  COLUMNS,
  DOOR,
  FLOOR,
  HORIZONTAL,
  LAVA,
  LOCKED,
  NO_DOOR,
  OPEN,
  SECRET,
  STAIRS_DOWN,
  STONE,
  WATER,
} from "../../envs/nethack/terrain.js";
import { TELEPORT_TRAP } from "../../envs/nethack/traps.js";

const SPEC = `MAZE:"small",' '
FLAGS:hardfloor
GEOMETRY:center,center
MAP
..
ENDMAP
BRANCH:(0,0,0,0),(1,0,1,0)
`;

/** All that falls well falls so; a hero who crawls out of the water draws `crawl`, and nobody is teleported. */
const goodDice = (crawl: number, seen: Set<string>): Dice => ({
  roll(site, sides) {
    seen.add(site);
    if (site === "crawl") return crawl;
    // A boulder fills water by any number but 0, and lava by 0 alone.
    if (site === "boulder" || site.startsWith("kick: w") || site === "kick: strain") return sides - 1;
    return 0;
  },
});

export interface SmallLevel {
  readonly env: Pick<Env, "id" | "actions" | "snapshot">;
  /** Least number of actions to success in the engine; Infinity when there are none. */
  brute(): number;
  readonly picture: string;
}

const EIGHT = ["N", "E", "S", "W", "NE", "SE", "SW", "NW"];
const FOUR = EIGHT.slice(0, 4);
const DOORS = [NO_DOOR, OPEN, CLOSED, LOCKED, BROKEN];

/** What is in a level besides floor and walls, each more or less often. */
interface Kinds {
  readonly doors: number;
  readonly hidden: number;
  readonly boulders: number;
  readonly water: number;
  readonly lava: number;
  readonly traps: number;
  readonly keys: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Changes a started game into a small level; at the end it looks anew. */
export function rebuild(game: Game, change: (state: State) => void): void {
  const { state } = game;
  state.terrain.fill(STONE);
  state.door.fill(0);
  clearObjects(state);
  change(state);
  for (let cell = 0; cell < CELLS; cell++) {
    state.lit[cell] = 1;
    state.opaque[cell] = blocksSight(state.terrain[cell]!, state.door[cell]!) || hasBoulder(state, cell) ? 1 : 0;
  }
  hashGeometry(state);
  game.renew();
}

export function newGame(): Game {
  const level = parseLevel(SPEC);
  const plan = { family: "written", level: () => level, signs: { light: "lit" }, isMapped: false } as const;
  const game = new Game({ plan, limit: 1_000_000, sight: new Sight() });
  game.seed(1);
  game.reset();
  return game;
}

function drawLevel(stream: RandomStream, actions: readonly string[], size: Size, kinds: Kinds): SmallLevel {
  const game = newGame();
  const cells: number[] = [];
  for (let y = 5; y < 5 + size.height; y++) {
    for (let x = 20; x < 20 + size.width; x++) cells.push(y * COLUMNS + x);
  }
  rebuild(game, (state) => {
    const { terrain, door, hero } = state;
    for (const cell of cells) terrain[cell] = stream.below(4) === 0 ? HORIZONTAL : FLOOR;
    const free = stream.shuffle([...cells]);
    const take = (count: number) => free.splice(0, count);
    const [start, goal] = take(2);
    // A leg may be hurt, and a question stand, when the solver is asked.
    if (actions.includes("KICK") && stream.below(3) === 0) {
      hero[WOUNDED] = 1 + stream.below(6);
      hero[AILING] = 1;
    }
    if (actions.includes("EAT") && stream.below(3) === 0) {
      hero[PROMPT] = 1 + stream.below(4);
      layOnFloor(state, makeObject(state, APPLE, 1, 0), start!);
    }
    terrain[start!] = FLOOR;
    terrain[goal!] = STAIRS_DOWN;
    hero[CELL] = start!;
    for (const cell of take(kinds.doors)) {
      terrain[cell] = DOOR;
      door[cell] = DOORS[stream.below(DOORS.length)]!;
    }
    for (const cell of take(kinds.hidden)) {
      const isPassage = stream.below(2) === 0;
      terrain[cell] = isPassage ? STONE : HORIZONTAL;
      door[cell] = SECRET + (isPassage ? 0 : DOORS[stream.below(4)]!);
    }
    for (const cell of take(kinds.water)) terrain[cell] = WATER;
    for (const cell of take(kinds.lava)) terrain[cell] = LAVA;
    for (const cell of take(kinds.traps)) {
      terrain[cell] = FLOOR;
      door[cell] = TELEPORT_TRAP;
    }
    for (const cell of take(kinds.keys)) {
      terrain[cell] = FLOOR;
      layOnFloor(state, makeObject(state, MASTER_KEY, 1, 0), cell);
    }
    for (const cell of take(kinds.boulders)) {
      if (terrain[cell] !== DOOR) terrain[cell] = FLOOR;
      layOnFloor(state, makeObject(state, BOULDER, 1, 0), cell);
    }
  });
  return smallLevel(game, actions);
}

/** A level of a dozen or twenty cells, with some of everything, and a choice of actions. */
export function drawSmall(stream: RandomStream): SmallLevel {
  const isKeyed = stream.below(3) === 0;
  // A key that is kicked flies, which the solver leaves out: so keys lie where nobody can kick.
  const commands = isKeyed
    ? ["PICKUP", "APPLY", ...(stream.below(2) === 0 ? [] : ["SEARCH"])]
    : ["OPEN", "CLOSE", "KICK", "SEARCH", "EAT"].filter(() => stream.below(2) === 0);
  const actions = [...(stream.below(3) === 0 ? FOUR : EIGHT), ...commands];
  const kinds = {
    doors: stream.below(4),
    hidden: stream.below(3),
    boulders: stream.below(3),
    water: stream.below(5),
    lava: stream.below(2),
    traps: stream.below(2),
    keys: isKeyed ? 1 : 0,
  };
  return drawLevel(stream, actions, { width: 4 + stream.below(2), height: 3 + stream.below(2) }, kinds);
}

/** Boulders on the near bank of a river as wide as is said, the stairs beyond it; rocks here and there. */
export function drawRiver(
  stream: RandomStream,
  actions: readonly string[],
  bank: Size,
  wide: number,
  boulders: number,
): SmallLevel {
  const game = newGame();
  rebuild(game, (state) => {
    const cellOf = (x: number, y: number) => (5 + y) * COLUMNS + 20 + x;
    const near: number[] = [];
    for (let y = 0; y < bank.height; y++) {
      for (let x = 0; x < bank.width + wide + 1; x++) {
        const isWet = x >= bank.width && x < bank.width + wide;
        const isRock = stream.below(8) === 0;
        state.terrain[cellOf(x, y)] = isRock ? HORIZONTAL : isWet ? WATER : FLOOR;
        if (x < bank.width) near.push(cellOf(x, y));
      }
    }
    state.terrain[cellOf(bank.width + wide, stream.below(bank.height))] = STAIRS_DOWN;
    const [start, ...others] = stream.shuffle(near);
    state.terrain[start!] = FLOOR;
    state.hero[CELL] = start!;
    for (const cell of others.slice(0, boulders)) {
      state.terrain[cell] = FLOOR;
      layOnFloor(state, makeObject(state, BOULDER, 1, 0), cell);
    }
  });
  return smallLevel(game, actions);
}

export function smallLevel(game: Game, actions: readonly string[]): SmallLevel {
  const id = "small";
  const start = game.bytes.slice();
  const snapshot = (): Snapshot => ({
    format: "calmhack-snapshot/1",
    id,
    layout: layout.signature,
    block: start.slice(),
  });
  return {
    env: { id, actions, snapshot },
    brute: () => brute(game, start, actions),
    picture: Array.from({ length: 12 }, (_, y) =>
      Array.from({ length: 16 }, (_, x) => {
        const cell = (y + 3) * COLUMNS + x + 18;
        const { terrain, door, hero } = game.state;
        if (hero[CELL] === cell) return "@";
        if (hasBoulder(game.state, cell)) return "0";
        const kind = terrain[cell]!;
        if (kind < DOOR && door[cell]! >= SECRET) return "?";
        const signs: Readonly<Record<number, string>> = { [FLOOR]: ".", [STAIRS_DOWN]: ">", [WATER]: "}", [LAVA]: "L" };
        if (kind === DOOR) return String(door[cell]);
        if (kind === FLOOR && door[cell] !== 0) return "^";
        return kind === STONE ? " " : (signs[kind] ?? "#");
      }).join(""),
    ).join("\n"),
  };
}

/** What tells two states apart, for the search alone. */
function nameOf(state: State): string {
  const { terrain, door, floorHead, objectKind, objectNext, hero, packHead } = state;
  let things = "";
  for (let cell = 0; cell < CELLS; cell++) {
    for (let link = floorHead[cell]!; link !== 0; link = objectNext[link - 1]!)
      things += `${cell},${objectKind[link - 1]} `;
  }
  let pack = "";
  for (let link = packHead[0]!; link !== 0; link = objectNext[link - 1]!) pack += `${objectKind[link - 1]} `;
  const latin = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 20 * COLUMNS)).toString("latin1");
  return `${hero[CELL]} ${hero[PROMPT]} ${hero[WOUNDED]} ${things}|${pack}|${latin(terrain)}${latin(door)}`;
}

function brute(game: Game, start: Uint8Array, actions: readonly string[]): number {
  const { state, bytes } = game;
  const dice = (crawl: number) => goodDice(crawl, seen);
  const seen = new Set<string>();
  const met = new Set<string>();
  let layer = [start];
  bytes.set(start);
  met.add(nameOf(state));
  for (let depth = 1; layer.length > 0; depth++) {
    const next: Uint8Array[] = [];
    for (const from of layer) {
      for (const action of actions) {
        for (let crawl = 0; crawl < 9; crawl++) {
          bytes.set(from);
          seen.clear();
          game.playDice = dice(crawl);
          game.step(KEYS[action]!);
          const isOver = state.hero[END_STATUS] === 1 || seen.has("teleport");
          // The solver does not count on crawling onto a boulder, and the game does not allow it.
          const isOdd = seen.has("crawl") && hasBoulder(state, state.hero[CELL]!);
          if (state.hero[END_STATUS] === 2 && !isOdd) return depth;
          const name = isOver || isOdd ? "" : nameOf(state);
          if (name !== "" && !met.has(name)) {
            met.add(name);
            next.push(bytes.slice());
          }
          if (!seen.has("crawl")) break;
        }
      }
    }
    layer = next;
  }
  return Number.POSITIVE_INFINITY;
}
