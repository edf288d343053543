/**
 * What the hero carries, and how far it slows him (NetHack's hack.c).
 */
import { LOAD_BURDENED, LOAD_STRESSED, say } from "./messages.js";
import { monsterKind } from "./monster-kinds.js";
import {
  APPLE,
  BLINDFOLD,
  CARROT,
  CORPSE,
  DAGGER,
  HELMET,
  LANCE,
  LEATHER_ARMOR,
  LEATHER_GLOVES,
  LOCK_PICK,
  LONG_SWORD,
  POTION_OF_SICKNESS,
  POTION_OF_WATER,
  RING_MAIL,
  SACK,
  SHORT_SWORD,
  SMALL_SHIELD,
} from "./objects.js";
import { AILING, CONSTITUTION, LOAD, STRENGTH, type State, WOUNDED } from "./state.js";

const WEIGHTS: Readonly<Record<number, number>> = {
  [SHORT_SWORD]: 30,
  [DAGGER]: 10,
  [LEATHER_ARMOR]: 150,
  [POTION_OF_SICKNESS]: 20,
  [LOCK_PICK]: 4,
  [SACK]: 15,
  [BLINDFOLD]: 2,
  [POTION_OF_WATER]: 20,
  [LONG_SWORD]: 40,
  [LANCE]: 180,
  [RING_MAIL]: 250,
  [HELMET]: 30,
  [SMALL_SHIELD]: 30,
  [LEATHER_GLOVES]: 10,
  [APPLE]: 2,
  [CARROT]: 2,
};
const MOST = 1000;
const LEG = 100;
const MOST_LOAD = 5;

function carried(state: State): number {
  let sum = 0;
  for (let link = state.packHead[0]!; link !== 0; link = state.objectNext[link - 1]!) {
    const kind = state.objectKind[link - 1]!;
    const weight = kind === CORPSE ? monsterKind(state.objectDetail[link - 1]!).corpseWeight : (WEIGHTS[kind] ?? 0);
    sum += weight * state.objectCount[link - 1]!;
  }
  return sum;
}

/** After something was taken up: the load, told when it has grown. */
export function weigh(state: State): void {
  const { hero } = state;
  const capacity = Math.min(MOST, 25 * (hero[STRENGTH]! + hero[CONSTITUTION]!) + 50) - (hero[WOUNDED] === 0 ? 0 : LEG);
  const over = carried(state) - capacity;
  const load = over <= 0 ? 0 : Math.min(MOST_LOAD, Math.trunc((over * 2) / capacity) + 1);
  if (load > hero[LOAD]!) say(state, load === 1 ? LOAD_BURDENED : LOAD_STRESSED);
  hero[LOAD] = load;
  hero[AILING] = 1;
}
