/**
 * What a game is a game of: the plan from which its levels are drawn.
 */
import type { Signs } from "./conform-signs.js";
import type { Dice } from "./dice.js";
import type { Level as LevelTree } from "./levels/des/syntax.js";
import type { Grid } from "./levels/grid.js";
import type { KeyRoom } from "./levels/keyroom.js";
import type { Room } from "./levels/room.js";
import type { Pays } from "./scoring.js";

/** A level of the level language: its tree, or what draws one, or a grid, by dice. */
export interface Written {
  readonly family: "written";
  readonly level: LevelTree | ((dice: Dice) => LevelTree | Grid);
  /** What recordings' signs can be on such a level; see `conform-survey.ts`. */
  readonly signs: Signs;
  /** Whether the hero knows the level from the start. */
  readonly isMapped: boolean;
  /** What is paid beside the stairs down, or in their place. */
  readonly pays?: Pays;
  /** Who plays it, a number of `roles.ts`; without it a Rogue. */
  readonly role?: number;
  /** Whether monsters may be about that are out of sight at the start. */
  readonly isLively?: boolean;
}

export type Plan = ({ readonly family: "keyroom" } & KeyRoom) | ({ readonly family: "room" } & Room) | Written;
