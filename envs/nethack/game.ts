/**
 * One game: a level plan, a state block, and the rules that tie a step together (command, sight, observation, reward,
 * end), in MiniHack's order.
 */
import { randomStream } from "../seeds.js";
import { command, confused, move } from "./commands.js";
import { type Dice, streamDice } from "./dice.js";
import { BUMPED } from "./events.js";
import { tellFloor } from "./floor.js";
import { hashGeometry } from "./geometry.js";
import { resolvePending } from "./hazards.js";
import { makeHero } from "./hero.js";
import { DIRECTION_OF_KEY, KEYS, RUN_OF_KEY } from "./keys.js";
import { buildLevel } from "./levels/des/interpreter.js";
import { LevelProgram } from "./levels/des/program.js";
import type { Level as LevelTree } from "./levels/des/syntax.js";
import { buildGrid, Grid } from "./levels/grid.js";
import { buildRooms, furnish, rollOffset } from "./levels/keyroom.js";
import { buildRoom, furnishRoom } from "./levels/room.js";
import type { Sight } from "./look.js";
import { clearMessage, say, WELCOME } from "./messages.js";
import { clearObjects } from "./objects.js";
import { writeBlstats, writePosition } from "./observe.js";
import type { Plan, Written } from "./plan.js";
import { prefixed } from "./prefixes.js";
import { answer } from "./prompts.js";
import { ROGUE } from "./roles.js";
import { run, SHIFT } from "./runs.js";
import { ABORTED, countParts, DEATH, endingOf, type Pays, payOf, RUNNING } from "./scoring.js";
import {
  AILING,
  AUTOPICKUP,
  CHANGES,
  CONFUSED,
  COUNTED,
  END_STATUS,
  EXPERIENCE_LEVEL,
  FOUNTAINS,
  HP,
  isAsked,
  LAST_CHANGES,
  LAST_LOOK,
  LIVE,
  layout,
  makeState,
  PENDING,
  PREFIXES,
  PROMPT,
  ROLE,
  SOKOBAN,
  STEPS,
  type State,
  TIME,
} from "./state.js";
import { BLANK, FOUNTAIN } from "./terrain.js";
import { PIT } from "./traps.js";
import { passTurns } from "./turns.js";
import { isNearlyHungry, writeVitals } from "./vitals.js";
import { holdsByte } from "./wordwise.js";

export type { Plan, Written } from "./plan.js";
export { ABORTED, DEATH, RUNNING, SUCCESS } from "./scoring.js";

export interface GameOptions {
  readonly plan: Plan;
  readonly limit: number;
  readonly sight: Sight;
  /** As MiniHack has it for the id when undefined. */
  readonly autopickup?: "on" | "off" | undefined;
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
  /** The clock up to which turns have passed. */
  private passed = 0;
  /** Whether the hero fell or was carried off in the last step: water changes what is in the pack. */
  wasMoved = false;
  /** Rooms, walls and light by subroom offset: what a reset copies before it furnishes. */
  private readonly templates = new Map<number, Uint8Array>();
  /** The written level of the last reset, and its program once it came twice. */
  private tree: LevelTree | undefined;
  private program: LevelProgram | undefined;
  /** Scratch: both streams, while a template overwrites them. */
  private readonly streams = new Uint32Array(8);
  /** Whether the hero knows the level from the start. */
  isMapped = false;
  readonly sight: Sight;
  private readonly options: GameOptions;
  private readonly pays: Pays | undefined;

  constructor(options: GameOptions) {
    this.options = options;
    this.pays = options.plan.family === "written" ? options.plan.pays : undefined;
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

  /** A written level. A tree that comes again has a program, and what of it falls without dice is copied. */
  private write({ level, isMapped }: Written): void {
    const { state, levelDice } = this;
    const drawn = typeof level === "function" ? level(levelDice) : level;
    this.isMapped = isMapped;
    if (drawn instanceof Grid) {
      this.template(0, () => {});
      buildGrid(state, drawn, levelDice);
      return;
    }
    if (this.tree === drawn && this.program?.level !== drawn) {
      this.program = new LevelProgram(state, drawn);
      this.templates.delete(1);
    }
    this.tree = drawn;
    const program = this.program?.level === drawn ? this.program : undefined;
    if (program === undefined) {
      this.template(0, () => {});
      buildLevel(state, drawn, levelDice);
    } else {
      this.template(1, () => program.begin(this.bytes));
      program.finish(levelDice);
    }
  }

  /** What a fresh level and hero need before the first step: clock, first look, first message. */
  begin(): void {
    const { state } = this;
    state.hero[TIME] = 1;
    state.hero[CHANGES] = 1;
    state.hero[LAST_LOOK] = -1;
    state.hero[STEPS] = 0;
    state.hero[EXPERIENCE_LEVEL] = 1;
    const { plan, autopickup } = this.options;
    const isWritten = plan.family === "written";
    const takes = autopickup === undefined ? isWritten && this.pays !== "apples" : autopickup === "on";
    state.hero[AUTOPICKUP] = takes ? 1 : 0;
    state.hero[SOKOBAN] = this.isMapped && holdsByte(state.door, PIT) ? 1 : 0;
    state.hero[FOUNTAINS] = isWritten && holdsByte(state.terrain, FOUNTAIN) ? 1 : 0;
    state.hero[COUNTED] = countParts(state, this.pays);
    if (state.hero[LIVE] !== 0 || state.hero[FOUNTAINS] !== 0) state.hero[AILING] = 1;
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
    this.wasMoved = true;
    this.sight.look(this.state);
    // Two looks in one step: the second is one at all anew, so that whoever copies what changed copies everything.
    this.state.hero[CHANGES]! += 1;
    resolvePending(this.state, this.playDice);
  }

  /** Within a command of several turns: those since a moment of the clock pass, and the hero looks round. */
  pass(from: number): void {
    if (this.state.hero[AILING] !== 0 || isNearlyHungry(this.state)) passTurns(this.state, from, this.playDice);
    this.passed = this.state.hero[TIME]!;
    if (this.state.hero[PENDING] !== 0) this.resolve();
    this.sight.isOnTheWay = true;
    this.sight.look(this.state);
    this.sight.isOnTheWay = false;
  }

  /** One key. The game must be running. */
  step(key: number): void {
    const { state } = this;
    const { hero } = state;
    const time = hero[TIME]!;
    const said = state.messageParts[0]!;
    clearMessage(state);
    const direction = DIRECTION_OF_KEY[key]!;
    const asked = hero[PROMPT]!;
    this.passed = time;
    this.wasMoved = false;
    if (asked !== 0) this.events = asked < PREFIXES ? answer(this, key, direction) : prefixed(this, key, direction);
    else if (direction >= 0) {
      const to = hero[CONFUSED] === 0 ? direction : confused(state, direction, this.playDice);
      this.events = move(state, to, this.playDice);
    } else if (RUN_OF_KEY[key]! >= 0) this.events = run(this, RUN_OF_KEY[key]!, SHIFT);
    else this.events = command(this, key);
    const isApply = key === KEYS.APPLY && asked === 0;
    hero[STEPS]! += 1;
    this.hasVitals = false;
    if (hero[AILING] !== 0 || this.passed !== time || isNearlyHungry(state)) {
      passTurns(state, this.passed, this.playDice);
      writeVitals(state);
      this.hasVitals = true;
    }
    if (asked !== hero[PROMPT]) {
      state.internal[1] = isAsked(state) ? 1 : 0;
      this.hasVitals = true;
      // A prefix leaves the line as it was.
      if (hero[PROMPT]! >= PREFIXES && state.messageParts[0] === 0) state.messageParts[0] = said;
    }
    if (hero[PENDING] !== 0) this.resolve();
    // MiniHack tests the limit before the goal: the last allowed step does not win.
    const alive = hero[STEPS]! >= this.options.limit ? ABORTED : endingOf(state, this.pays, this.events);
    const status = hero[HP]! <= 0 ? DEATH : alive;
    hero[END_STATUS] = status;
    this.reward = payOf(state, this.pays, this.events, status, isApply || hero[TIME] === time);
    // A step in which nothing happened but words leaves planes and numbers as they are.
    // After several looks in one step the last is one at all anew, so that whoever copies changes copies everything.
    if (this.passed !== time) {
      hero[CHANGES]! += 1;
      this.sight.settle(state);
    }
    const isSame = hero[TIME] === time && hero[CHANGES] === hero[LAST_CHANGES];
    if ((this.events & ~BUMPED) !== 0 || !isSame) this.observe();
    else this.looked = false;
  }
}
