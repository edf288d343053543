/**
 * Keys: what MiniHack sends for each action, its 85 in its order (NLE's, without UP).
 */
import { PREFIXES } from "./state.js";

/** Name and key code, in MiniHack's order; it names the moves of index 8 to 15 as those before, we add LONG. */
export const ACTIONS: readonly (readonly [name: string, code: number])[] = [
  ["N", 107],
  ["E", 108],
  ["S", 106],
  ["W", 104],
  ["NE", 117],
  ["SE", 110],
  ["SW", 98],
  ["NW", 121],
  ["LONG_N", 75],
  ["LONG_E", 76],
  ["LONG_S", 74],
  ["LONG_W", 72],
  ["LONG_NE", 85],
  ["LONG_SE", 78],
  ["LONG_SW", 66],
  ["LONG_NW", 89],
  ["DOWN", 62],
  ["WAIT", 46],
  ["MORE", 13],
  ["ADJUST", 225],
  ["APPLY", 97],
  ["ATTRIBUTES", 24],
  ["CALL", 67],
  ["CAST", 90],
  ["CHAT", 227],
  ["CLOSE", 99],
  ["DIP", 228],
  ["DROP", 100],
  ["DROPTYPE", 68],
  ["EAT", 101],
  ["ENGRAVE", 69],
  ["ENHANCE", 229],
  ["ESC", 27],
  ["FIGHT", 70],
  ["FIRE", 102],
  ["FORCE", 230],
  ["INVENTORY", 105],
  ["INVENTTYPE", 73],
  ["INVOKE", 233],
  ["JUMP", 234],
  ["KICK", 4],
  ["LOOK", 58],
  ["LOOT", 236],
  ["MONSTER", 237],
  ["MOVE", 109],
  ["MOVEFAR", 77],
  ["OFFER", 239],
  ["OPEN", 111],
  ["PAY", 112],
  ["PICKUP", 44],
  ["PRAY", 240],
  ["PUTON", 80],
  ["QUAFF", 113],
  ["QUIVER", 81],
  ["READ", 114],
  ["REMOVE", 82],
  ["RIDE", 210],
  ["RUB", 242],
  ["RUSH", 103],
  ["RUSH2", 71],
  ["SEARCH", 115],
  ["SEEARMOR", 91],
  ["SEERINGS", 61],
  ["SEETOOLS", 40],
  ["SEETRAP", 94],
  ["SEEWEAPON", 41],
  ["SHELL", 33],
  ["SIT", 243],
  ["SWAP", 120],
  ["TAKEOFF", 84],
  ["TAKEOFFALL", 65],
  ["THROW", 116],
  ["TIP", 212],
  ["TURN", 244],
  ["TWOWEAPON", 88],
  ["UNTRAP", 245],
  ["VERSIONSHORT", 118],
  ["WEAR", 87],
  ["WIELD", 119],
  ["WIPE", 247],
  ["ZAP", 122],
  ["PLUS", 43],
  ["QUOTE", 34],
  ["DOLLAR", 36],
  ["SPACE", 32],
];

/** Key codes by name. */
export const KEYS: Readonly<Record<string, number>> = Object.fromEntries(ACTIONS);

/** Direction index N 0 … NW 7 by key code, -1 for other keys. */
export const DIRECTION_OF_KEY = new Int8Array(256).fill(-1);
/** The same for the capital letters, with which the hero runs. */
export const RUN_OF_KEY = new Int8Array(256).fill(-1);
for (const [index, name] of ["N", "NE", "E", "SE", "S", "SW", "W", "NW"].entries()) {
  DIRECTION_OF_KEY[KEYS[name]!] = index;
  RUN_OF_KEY[KEYS[`LONG_${name}`]!] = index;
}

/** Keys that wait for another: F m M g G. */
export const PREFIX_KEYS = ["FIGHT", "MOVE", "MOVEFAR", "RUSH", "RUSH2"].map((name) => KEYS[name]!);
/** The state's `PROMPT` while such a key waits, by key code; 0 for other keys. */
export const PREFIX_OF_KEY = new Uint8Array(256);
for (const [i, key] of PREFIX_KEYS.entries()) PREFIX_OF_KEY[key] = PREFIXES + i;
