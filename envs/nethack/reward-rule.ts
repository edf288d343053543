/**
 * Rewards other than an id's own: MiniHack's keywords `reward_win`, `reward_lose`, `penalty_mode`, `penalty_step`,
 * `penalty_time` and `reward_manager`. The order is NLE's: the step limit comes first and looks for no event, then
 * events, then the stairs; death outranks all. A task of one's own pays instead of winning and losing, and what a step
 * costs is added to it. What we do differently: NLE never sets the count of frozen steps back, here an episode begins
 * with none.
 */
import { InputError } from "../errors.js";
import type { Frame } from "../frame.js";
import { Ledger, type Moment, paysByFrames, type Task } from "../rewards.js";
import { visible } from "../text.js";
import { DESCRIPTION_BYTES, Descriptions } from "./descriptions.js";
import { ABORTED, DEATH, type Game, RUNNING, SUCCESS } from "./game.js";
import { messageText } from "./messages.js";
import { CELL, END_STATUS, FROZEN, TIME } from "./state.js";
import { COLUMNS } from "./terrain.js";

/** What a step costs, by the number f of steps in a row in which the clock stood still. */
const PENALTIES = {
  /** The step's price once f > 0. */
  constant: (frozen: number) => (frozen > 0 ? 1 : 0),
  /** 2^f times, so once in every step that takes time. */
  exp: (frozen: number) => 2 ** frozen,
  square: (frozen: number) => frozen * frozen,
  linear: (frozen: number) => frozen,
  always: () => 1,
} as const;

export interface RewardOptions {
  /** For the step that wins; 1 when absent. */
  readonly win?: number;
  /** For death and for the step limit; 0 when absent. */
  readonly lose?: number;
  readonly penalty?: {
    readonly mode?: keyof typeof PENALTIES;
    /** -0.01 when absent. */
    readonly step?: number;
    /** Per turn of the clock; 0 when absent. */
    readonly time?: number;
  };
  /** What is rewarded, and when it is done; see `rewards`. It then pays instead of `win` and `lose`. */
  readonly task?: Task;
}

/** Settles steps of a game by other rewards. What it remembers is in the state, and a reset clears that. */
export interface RewardRule {
  /** Before a step. */
  prepare(): void;
  /** After it: sets the game's reward, and its end where the task says so. */
  settle(action: string): void;
}

function checkNumbers({ win, lose, penalty = {} }: RewardOptions): void {
  const { mode, step, time } = penalty;
  for (const [name, value] of Object.entries({ win, lose, "penalty.step": step, "penalty.time": time })) {
    if (value === undefined || Number.isFinite(value)) continue;
    throw new InputError(`The reward's ${name} is ${visible(String(value), 40)}; accepted is a number.`);
  }
  if (mode === undefined || Object.hasOwn(PENALTIES, mode)) return;
  const accepted = Object.keys(PENALTIES).join(" ");
  throw new InputError(`The penalty's mode is "${visible(String(mode), 40)}"; accepted are ${accepted}.`);
}

/** What a task sees of a step. */
class Seen implements Moment {
  action = "";
  before: Frame;
  private frameAfter: Frame | undefined;
  private described: Descriptions | undefined;
  private isDescribed = false;

  constructor(
    private readonly game: Game,
    private readonly frameOf: (game: Game) => Frame,
  ) {
    this.before = { rows: [], message: "" };
  }

  /** A new step: nothing of the last one is held. */
  turn(action: string): void {
    this.action = action;
    this.frameAfter = undefined;
    this.isDescribed = false;
  }

  get message(): string {
    return messageText(this.game.state);
  }

  get x(): number {
    return this.game.state.hero[CELL]! % COLUMNS;
  }

  get y(): number {
    return Math.trunc(this.game.state.hero[CELL]! / COLUMNS);
  }

  get after(): Frame {
    this.frameAfter ??= this.frameOf(this.game);
    return this.frameAfter;
  }

  shows(text: string): boolean {
    this.described ??= new Descriptions(new Uint8Array(DESCRIPTION_BYTES));
    if (!this.isDescribed) this.described.write(this.game.state);
    this.isDescribed = true;
    return Buffer.from(this.described.bytes.buffer).includes(text, 0, "latin1");
  }
}

/** `frameOf`: how frames are made of a game. Throws an InputError for a price that is none, or a task with too many events. */
export function rewardRule(game: Game, options: RewardOptions, frameOf: (game: Game) => Frame): RewardRule {
  checkNumbers(options);
  const { win = 1, lose = 0, penalty = {}, task } = options;
  const { mode = "constant", step = -0.01, time = 0 } = penalty;
  const { state } = game;
  const { hero } = state;
  const ledger = task && new Ledger(task, state.rewardMemory);
  const needsFrames = task !== undefined && paysByFrames(task);
  const seen = new Seen(game, frameOf);
  const priceOf = PENALTIES[mode];
  let before = 0;

  return {
    prepare() {
      before = hero[TIME]!;
      if (needsFrames) seen.before = frameOf(game);
    },
    settle(action) {
      const turns = hero[TIME]! - before;
      // The wrapper's APPLY ends with a key that takes no time, and costs what such a step costs.
      hero[FROZEN] = turns === 0 || action === "APPLY" ? hero[FROZEN]! + 1 : 0;
      let base = hero[END_STATUS] === SUCCESS ? win : hero[END_STATUS] === RUNNING ? 0 : lose;
      if (ledger !== undefined) {
        base = 0;
        if (hero[END_STATUS] !== ABORTED) {
          seen.turn(action);
          const isDone = ledger.settle(seen);
          base = ledger.paid;
          if (isDone && hero[END_STATUS] !== DEATH) hero[END_STATUS] = SUCCESS;
        }
      }
      game.reward = base + priceOf(hero[FROZEN]!) * step + turns * time;
    },
  };
}
