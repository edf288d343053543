/**
 * Dice of a recorded step among monsters. A recording does not tell the dice, so the tree of their outcomes is walked, one
 * way after another (`conform-path.ts`), until one is as recorded. What is recorded prunes the tree as it grows: a way is
 * left as soon as it has said what was not said, took more hit points than were lost, or has led a monster that has done
 * acting to where the hero would see it and did not. Who acts next is a choice, too; so is whether one whose speed is no
 * whole number of actions acts once more, which the game draws before the turn.
 */
import type { RecordedStep } from "../trace-file.js";
import type { RecordedDice } from "./conform-dice.js";
import { cellOf } from "./conform-frames.js";
import { type Hidden, Hiding, NOBODY } from "./conform-hiding.js";
import { far } from "./conform-monsters.js";
import { DEAD_END, keyOf, Path, upTo } from "./conform-path.js";
import { hitsAsSaid, outcomesOf, type Pruning, type Said } from "./conform-rolls.js";
import type { Dice, Site } from "./dice.js";
import type { Sight } from "./look.js";
import { messageText } from "./messages.js";
import { monsterKind, SPEED } from "./monster-kinds.js";
import { CELL, HP, LIVE, MOST_MONSTERS, type State, TRACKS_KEPT } from "./state.js";
import { COLUMNS } from "./terrain.js";

const ACTION = 12;
const DEATH = 1;
const HIT_POINTS = 10;
const ACT_FIRST = [0, 1] as const;
const REST_FIRST = [1, 0] as const;

const NOTHING: Said = {
  message: "",
  hitPoints: 0,
  endStatus: 0,
  rows: undefined,
  place: -1,
  turns: 0,
  places: [],
  pruning: "free",
};

export class SearchDice implements Dice {
  private readonly path = new Path();
  private readonly hiding: Hiding;
  private said = NOTHING;
  /** Signs of the monsters that are shown after the step. */
  private signs: readonly string[] = [];
  /** Rows that have acted in this round, in order; and whether the round was not in the usual order. */
  private readonly acted: number[] = [];
  private readonly candidates: number[] = [];
  private isUnusual = false;
  private hasBegun = false;
  private readonly slack = new Map<string, number>();
  private readonly settled = new Uint8Array(MOST_MONSTERS);

  constructor(
    private readonly told: RecordedDice,
    private readonly state: State,
    private readonly sight: Sight,
  ) {
    this.hiding = new Hiding(state, sight, this.path);
  }

  /** For a new step, `turns` long; `places` are where monsters are shown after it. */
  begin(step: RecordedStep, turns: number, places: readonly number[], pruning: Pruning, hidden: Hidden = NOBODY): void {
    const { frame, stats, endStatus } = step;
    this.said = {
      message: frame?.message ?? "",
      hitPoints: stats[HIT_POINTS] ?? 0,
      endStatus,
      rows: frame?.rows,
      place: frame === undefined ? -1 : cellOf(frame),
      turns,
      places,
      pruning,
    };
    this.signs = places.map((cell) => frame?.rows[Math.trunc(cell / COLUMNS)]?.[cell % COLUMNS] ?? "");
    this.path.clear();
    this.hiding.begin(hidden);
    this.state.hero[LIVE]! += hidden.newcomers.length;
    this.restart();
  }

  private restart(): void {
    this.acted.length = 0;
    this.isUnusual = false;
    this.hasBegun = false;
    this.hiding.restart();
  }

  /** The next way; false when all have been taken. */
  next(): boolean {
    this.restart();
    return this.path.next();
  }

  /** The order in which monsters acted in the last round of the way taken, when it was not the usual one. */
  get unusualOrder(): readonly number[] | undefined {
    return this.isUnusual ? this.acted : undefined;
  }

  order(state: State, place: number): number {
    const { candidates, acted, path, hiding } = this;
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
    this.checkPlaces();
    for (;;) {
      const count = candidates.length + hiding.waiting.length;
      if (count === 0) return -1;
      const key = path.isNew ? this.key() : 0;
      if (key !== 0 && path.isInVain(key)) throw DEAD_END;
      const at = path.choose(upTo(count), key);
      if (at > 0) this.isUnusual = true;
      const row = at < candidates.length ? candidates.splice(at, 1)[0]! : hiding.admit(at - candidates.length);
      if (this.rests(row)) continue;
      hiding.block(row);
      acted.push(row);
      return row;
    }
  }

  /** All that the rest of the step hangs on, as a number. */
  private key(): number {
    const { state, candidates, hiding } = this;
    const { monsterKind: kinds, monsterCell, monsterHp, monsterMove, monsterFlags, monsterFlees, monsterTrack } = state;
    const more = [state.freeHead[0]!, hiding.blockers, -1, ...candidates, -1];
    for (const { kind } of hiding.waiting) more.push(kind);
    // Where one has been matters as long as it acts.
    for (let row = 0; row < MOST_MONSTERS; row++) {
      if (kinds[row] === 0 || monsterMove[row]! < ACTION) continue;
      for (let i = 0; i < TRACKS_KEPT; i++) more.push(monsterTrack[row * TRACKS_KEPT + i]!);
    }
    const parts = state.messageParts.subarray(0, 1 + 2 * state.messageParts[0]!);
    return keyOf([kinds, monsterCell, monsterHp, monsterMove, monsterFlags, monsterFlees, state.hero, parts], more);
  }

  /** Whether a monster that is to act for the last time in its turn does not, where its speed leaves that open. */
  private rests(row: number): boolean {
    const { state, said } = this;
    const kind = state.monsterKind[row]!;
    if (SPEED[kind]! % ACTION === 0 || state.monsterMove[row]! >= 2 * ACTION) return false;
    const cell = state.monsterCell[row]!;
    const { character, name } = monsterKind(kind);
    const isThere = said.rows?.[Math.trunc(cell / COLUMNS)]?.[cell % COLUMNS] === character;
    const isSlow = SPEED[kind]! < ACTION;
    // One that is not there any more has acted.
    if (isSlow && this.isLastLook && !isThere && this.sight.sees(state, cell)) return false;
    const restsFirst = isThere && !said.message.includes(name);
    if (this.path.choose(restsFirst || !isSlow ? REST_FIRST : ACT_FIRST) === 0) return false;
    state.monsterMove[row] = 0;
    this.settle(row);
    return true;
  }

  /** Leaves a way on which the hero has lost or heard what he did not. */
  private check(): void {
    const { pruning, message, rows, turns, hitPoints, endStatus } = this.said;
    if (pruning === "free") return;
    const { hero } = this.state;
    if (hero[HP]! <= 0 && endStatus !== DEATH) throw DEAD_END;
    if (rows === undefined) return;
    if (hero[HP]! + turns < hitPoints) throw DEAD_END;
    const text = messageText(this.state);
    if (text === "" || text === message || message.startsWith(`${text}  `)) return;
    if (pruning === "strict") throw DEAD_END;
  }

  /** Whether what a monster has come to can be compared: in the step's last turn, from where the hero then stands. */
  private get isLastLook(): boolean {
    const { rows, pruning, turns, place } = this.said;
    return rows !== undefined && pruning !== "free" && turns === 1 && this.state.hero[CELL] === place;
  }

  /** Counts who of each sign may end out of sight: as many as live beyond those that are shown. */
  private beginRound(): void {
    const { state, slack, settled } = this;
    settled.fill(0);
    slack.clear();
    if (!this.isLastLook) return;
    const count = (kind: number) => {
      const { character } = monsterKind(kind);
      slack.set(character, (slack.get(character) ?? 0) + 1);
    };
    for (const kind of state.monsterKind) if (kind !== 0) count(kind);
    for (const { kind } of this.hiding.waiting) count(kind);
    for (const character of this.signs) slack.set(character, (slack.get(character) ?? 0) - 1);
    for (const left of slack.values()) if (left < 0) throw DEAD_END;
    for (let row = 0; row < MOST_MONSTERS; row++) if (state.monsterMove[row]! < ACTION) this.settle(row);
  }

  /** Leaves a way on which a monster that acts no more is where it was not, or is out of sight and must not be. */
  private settle(row: number): void {
    const { state, slack, settled } = this;
    const { rows } = this.said;
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

  /** Leaves a way on which nobody can come any more to where one is shown. */
  private checkPlaces(): void {
    const { said, signs, state, hiding } = this;
    if (hiding.waiting.length > 0 || !this.isLastLook) return;
    const { monsterKind: kinds, monsterCell, monsterMove } = state;
    for (const [i, place] of said.places.entries()) {
      const canCome = kinds.some(
        (kind, row) =>
          kind !== 0 &&
          monsterKind(kind).character === signs[i] &&
          far(monsterCell[row]!, place) <= Math.trunc(monsterMove[row]! / ACTION),
      );
      if (!canCome) throw DEAD_END;
    }
  }

  private checkActed(): void {
    const row = this.acted.at(-1);
    if (row !== undefined && this.state.monsterMove[row]! < ACTION) this.settle(row);
  }

  roll(site: Site, sides: number): number {
    if (site.startsWith("monster: ")) {
      this.check();
      // Every action that may come is granted; whether the last one was is chosen when it comes.
      if (site === "monster: speed") return 0;
    }
    const { pruning, message } = this.said;
    if (site === "monster: hit" && pruning === "strict" && message !== "") {
      return this.path.choose(hitsAsSaid(message, messageText(this.state), this.state, this.acted.at(-1)!, sides));
    }
    const among = outcomesOf(this.said, this.state, this.sight, site, sides);
    return among === undefined ? this.told.roll(site, sides) : this.path.choose(among);
  }
}
