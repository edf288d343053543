/**
 * Dice of a recorded step among monsters. A recording does not tell the dice, so the tree of their outcomes is walked, one
 * way after another, until one is as recorded. What is recorded prunes the tree as it grows: a way is left as soon as it
 * has said what was not said, took more hit points than were lost, or has led a monster that has done acting to where the
 * hero would see it and did not.
 */
import type { RecordedStep } from "../trace-file.js";
import type { RecordedDice } from "./conform-dice.js";
import { cellOf } from "./conform-frames.js";
import type { Dice, Site } from "./dice.js";
import type { Sight } from "./look.js";
import { messageText } from "./messages.js";
import { LEVEL, monsterKind, SPEED } from "./monster-kinds.js";
import { isGround } from "./monsters.js";
import { ARMOR_CLASS, CELL, HP, MOST_MONSTERS, type State } from "./state.js";
import { CELLS, COLUMNS } from "./terrain.js";

/** Thrown where a way cannot be as recorded any more. */
export const DEAD_END = Symbol("dead end");

const ACTION = 12;
const DEATH = 1;
const HIT_POINTS = 10;

const upTo = (sides: number): number[] => Array.from({ length: sides }, (_, i) => i);

/**
 * "free": every way is walked to its end; "line broken": what was said first may be lost, as the game
 * does where the line has no more room.
 */
export type Pruning = "strict" | "line broken" | "free";

export class SearchDice implements Dice {
  private readonly path: { readonly among: readonly number[]; at: number }[] = [];
  private depth = 0;
  private message = "";
  private hitPoints = 0;
  private endStatus = 0;
  private rows: readonly string[] | undefined;
  private place = -1;
  private turns = 0;
  private pruning: Pruning = "strict";
  private places: readonly number[] = [];
  /** Rows that have acted in this round, in order; and whether the round was not in the usual order. */
  private acted: number[] = [];
  private candidates: number[] = [];
  private isUnusual = false;
  private hasBegun = false;
  private readonly slack = new Map<string, number>();
  private readonly settled = new Uint8Array(MOST_MONSTERS);
  /** Signs of the monsters that are shown after the step. */
  private signs: readonly string[] = [];
  /** Monsters whose movement is still to be drawn in this turn. */
  private toDraw: number[] = [];

  constructor(
    private readonly told: RecordedDice,
    private readonly state: State,
    private readonly sight: Sight,
  ) {}

  /** For a new step, `turns` long; `places` are where monsters are shown after it. */
  begin(step: RecordedStep, turns: number, places: readonly number[], pruning: Pruning): void {
    this.path.length = 0;
    this.message = step.frame?.message ?? "";
    this.hitPoints = step.stats[HIT_POINTS] ?? 0;
    this.endStatus = step.endStatus;
    this.rows = step.frame?.rows;
    this.place = step.frame === undefined ? -1 : cellOf(step.frame);
    this.turns = turns;
    this.places = places;
    this.signs = places.map((cell) => step.frame?.rows[Math.trunc(cell / COLUMNS)]?.[cell % COLUMNS] ?? "");
    this.pruning = pruning;
    this.restart();
  }

  private restart(): void {
    this.depth = 0;
    this.acted.length = 0;
    this.toDraw.length = 0;
    this.isUnusual = false;
    this.hasBegun = false;
  }

  /** The next way; false when all have been taken. */
  next(): boolean {
    this.restart();
    for (let last = this.path.at(-1); last !== undefined; last = this.path.at(-1)) {
      if (last.at + 1 < last.among.length) {
        last.at++;
        return true;
      }
      this.path.pop();
    }
    return false;
  }

  /** The order in which monsters acted in the last round of the way taken, when it was not the usual one. */
  get unusualOrder(): readonly number[] | undefined {
    return this.isUnusual ? this.acted : undefined;
  }

  private choose(among: readonly number[]): number {
    const step = this.path[this.depth] ?? { among, at: 0 };
    if (this.depth === this.path.length) this.path.push(step);
    this.depth++;
    return step.among[step.at]!;
  }

  order(state: State, place: number): number {
    const { candidates, acted } = this;
    if (place === MOST_MONSTERS - 1) {
      this.checkActed();
      if (!this.hasBegun) this.beginRound();
      this.hasBegun = true;
      acted.length = 0;
      candidates.length = 0;
      for (let row = MOST_MONSTERS - 1; row >= 0; row--) {
        if (state.monsterKind[row] !== 0 && state.monsterMove[row]! >= ACTION) candidates.push(row);
      }
    }
    this.check();
    this.checkActed();
    if (candidates.length === 0) return -1;
    const at = candidates.length === 1 ? 0 : this.choose(upTo(candidates.length));
    if (at > 0) this.isUnusual = true;
    const [row] = candidates.splice(at, 1);
    acted.push(row!);
    return row!;
  }

  /** Leaves a way on which the hero has lost or heard what he did not. */
  private check(): void {
    const { pruning, state, message } = this;
    if (pruning === "free") return;
    const { hero } = state;
    if (hero[HP]! <= 0 && this.endStatus !== DEATH) throw DEAD_END;
    if (this.rows === undefined) return;
    if (hero[HP]! + this.turns < this.hitPoints) throw DEAD_END;
    const said = messageText(state);
    if (said === "" || said === message || message.startsWith(`${said}  `)) return;
    if (pruning === "strict") throw DEAD_END;
  }

  /** Whether what a monster has come to can be compared: in the step's last turn, from where the hero then stands. */
  private get isLastLook(): boolean {
    const { rows, pruning, turns, state, place } = this;
    return rows !== undefined && pruning !== "free" && turns === 1 && state.hero[CELL] === place;
  }

  /** Counts who of each sign may end out of sight: as many as live beyond those that are shown. */
  private beginRound(): void {
    const { state, slack, settled } = this;
    settled.fill(0);
    slack.clear();
    if (!this.isLastLook) return;
    for (let row = 0; row < MOST_MONSTERS; row++) {
      const kind = state.monsterKind[row]!;
      if (kind === 0) continue;
      const { character } = monsterKind(kind);
      slack.set(character, (slack.get(character) ?? 0) + 1);
    }
    for (const character of this.signs) slack.set(character, (slack.get(character) ?? 0) - 1);
    for (const left of slack.values()) if (left < 0) throw DEAD_END;
    for (let row = 0; row < MOST_MONSTERS; row++) if (state.monsterMove[row]! < ACTION) this.settle(row);
  }

  /** Leaves a way on which a monster that acts no more is where it was not, or is out of sight and must not be. */
  private settle(row: number): void {
    const { state, rows, slack, settled } = this;
    const kind = state.monsterKind[row]!;
    if (kind === 0 || settled[row] === 1 || rows === undefined || !this.isLastLook) return;
    settled[row] = 1;
    const cell = state.monsterCell[row]!;
    const { character } = monsterKind(kind);
    if (this.sight.sees(state, cell)) {
      if (rows[Math.trunc(cell / COLUMNS)]![cell % COLUMNS] !== character) throw DEAD_END;
      return;
    }
    const left = (slack.get(character) ?? 0) - 1;
    if (left < 0) throw DEAD_END;
    slack.set(character, left);
  }

  private checkActed(): void {
    const row = this.acted.at(-1);
    if (row !== undefined && this.state.monsterMove[row]! < ACTION) this.settle(row);
  }

  roll(site: Site, sides: number): number {
    if (site.startsWith("monster: ")) {
      this.check();
      if (site === "monster: speed") return this.choose(this.speeds(sides));
    }
    const among = this.outcomes(site, sides);
    return among === undefined ? this.told.roll(site, sides) : this.choose(among);
  }

  /** Whether the monster whose movement is drawn gets one action more: where the recording tells, that alone. */
  private speeds(sides: number): readonly number[] {
    const { state, toDraw, rows } = this;
    if (toDraw.length === 0) {
      for (let row = 0; row < MOST_MONSTERS; row++) {
        if (SPEED[state.monsterKind[row]!]! % ACTION !== 0) toDraw.push(row);
      }
    }
    const row = toDraw.pop()!;
    const kind = state.monsterKind[row]!;
    if (rows === undefined) return [0, sides - 1];
    const cell = state.monsterCell[row]!;
    const sign = rows[Math.trunc(cell / COLUMNS)]![cell % COLUMNS]!;
    const { character, name } = monsterKind(kind);
    const isThere = sign === character;
    const mayRest = isThere || this.turns > 1 || !this.sight.sees(state, cell) || state.hero[CELL] !== this.place;
    if (SPEED[kind]! < ACTION && !mayRest) return [0];
    const acts = SPEED[kind]! < ACTION && (!isThere || this.message.includes(name));
    return acts ? [0, sides - 1] : [sides - 1, 0];
  }

  /** Rolls with which a monster misses narrowly: by its level. */
  private narrow(sides: number): readonly number[] {
    const { monsterKind: kinds, hero } = this.state;
    const levels = new Set([...kinds].filter((kind) => kind !== 0).map((kind) => LEVEL[kind]!));
    return [...levels].map((level) => 9 + hero[ARMOR_CLASS]! + level).filter((roll) => roll >= 0 && roll < sides);
  }

  /** Where a monster may be carried to: where one is shown, or out of sight. */
  private targets(): readonly number[] {
    const { state } = this;
    const isFree = (cell: number) =>
      state.monsterAt[cell] === 0 && cell !== state.hero[CELL] && isGround(state, cell, 1);
    const shown = this.places.filter(isFree);
    for (let cell = 0; cell < CELLS; cell++) {
      if (isFree(cell) && !this.sight.sees(state, cell)) return [...shown, cell];
    }
    return shown.length > 0 ? shown : [upTo(CELLS).find(isFree) ?? 0];
  }

  /** Outcomes that differ, as far as the message allows them; undefined where the recording tells the roll. */
  private outcomes(site: Site, sides: number): readonly number[] | undefined {
    const { message } = this;
    switch (site) {
      case "hero: hit":
        if (/You miss/.test(message)) return [sides - 1];
        return /You (hit|kill|destroy)/.test(message) ? [0] : [0, sides - 1];
      case "hero: damage":
        // A hard blow takes more than four, what strength and the weapon add included.
        if (/You hit [^.!]*!/.test(message)) return [4, 3, 2, 1, 5].filter((roll) => roll < sides);
        return /You hit/.test(message) ? [0] : [sides - 1, 0];
      case "hero: scare":
        return sides === 25 ? [/turns to flee/.test(message) ? 0 : sides - 1] : [sides - 1];
      case "hero: escape":
        return /pull free/.test(message) ? [0] : [sides - 1];
      case "corpse":
        return [0, 1];
      case "monster: hit":
        return /just misses/.test(message) ? [0, sides - 1, ...this.narrow(sides)] : [0, sides - 1];
      case "monster: damage":
        return this.damages(sides);
      case "level gained":
        return upTo(sides);
      case "monster: magic":
        return [9, 0];
      case "monster: track":
        return [1, 0];
      case "monster: trap":
        return [0, 1];
      case "water: tool":
        return [0, sides - 1];
      case "monster: teleport":
        return this.targets();
      default:
        return undefined;
    }
  }

  /** Damage that leaves the hero what he has in the end; of a deadly step the most. */
  private damages(sides: number): readonly number[] {
    if (this.endStatus === DEATH || this.pruning === "free") return [sides - 1];
    const most =
      this.rows === undefined ? this.state.hero[HP]! - 1 : this.state.hero[HP]! + this.turns - this.hitPoints;
    const among = upTo(sides).filter((roll) => roll + 1 <= most);
    if (among.length === 0) throw DEAD_END;
    return among;
  }
}
