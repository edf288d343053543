/**
 * A recorded step that is tried on a game: ways through the dice are walked from the state before it until one is as
 * recorded (`conform-search.ts`).
 */
import type { RecordedStep } from "../trace-file.js";
import type { Moment, RecordedDice } from "./conform-dice.js";
import { cellOf, misseen, signAt } from "./conform-frames.js";
import type { Hidden } from "./conform-hiding.js";
import { monstersOf, type Naming, type Shown } from "./conform-monsters.js";
import { DEAD_END } from "./conform-path.js";
import type { Pruning } from "./conform-rolls.js";
import type { SearchDice } from "./conform-search.js";
import { DX, DY } from "./events.js";
import type { Game } from "./game.js";
import { clearDoor } from "./geometry.js";
import { DIRECTION_OF_KEY, KEYS } from "./keys.js";
import { messageText } from "./messages.js";
import { swapMonsters } from "./monsters.js";
import { CELL, END_STATUS, EXPERIENCE, type State } from "./state.js";
import { CLOSED, COLUMNS, DOOR, OPEN } from "./terrain.js";

/** Status numbers that an outcome must have: hit points, clock, experience. */
const TELLING = [10, 19, 20];

function isAsRecorded(state: State, { frame, stats, endStatus }: RecordedStep): boolean {
  if (frame === undefined) return state.hero[END_STATUS] === endStatus;
  if (state.hero[END_STATUS] !== endStatus || state.hero[CELL] !== cellOf(frame)) return false;
  if (TELLING.some((index) => state.blstats[index] !== stats[index])) return false;
  for (let y = 0; y < frame.rows.length; y++) {
    const row = frame.rows[y]!;
    for (let x = 0; x < COLUMNS; x++) if (state.chars[y * COLUMNS + x] !== row.charCodeAt(x)) return false;
  }
  return messageText(state) === frame.message;
}

export class Trial {
  readonly before: Uint8Array;
  readonly shown: readonly Shown[];
  readonly turns: number;
  private readonly key: number;
  /** Doors that stand open before the step. */
  opens: readonly number[] = [];

  constructor(
    private readonly game: Game,
    private readonly search: SearchDice,
    private readonly told: RecordedDice,
    readonly step: RecordedStep,
    private readonly moment: Moment,
    naming: Naming,
  ) {
    this.before = game.bytes.slice();
    this.key = KEYS[step.action] ?? 0;
    this.shown = step.frame === undefined ? [] : monstersOf(step.frame, step.planes.glyphs, naming);
    this.turns = step.frame === undefined ? 1 : Math.max(1, (step.stats[20] ?? 0) - moment.time);
  }

  /**
   * Walks ways from the state before the step, changed as said, with those that come who were hidden; whether one is as
   * recorded, which then has been played.
   */
  attempt(ways: number, change: () => void = () => {}, pruning: Pruning = "strict", hidden?: Hidden): boolean {
    const { game, search, step, told, moment } = this;
    game.bytes.set(this.before);
    change();
    for (const cell of this.opens) {
      game.state.door[cell] = OPEN;
      clearDoor(game.state, cell);
    }
    this.fitStruck();
    const places = this.shown.map(({ cell }) => cell);
    search.begin(step, this.turns, places, pruning, hidden);
    told.expect(game.state, moment);
    const base = game.bytes.slice();
    for (let way = 0; way < ways; way++) {
      if (this.play() && isAsRecorded(game.state, step)) {
        this.keepOrder();
        return true;
      }
      game.bytes.set(base);
      if (!search.next()) break;
    }
    return false;
  }

  /** Plays the step one way; false when it was left. */
  private play(): boolean {
    const { game, told } = this;
    told.rewind();
    try {
      game.step(this.key);
      return true;
    } catch (error) {
      if (error === DEAD_END) return false;
      throw error;
    }
  }

  /** Plays the step some way. */
  playOn(): void {
    const { game, search, step, told, moment } = this;
    game.bytes.set(this.before);
    this.fitStruck();
    search.begin(step, this.turns, [], "free");
    told.expect(game.state, moment);
    this.play();
  }

  /** Whether other cells are seen than were, whatever monsters do: they only open doors. Plays the step some way. */
  seesOtherwise(): boolean {
    const { game, step } = this;
    const { state } = game;
    this.playOn();
    const { frame } = step;
    if (frame === undefined || state.hero[END_STATUS] !== 0 || state.hero[CELL] !== cellOf(frame)) return false;
    const wrong = misseen(state, frame);
    const mayBeOpen = this.shut().some((cell) => signAt(frame, cell) !== "+") || /door/.test(frame.message);
    return wrong.length > 0 && !mayBeOpen;
  }

  /** Doors that are shut and that the step shows open. */
  opened(): readonly number[] {
    const { frame } = this.step;
    return frame === undefined ? [] : this.shut().filter((cell) => "-|".includes(signAt(frame, cell)));
  }

  private shut(): number[] {
    const { door, terrain } = this.game.state;
    return [...terrain.keys()].filter((cell) => terrain[cell] === DOOR && door[cell] === CLOSED);
  }

  /** A monster that was killed had as few hit points as the blow took. */
  private fitStruck(): void {
    const { state } = this.game;
    const direction = DIRECTION_OF_KEY[this.key]!;
    const hasKilled = this.step.frame === undefined || (this.step.stats[19] ?? 0) > state.hero[EXPERIENCE]!;
    if (direction < 0 || !hasKilled) return;
    const row = state.monsterAt[state.hero[CELL]! + DY[direction]! * COLUMNS + DX[direction]!]! - 1;
    if (row >= 0) state.monsterHp[row] = 1;
  }

  /** The order in which monsters acted is theirs from now on. */
  private keepOrder(): void {
    const { state } = this.game;
    const order = this.search.unusualOrder;
    if (order === undefined) return;
    // Who acted first has the highest row of those that acted.
    const rows = [...order].sort((a, b) => b - a);
    const now = [...order];
    rows.forEach((row, i) => {
      const held = now[i]!;
      if (held === row) return;
      swapMonsters(state, held, row);
      const other = now.indexOf(row);
      now[i] = row;
      if (other >= 0) now[other] = held;
    });
  }

  /** Whether the hero saw a cell before the step. The state must be that of before. */
  readonly sees = (cell: number): boolean => this.game.sight.sees(this.game.state, cell);

  restore(): State {
    this.game.bytes.set(this.before);
    return this.game.state;
  }
}
