/**
 * What must hold of every state of every id, read from a snapshot alone: nothing here is told by the game that made it.
 */
import type { Snapshot } from "../../../envs/index.js";
import { hashGeometry } from "../../../envs/nethack/geometry.js";
import { BOULDER } from "../../../envs/nethack/objects.js";
import {
  CELL,
  END_STATUS,
  HP,
  HP_MAX,
  LIVE,
  MOST_MONSTERS,
  MOST_OBJECTS,
  makeState,
  STEPS,
  type State,
  TIME,
} from "../../../envs/nethack/state.js";
import {
  BARS,
  blocksSight,
  CLOSED,
  COLUMNS,
  DOOR,
  FLOOR,
  isWater,
  LAVA,
  LOCKED,
  STONE,
  TREE,
  WATER,
} from "../../../envs/nethack/terrain.js";

/** A state of one's own with a snapshot's bytes. */
export const stateOf = ({ block }: Snapshot): State => makeState(block.slice().buffer);

/** What is broken, in words; none when all holds. `limit`: the episode's steps at most. */
export function broken(state: State, limit: number): string[] {
  return [...ofHero(state, limit), ...ofThings(state), ...ofMonsters(state), ...ofSight(state)];
}

function ofHero({ hero, terrain, door, blstats }: State, limit: number): string[] {
  const found: string[] = [];
  const cell = hero[CELL]!;
  const kind = terrain[cell];
  if (kind === undefined) return [`the hero is at ${cell}`];
  const isRunning = hero[END_STATUS] === 0;
  const isBarred =
    kind < DOOR || kind === TREE || kind === BARS || (kind === DOOR && [CLOSED, LOCKED].includes(door[cell]!));
  if (isBarred) found.push(`the hero stands in terrain ${kind}`);
  if (isRunning && (kind === LAVA || isWater(kind))) found.push(`the hero lives in terrain ${kind}`);
  if (hero[HP]! > hero[HP_MAX]! || (isRunning && hero[HP]! <= 0))
    found.push(`${hero[HP]} of ${hero[HP_MAX]} hit points`);
  if (hero[STEPS]! > limit || (isRunning && hero[STEPS]! >= limit)) found.push(`${hero[STEPS]} steps of ${limit}`);
  if (hero[TIME]! < 1) found.push(`turn ${hero[TIME]}`);
  if (blstats[0]! + 79 * blstats[1]! !== cell)
    found.push(`status numbers say ${blstats[0]},${blstats[1]}, not ${cell}`);
  return found;
}

/** Every row lies in one list at most, and lists end. */
function ofThings({ floorHead, packHead, freeHead, objectNext }: State): string[] {
  const found: string[] = [];
  const seen = new Uint8Array(MOST_OBJECTS + 1);
  const walk = (head: number, where: string): void => {
    for (let link = head; link !== 0; link = objectNext[link - 1]!) {
      if (link > MOST_OBJECTS || seen[link] === 1) {
        found.push(`thing ${link} twice, or none, in ${where}`);
        return;
      }
      seen[link] = 1;
    }
  };
  walk(freeHead[0]!, "the free rows");
  walk(packHead[0]!, "the pack");
  for (let cell = 0; cell < floorHead.length; cell++) if (floorHead[cell] !== 0) walk(floorHead[cell]!, `cell ${cell}`);
  return found;
}

function ofMonsters({ monsterKind, monsterCell, monsterAt, monsterHp, hero }: State): string[] {
  const found: string[] = [];
  let live = 0;
  for (let row = 0; row < MOST_MONSTERS; row++) {
    if (monsterKind[row] === 0) continue;
    live++;
    if (monsterAt[monsterCell[row]!] !== row + 1) found.push(`monster ${row} is not where it is`);
    if (monsterHp[row]! <= 0) found.push(`monster ${row} has ${monsterHp[row]} hit points`);
    if (monsterCell[row] === hero[CELL]) found.push(`monster ${row} stands on the hero`);
  }
  let placed = 0;
  for (let cell = 0; cell < monsterAt.length; cell++) if (monsterAt[cell] !== 0) placed++;
  if (live !== hero[LIVE] || placed !== live) found.push(`${live} monsters, ${placed} places, ${hero[LIVE]} counted`);
  return found;
}

/** Whether water, or what is filled, lies beside a cell. */
function isByWater({ terrain, opaque }: State, cell: number): boolean {
  return [-COLUMNS - 1, -COLUMNS, 1 - COLUMNS, -1, 1, COLUMNS - 1, COLUMNS, COLUMNS + 1].some((by) => {
    const beside = terrain[cell + by];
    return beside === WATER || (beside === FLOOR && opaque[cell + by] === 1);
  });
}

/** Opacity follows from terrain, doors and boulders, and the hash from opacity and light. */
function ofSight(state: State): string[] {
  const { terrain, door, opaque, lit, clearBits, litBits, floorHead, objectKind, objectNext, geometry } = state;
  const found: string[] = [];
  // Names of one's own: looking into another module each time takes longer than the rest.
  const [boulder, rows, stone, floor, look] = [BOULDER, MOST_OBJECTS, STONE, FLOOR, blocksSight];
  for (let cell = 0; cell < terrain.length; cell++) {
    const kind = terrain[cell]!;
    let blocks = kind === stone || (kind !== floor && look(kind, door[cell]!));
    for (let link = floorHead[cell]!; link !== 0 && link <= rows; link = objectNext[link - 1]!) {
      if (objectKind[link - 1] === boulder) blocks = true;
    }
    // As in the game, water that is filled stays opaque, and water that a boulder has left is clear.
    const isWetted = kind === WATER || (kind === floor && opaque[cell] === 1 && isByWater(state, cell));
    if (opaque[cell] !== (blocks ? 1 : 0) && !isWetted)
      found.push(`cell ${cell} is ${opaque[cell] === 1 ? "opaque" : "clear"}`);
    const isClear = (clearBits[cell >> 5]! >>> (cell & 31)) & 1;
    const isLit = (litBits[cell >> 5]! >>> (cell & 31)) & 1;
    if (isClear === opaque[cell] || isLit !== lit[cell]) found.push(`cell ${cell} is another as a bit`);
  }
  const [first, second] = geometry;
  hashGeometry(state);
  if (geometry[0] !== first || geometry[1] !== second) found.push("the geometry's hash is another one");
  return found;
}
