/**
 * Rewards of one's own, as MiniHack's `RewardManager` gives them: events that are looked for after every step, pay, and
 * say when the task is done. Events are free functions of a moment, tasks are data that compose them: `all` (its
 * RewardManager), `inOrder` (SequentialRewardManager), `groups` (GroupedRewardManager).
 *
 * What we do differently: what was achieved is part of the environment's snapshot, so a restored game pays what it would
 * have paid; and nothing is carried from one episode into the next.
 */
import { InputError } from "./errors.js";
import type { Frame } from "./frame.js";
import { visible } from "./text.js";

/** What a step was. The object is reused; frames are safe to keep. */
export interface Moment {
  /** The action's name. */
  readonly action: string;
  /** The top line after the step. */
  readonly message: string;
  /** The hero's place after the step: column, row. */
  readonly x: number;
  readonly y: number;
  /** Whether a description of some cell, such as "closed door", contains a text. The hero hides what he stands on. */
  shows(text: string): boolean;
  readonly before: Frame;
  readonly after: Frame;
}

/** "armed" is remembered until the next step, and no more. */
export type Finding = "yes" | "no" | "armed";

export interface RewardEvent {
  readonly kind: "event";
  readonly check: (moment: Moment, wasArmed: boolean) => Finding;
  readonly reward: number;
  readonly repeatable: boolean;
  readonly terminalRequired: boolean;
  readonly terminalSufficient: boolean;
}

/** A reward that is added every step. */
export interface Payment {
  readonly kind: "payment";
  readonly pay: (before: Frame, action: string, after: Frame) => number;
}

export interface Member {
  readonly task: Task;
  readonly terminalRequired: boolean;
  readonly terminalSufficient: boolean;
}

export type Task =
  | { readonly kind: "all"; readonly parts: readonly (RewardEvent | Payment)[] }
  | { readonly kind: "in order"; readonly events: readonly RewardEvent[] }
  | { readonly kind: "groups"; readonly members: readonly Member[] };

/** MiniHack's names and defaults: pays 1, once, and all such events end the episode. */
export interface EventOptions {
  readonly reward?: number;
  readonly repeatable?: boolean;
  readonly terminalRequired?: boolean;
  readonly terminalSufficient?: boolean;
}

/** An event of one's own: a function of the moment. */
export function event(check: (moment: Moment) => boolean, options?: EventOptions): RewardEvent {
  return remembering((moment) => (check(moment) ? "yes" : "no"), options);
}

function remembering(check: RewardEvent["check"], options: EventOptions = {}): RewardEvent {
  const { reward = 1, repeatable = false, terminalRequired = true, terminalSufficient = false } = options;
  if (!Number.isFinite(reward)) throw new InputError(`An event pays ${reward}; accepted is a number.`);
  return { kind: "event", check, reward, repeatable, terminalRequired, terminalSufficient };
}

/** The message contains one of the texts. */
export const message = (texts: readonly string[], options?: EventOptions): RewardEvent =>
  event((moment) => texts.some((text) => moment.message.includes(text)), options);

/** Something is eaten. */
export function eat(name: string, options?: EventOptions): RewardEvent {
  const texts = [`This ${name} is delicious`, "Blecch!  Rotten food!", "last bite of your meal"];
  if (name === "apple") texts.push("Delicious!  Must be a Macintosh!");
  if (name === "apple" || name === "pear") texts.push("Core dumped.");
  return message(texts, options);
}

export const wield = (name: string, options?: EventOptions): RewardEvent =>
  message([`${name} welds itself to your hand!`, `${name} (weapon in hand)`], options);

export const wear = (name: string, options?: EventOptions): RewardEvent =>
  message([`You are now wearing a ${name}`], options);

export const amulet = (options?: EventOptions): RewardEvent => message(["amulet (being worn)."], options);

export const kill = (name: string, options?: EventOptions): RewardEvent => message([`You kill the ${name}`], options);

/** The hero stands at a place, in columns and rows of the map. */
export const coordinate = ([x, y]: readonly [x: number, y: number], options?: EventOptions): RewardEvent =>
  event((moment) => moment.x === x && moment.y === y, options);

/** Nothing of this name is to be seen: the hero stands on it, or it is out of sight (as in MiniHack). */
export const location = (name: string, options?: EventOptions): RewardEvent =>
  event((moment) => !moment.shows(name), options);

/** An action where nothing of this name is to be seen, and then the key "y", which is NW: "yes" to what it asks. */
export const positional = (place: string, action: string, options?: EventOptions): RewardEvent =>
  remembering((moment, wasArmed) => {
    if (moment.action === action && !moment.shows(place)) return "armed";
    return moment.action === "NW" && wasArmed ? "yes" : "no";
  }, options);

/** A reward of one's own, a function of what is seen before and after. */
export const custom = (pay: Payment["pay"]): Payment => ({ kind: "payment", pay });

/** Done when an event that suffices has happened, or all that are required have: without any, at once. */
export const all = (...parts: readonly (RewardEvent | Payment)[]): Task => ({ kind: "all", parts });

/** One event after another; done after the last. Repeatable events never pass. */
export const inOrder = (...events: readonly RewardEvent[]): Task => ({ kind: "in order", events });

/**
 * Tasks beside each other. They are looked at in order: one that suffices and is done ends it, one that is required and
 * is not done ends the look, so that later ones pay nothing in that step.
 */
export const groups = (...members: readonly Member[]): Task => ({ kind: "groups", members });

/** Bits of an event's byte of memory. */
const ACHIEVED = 1;
const ARMED = 2;

/** How many events a task has, a byte of memory each. */
export function memoryOf(task: Task): number {
  if (task.kind === "all") return task.parts.filter(({ kind }) => kind === "event").length;
  if (task.kind === "in order") return task.events.length;
  return task.members.reduce((sum, member) => sum + memoryOf(member.task), 0);
}

/** Whether one of the task's payments wants frames; they cost time. */
export const paysByFrames = (task: Task): boolean =>
  task.kind === "groups"
    ? task.members.some((member) => paysByFrames(member.task))
    : task.kind === "all" && task.parts.some(({ kind }) => kind === "payment");

/** What the steps of a task pay. The memory belongs to the game's state; zeros at the start of an episode. */
export class Ledger {
  /** What the last step paid. */
  paid = 0;

  constructor(
    private readonly task: Task,
    private readonly memory: Uint8Array,
  ) {
    if (memoryOf(task) > memory.length) {
      throw new InputError(`A task has ${memoryOf(task)} events; accepted are up to ${memory.length}.`);
    }
  }

  /** Looks for every event; whether the task is done. */
  settle(moment: Moment): boolean {
    this.paid = 0;
    return this.look(this.task, moment, 0);
  }

  private look(task: Task, moment: Moment, first: number): boolean {
    if (task.kind === "all") return this.lookAtAll(task.parts, moment, first);
    if (task.kind === "in order") return this.lookInOrder(task.events, moment, first);
    let at = first;
    for (const member of task.members) {
      const isDone = this.look(member.task, moment, at);
      if (member.terminalSufficient && isDone) return true;
      if (member.terminalRequired && !isDone) return false;
      at += memoryOf(member.task);
    }
    return true;
  }

  private lookAtAll(parts: readonly (RewardEvent | Payment)[], moment: Moment, first: number): boolean {
    let isEnough = false;
    let isWhole = true;
    let at = first;
    for (const part of parts) {
      if (part.kind === "payment") {
        this.pay(part, moment);
        continue;
      }
      const isAchieved = this.check(part, moment, at++);
      if (isAchieved && part.terminalSufficient) isEnough = true;
      if (!isAchieved && part.terminalRequired) isWhole = false;
    }
    return isEnough || isWhole;
  }

  private lookInOrder(events: readonly RewardEvent[], moment: Moment, first: number): boolean {
    const { memory } = this;
    let next = 0;
    while (next < events.length && (memory[first + next]! & ACHIEVED) !== 0) next += 1;
    const current = events[next];
    if (current !== undefined && this.check(current, moment, first + next)) next += 1;
    return next >= events.length;
  }

  private pay({ pay }: Payment, { before, action, after }: Moment): void {
    const reward = pay(before, action, after);
    if (typeof reward !== "number" || Number.isNaN(reward)) {
      throw new InputError(
        `A reward of your own is ${visible(String(reward), 40)} at ${action}; accepted is a number.`,
      );
    }
    this.paid += reward;
  }

  /** Whether the event is achieved, now or before. */
  private check(part: RewardEvent, moment: Moment, at: number): boolean {
    const { memory } = this;
    if ((memory[at]! & ACHIEVED) !== 0) return true;
    const finding = part.check(moment, (memory[at]! & ARMED) !== 0);
    // MiniHack leaves a repeatable positional event armed once it has paid.
    const isStillArmed = finding === "armed" || (finding === "yes" && (memory[at]! & ARMED) !== 0);
    memory[at] = isStillArmed ? ARMED : 0;
    if (finding !== "yes") return false;
    this.paid += part.reward;
    if (part.repeatable) return false;
    memory[at] = ACHIEVED;
    return true;
  }
}
