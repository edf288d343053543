/**
 * Monsters that the hero did not see before a recorded step, put where a way through the dice needs them: a newcomer comes
 * from one of its cells at the moment when it acts; one that stands in another's way, who would have gone there, does
 * nothing else. So several are placed in one walk of the tree, each by what it alone does.
 */
import { alike, BLOCKER, place, strayAll } from "./conform-monsters.js";
import { DEAD_END, type Path, upTo } from "./conform-path.js";
import type { Sight } from "./look.js";
import { MONSTERS, SPEED } from "./monster-kinds.js";
import { isGround, removeMonster } from "./monsters.js";
import { CELL, LIVE, type State } from "./state.js";
import { COLUMNS } from "./terrain.js";

export interface Newcomer {
  readonly kind: number;
  /** Where it may have been before the step. */
  readonly sources: readonly number[];
}

export interface Hidden {
  readonly newcomers: readonly Newcomer[];
  /** How many may stand in others' way, at most. */
  readonly blockers: number;
  /** Whether the hero did not see a cell before the step. */
  readonly isUnseen: (cell: number) => boolean;
}

export const NOBODY: Hidden = { newcomers: [], blockers: 0, isUnseen: () => false };

const ACTION = 12;
/** A kind that seldom moves. */
const STANDS = MONSTERS.findIndex(({ speed }) => speed === 1) + 1;
const BESIDE = [-COLUMNS - 1, -COLUMNS, 1 - COLUMNS, -1, 1, COLUMNS - 1, COLUMNS, COLUMNS + 1];

/** No cell, each alone, each two. */
function setsOf(cells: readonly number[], most: number): readonly (readonly number[])[] {
  const pairs = most < 2 ? [] : cells.flatMap((a, i) => cells.slice(i + 1).map((b) => [a, b]));
  return [[], ...cells.map((cell) => [cell]), ...pairs];
}

export class Hiding {
  private hidden: Hidden = NOBODY;
  /** Newcomers that have not come yet. */
  waiting: Newcomer[] = [];
  blockers = 0;

  constructor(
    private readonly state: State,
    private readonly sight: Sight,
    private readonly path: Path,
  ) {}

  begin(hidden: Hidden): void {
    this.hidden = hidden;
    this.restart();
  }

  /** All wait again. */
  restart(): void {
    this.waiting = [...this.hidden.newcomers];
    this.blockers = this.hidden.blockers;
  }

  /** One that has waited comes; its row. Who stands in the way of another there may be it. */
  admit(index: number): number {
    const { state } = this;
    const [newcomer] = this.waiting.splice(index, 1);
    const { kind, sources } = newcomer!;
    const isFree = (cell: number) => {
      const row = state.monsterAt[cell]! - 1;
      return cell !== state.hero[CELL] && (row < 0 || (state.monsterFlags[row]! & BLOCKER) !== 0);
    };
    const free = sources.filter(isFree);
    if (free.length === 0) throw DEAD_END;
    const cell = this.path.choose(free);
    if (state.monsterAt[cell] !== 0) removeMonster(state, state.monsterAt[cell]! - 1);
    // It was counted among those that live while it waited.
    state.hero[LIVE]! -= 1;
    if (!place(state, { cell, kinds: alike(kind).length > 1 ? [kind, kind] : [kind] })) throw DEAD_END;
    const row = state.monsterAt[cell]! - 1;
    state.monsterMove[row] = ACTION * Math.ceil(SPEED[kind]! / ACTION);
    strayAll(state);
    return row;
  }

  /** Puts some in a monster's way, or none. */
  block(row: number): void {
    if (this.blockers === 0) return;
    const { state, sight, waiting } = this;
    const from = state.monsterCell[row]!;
    const cells = BESIDE.map((by) => from + by).filter(
      (cell) =>
        this.hidden.isUnseen(cell) &&
        state.monsterAt[cell] === 0 &&
        cell !== state.hero[CELL] &&
        isGround(state, cell, state.monsterKind[row]!) &&
        (waiting.length > 0 || !sight.sees(state, cell)),
    );
    if (cells.length === 0) return;
    const sets = setsOf(cells, this.blockers);
    for (const cell of sets[this.path.choose(upTo(sets.length))]!) {
      if (!place(state, { cell, kinds: [STANDS] })) throw DEAD_END;
      state.monsterFlags[state.monsterAt[cell]! - 1] = BLOCKER;
      this.blockers--;
    }
  }
}
