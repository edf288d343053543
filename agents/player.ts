/**
 * KeyRoom as a tabular agent plays it: the environment, the agent's memory of it, and each step as a judge is shown it.
 * Training, evaluation and recorded episodes all play through this, so what a judge sees cannot differ between them.
 *
 * The hash of what was seen is kept with it, so that a step's key costs one pass over the new crop and message.
 */
import {
  type Env,
  hashing,
  InputError,
  make,
  type ObservationTable,
  type Step,
  visible,
  worlds,
} from "../envs/index.js";
import { bytesText, textBytes } from "./bytes.js";
import type { JudgedStep, Seen, TrainingJudge } from "./judged-step.js";
import { KeyRoomMemory } from "./keyroom-memory.js";
import type { Play, PlayOptions, SavedPlay } from "./play.js";

type PlainKey = "chars" | "message" | "blstats";
type PlayKey = PlainKey | "chars_crop";
type Watched = Pick<ObservationTable, PlainKey> & Partial<Pick<ObservationTable, "chars_crop">>;

const CROP = 81;
const MESSAGE = 256;
/** The message begins at a whole word. */
const MESSAGE_AT = 84;

const { mixBits, TwoLanes } = hashing;
const lanes = new TwoLanes();

/** What was seen, copied, and the two lanes of its hash. */
class Sighting implements Seen {
  private readonly words = new Uint32Array((MESSAGE_AT + MESSAGE) / 4);
  readonly crop = new Uint8Array(this.words.buffer, 0, CROP);
  readonly message = new Uint8Array(this.words.buffer, MESSAGE_AT, MESSAGE);
  low = 0;
  high = 0;

  take(crop: Uint8Array, message: Uint8Array): void {
    this.crop.set(crop);
    this.message.set(message);
    this.rehash();
  }

  rehash(): void {
    const { words } = this;
    // The message is padded with zeros, so the first word of zeros ends it.
    let count = MESSAGE_AT / 4;
    while (count < words.length && words[count] !== 0) count++;
    lanes.begin();
    lanes.addWords(words, count);
    this.low = lanes.low;
    this.high = lanes.high;
  }
}

/** Two words as one. */
const joined = (a: number, b: number): number => mixBits(a ^ Math.imul(b, 0x9e3779b1));

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

const TOOK = 4;
const OPENED = 16;
/** What the game's events say of the subgoals, as bits: 1 the key was taken, 2 the door opened. */
export const truthMask = (events: number): number => (events & TOOK ? 1 : 0) | (events & OPENED ? 2 : 0);

export class Player implements Play {
  readonly env: Env<PlayKey>;
  readonly actions: readonly string[];
  readonly limit: number;
  readonly subgoals: number;
  readonly memory = new KeyRoomMemory();
  /** The last step, for a judge. */
  readonly judged: JudgedStep;
  /** What the engine shows now; the same arrays in every step. */
  private shown: Watched | undefined;
  private readonly step: Mutable<JudgedStep>;
  private readonly reads: TrainingJudge["reads"];
  /** Whether the events are those of subgoals of one's own. */
  private readonly hasOwn: boolean;
  private before = new Sighting();
  private after = new Sighting();

  /** Throws an InputError for an id that is no KeyRoom, and as `make` does. */
  constructor({ id, actions, sight }: PlayOptions, reads: TrainingJudge["reads"]) {
    const plain = ["chars", "message", "blstats"] as const;
    // The engine copies a crop only where it is asked for.
    this.env = make<PlayKey>(id, {
      observationKeys: reads === "text" ? [...plain, "chars_crop"] : plain,
      actions,
      ...(sight && { sight }),
    });
    if (!worlds.ground(id).includes("KeyRoom")) {
      throw new InputError(`${visible(id, 80)} is no KeyRoom; a tabular agent's memory knows the KeyRoom ids.`);
    }
    const own = worlds.registered(id);
    this.actions = this.env.actions;
    this.limit = this.env.limit;
    this.hasOwn = own !== undefined;
    this.subgoals = own?.definition.subgoals.length ?? 2;
    this.reads = reads;
    this.step = {
      at: 0,
      action: "",
      before: this.before,
      after: this.after,
      cell: 0,
      cellBefore: 0,
      remembered: 0,
      truth: 0,
      events: 0,
      key: 0,
    };
    this.judged = this.step;
  }

  /** What is seen now. Throws before the first episode. */
  get seen(): Watched {
    if (this.shown === undefined) throw new RangeError("nothing is seen before the first episode");
    return this.shown;
  }

  /** Starts an episode. */
  begin(given: { readonly seed?: number; readonly level?: number }): void {
    const { observation } = this.env.reset(given);
    this.shown = observation;
    this.memory.reset();
    this.memory.see(observation);
    this.watch(observation);
  }

  private watch({ chars_crop, message }: Watched): void {
    if (this.reads === "text") this.after.take(chars_crop!, message);
  }

  /** Plays an action; `judged` and the memory show what came of it. `at`: steps of training so far. */
  act(action: number, at: number): Step<PlayKey> {
    const { env, memory, step } = this;
    const held = this.before;
    this.before = this.after;
    this.after = held;
    step.cellBefore = memory.cell;
    const result = env.step(action);
    this.shown = result.observation;
    memory.see(result.observation);
    const { events } = result.info;
    step.at = at;
    step.action = env.actions[action]!;
    step.cell = memory.cell;
    step.remembered = memory.achieved;
    step.events = events;
    step.truth = this.hasOwn ? worlds.achievedBits(events) : truthMask(events);
    if (this.reads === "text") {
      this.watch(result.observation);
      const { before, after } = this;
      step.before = before;
      step.after = after;
      const low = joined(joined(before.low, action + 1), after.low);
      const high = joined(joined(before.high, action + 0x51ed), after.high);
      step.key = (low >>> 0) * 2 ** 21 + (high >>> 11);
    }
    return result;
  }

  code(): number {
    return this.memory.code();
  }

  save(): SavedPlay {
    const { id, layout, block } = this.env.snapshot();
    const { crop, message } = this.after;
    return {
      game: { id, layout, block: bytesText(block) },
      memory: this.memory.save(),
      sight: { crop: [...crop], message: [...message] },
    };
  }

  load({ game: { id, layout, block }, memory, sight }: SavedPlay): void {
    this.env.restore({ format: "calmhack-snapshot/1", id, layout, block: textBytes(block) });
    if (memory === undefined || sight === undefined) throw new InputError(`The saved play is of no KeyRoom.`);
    this.memory.load(memory);
    this.after.take(Uint8Array.from(sight.crop), Uint8Array.from(sight.message));
  }
}
