/**
 * One game: a level plan, a state block, and the rules that tie a step together (command, sight, observation, reward,
 * end), in MiniHack's order.
 */
import { randomStream } from "../seeds.js";
import { command, confused, move } from "./commands.js";
import type { Signs } from "./conform-signs.js";
import { type Dice, streamDice } from "./dice.js";
import { ATE, BUMPED } from "./events.js";
import { tellFloor } from "./floor.js";
import { hashGeometry } from "./geometry.js";
import { resolvePending } from "./hazards.js";
import { makeHero } from "./hero.js";
import { DIRECTION_OF_KEY, KEYS } from "./keys.js";
import { buildLevel } from "./levels/des/interpreter.js";
import type { Level as LevelTree } from "./levels/des/syntax.js";
import { buildRooms, furnish, type KeyRoom, rollOffset } from "./levels/keyroom.js";
import { buildRoom, furnishRoom, type Room } from "./levels/room.js";
import type { Sight } from "./look.js";
import { clearMessage, say, WELCOME } from "./messages.js";
import { clearObjects } from "./objects.js";
import { writeBlstats, writePosition } from "./observe.js";
import { answer } from "./prompts.js";
import { ROGUE } from "./roles.js";
import {
  AILING,
  AUTOPICKUP,
  CELL,
  CHANGES,
  CONFUSED,
  END_STATUS,
  EXPERIENCE_LEVEL,
  HP,
  LAST_LOOK,
  LIVE,
  layout,
  makeState,
  PENDING,
  PROMPT,
  ROLE,
  STEPS,
  type State,
  TIME,
} from "./state.js";
import { BLANK, STAIRS_DOWN } from "./terrain.js";
import { passTurns } from "./turns.js";
import { writeVitals } from "./vitals.js";

/** A level of the level language: its tree, or what draws one by dice. */
export interface Written {
  readonly family: "written";
  readonly level: LevelTree | ((dice: Dice) => LevelTree);
  /** What recordings' signs can be on such a level; see `conform-survey.ts`. */
  readonly signs: Signs;
  /** Whether the hero knows the level from the start. */
  readonly isMapped: boolean;
  /** What is rewarded besides the end: apples eaten, a half each. */
  readonly pays?: "apples";
  /** Who plays it, a number of `roles.ts`; without it a Rogue. */
  readonly role?: number;
  /** Whether monsters may be about that are out of sight at the start. */
  readonly isLively?: boolean;
}

export type Plan = ({ readonly family: "keyroom" } & KeyRoom) | ({ readonly family: "room" } & Room) | Written;

export const RUNNING = 0;
export const ABORTED = -1;
export const DEATH = 1;
export const SUCCESS = 2;

/** For a step that takes no time; the wrapper's APPLY costs it always, though it opens a door in several turns. */
const PENALTY = -0.01;
const APPLE_REWARD = 0.5;

export interface GameOptions {
  readonly plan: Plan;
  readonly limit: number;
  readonly sight: Sight;
}

export class Game {
  readonly buffer = new ArrayBuffer(layout.bytes);
  readonly state: State = makeState(this.buffer);
  readonly bytes = new Uint8Array(this.buffer);
  /** Dice of levels and heroes, and of play; a test or a replay may put scripted ones in their place. */
  levelDice: Dice = streamDice(this.state.levelStream);
  playDice: Dice = streamDice(this.state.dynamicsStream);
  reward = 0;
  events = 0;
  /** Whether the last step looked anew; if not, planes and numbers are as they were. */
  looked = true;
  /** Whether the last step wrote numbers other than place and clock. */
  hasVitals = false;
  /** Rooms, walls and light by subroom offset: what a reset copies before it furnishes. */
  private readonly templates = new Map<number, Uint8Array>();
  /** Scratch: both streams, while a template overwrites them. */
  private readonly streams = new Uint32Array(8);
  /** Whether the hero knows the level from the start. */
  isMapped = false;
  readonly sight: Sight;
  private readonly options: GameOptions;
  private readonly paysApples: boolean;

  constructor(options: GameOptions) {
    this.options = options;
    this.paysApples = options.plan.family === "written" && options.plan.pays === "apples";
    this.sight = options.sight;
  }

  /** Derives the streams of a new seed; without a seed a reset goes on with the streams as they are. */
  seed(seed: number): void {
    this.seedLevel(seed);
    this.state.dynamicsStream.set(randomStream(seed, "dynamics").words);
  }

  /** The level's stream alone, as `seed` derives it: the next reset draws that seed's level and hero. */
  seedLevel(seed: number): void {
    this.state.levelStream.set(randomStream(seed, "level").words);
  }

  /** Solid stone, nothing seen, nothing in it; streams are cleared too. */
  clear(): void {
    const { state, bytes } = this;
    bytes.fill(0);
    state.opaque.fill(1);
    state.glyphs.fill(BLANK);
    state.chars.fill(32);
    clearObjects(state);
  }

  private template(key: number, build: () => void): void {
    const { state, bytes, streams } = this;
    const { levelStream, dynamicsStream } = state;
    const held = this.templates.get(key);
    streams.set(levelStream);
    streams.set(dynamicsStream, 4);
    if (held === undefined) {
      this.clear();
      build();
      hashGeometry(state);
      this.templates.set(key, bytes.slice());
    } else bytes.set(held);
    for (let word = 0; word < 4; word++) {
      levelStream[word] = streams[word]!;
      dynamicsStream[word] = streams[4 + word]!;
    }
  }

  /** Builds a level and its hero; the observation is ready afterwards. */
  reset(): void {
    const { state, levelDice } = this;
    const { plan } = this.options;
    if (plan.family === "keyroom") {
      const offset = rollOffset(plan, levelDice);
      this.template(offset.dx * 16 + offset.dy, () => buildRooms(state, plan, offset));
      furnish(state, plan, offset, levelDice);
    } else if (plan.family === "room") {
      this.template(0, () => buildRoom(state, plan));
      furnishRoom(state, plan, levelDice);
    } else this.write(plan);
    makeHero(state, plan.family === "written" ? (plan.role ?? ROGUE) : ROGUE, levelDice);
    this.begin();
  }

  /** A written level, from a blank that every reset copies. */
  private write({ level, isMapped }: Written): void {
    const { state, levelDice } = this;
    this.template(0, () => {});
    const tree = typeof level === "function" ? level(levelDice) : level;
    this.isMapped = isMapped;
    buildLevel(state, tree, levelDice);
  }

  /** What a fresh level and hero need before the first step: clock, first look, first message. */
  begin(): void {
    const { state } = this;
    state.hero[TIME] = 1;
    state.hero[CHANGES] = 1;
    state.hero[LAST_LOOK] = -1;
    state.hero[STEPS] = 0;
    state.hero[EXPERIENCE_LEVEL] = 1;
    state.hero[AUTOPICKUP] = this.options.plan.family === "written" && !this.paysApples ? 1 : 0;
    if (state.hero[LIVE] !== 0) state.hero[AILING] = 1;
    state.hero[END_STATUS] = RUNNING;
    clearMessage(state);
    say(state, WELCOME, state.hero[ROLE]!);
    tellFloor(state);
    this.reward = 0;
    this.events = 0;
    if (this.isMapped) this.sight.rememberAll(state);
    this.observe();
    writeBlstats(state);
  }

  /** Looks anew after the state was changed from without. */
  renew(): void {
    this.observe();
    writeVitals(this.state);
  }

  private observe(): void {
    this.sight.look(this.state);
    writePosition(this.state);
    this.looked = true;
  }

  /** The hero looks round where he is carried off from, or fallen into, before he comes out elsewhere. */
  private resolve(): void {
    this.sight.look(this.state);
    // Two looks in one step: the second is one at all anew, so that whoever copies what changed copies everything.
    this.state.hero[CHANGES]! += 1;
    resolvePending(this.state, this.playDice);
  }

  /** One key. The game must be running. */
  step(key: number): void {
    const { state } = this;
    const { hero } = state;
    const time = hero[TIME]!;
    clearMessage(state);
    const direction = DIRECTION_OF_KEY[key]!;
    const asked = hero[PROMPT]!;
    if (asked !== 0) this.events = answer(state, key, direction, this.playDice);
    else if (direction >= 0) {
      const to = hero[CONFUSED] === 0 ? direction : confused(state, direction, this.playDice);
      this.events = move(state, to, this.playDice);
    } else this.events = command(state, key, this.playDice);
    const isApply = key === KEYS.APPLY && asked === 0;
    hero[STEPS]! += 1;
    this.hasVitals = false;
    if (hero[AILING] !== 0) {
      passTurns(state, time, this.playDice);
      writeVitals(state);
      this.hasVitals = true;
    }
    if (asked !== hero[PROMPT]) {
      state.internal[1] = hero[PROMPT] === 0 ? 0 : 1;
      this.hasVitals = true;
    }
    if (hero[PENDING] !== 0) this.resolve();
    const atGoal = state.terrain[hero[CELL]!] === STAIRS_DOWN;
    // MiniHack tests the limit before the goal: the last allowed step does not win.
    const alive = hero[STEPS]! >= this.options.limit ? ABORTED : atGoal ? SUCCESS : RUNNING;
    const status = hero[HP]! <= 0 ? DEATH : alive;
    hero[END_STATUS] = status;
    const penalty = isApply || hero[TIME] === time ? PENALTY : 0;
    this.reward = status === SUCCESS ? 1 + penalty : penalty;
    if ((this.events & ATE) !== 0 && this.paysApples) this.reward += APPLE_REWARD;
    // A step in which nothing happened but words leaves planes and numbers as they are.
    if ((this.events & ~BUMPED) !== 0 || hero[TIME] !== time) this.observe();
    else this.looked = false;
  }
}
