/**
 * A game as an environment. Differences from MiniHack, each with an option for the original manners (`manners:
 * "minihack"`): the last observation of an episode is the true one (MiniHack blanks it), the step limit is `truncated`
 * (MiniHack says terminated), and a seed gives our level, not NetHack's.
 */
import {
  checkSeed,
  type Env,
  type Info,
  type ObservationKey,
  type ObservationTable,
  type Snapshot,
  type Step,
} from "../env.js";
import { InputError } from "../errors.js";
import type { Frame } from "../frame.js";
import { statusLines } from "../status-lines.js";
import { visible } from "../text.js";
import { type ActionChoice, actionNames } from "./action-set.js";
import { ABORTED, Game, type Plan, RUNNING } from "./game.js";
import { KEYS } from "./keys.js";
import { boxobanIn } from "./levels/boxoban-sets.js";
import { Sight } from "./look.js";
import { messageText } from "./messages.js";
import { objectName } from "./objects.js";
import { type Manners, Observer } from "./observer.js";
import { type RewardOptions, type RewardRule, rewardRule } from "./reward-rule.js";
import { packRows, titleOf } from "./screen.js";
import { CELL, END_STATUS, layout, TIME } from "./state.js";
import { COLUMNS, ROWS } from "./terrain.js";

export const DEFAULT_KEYS = [
  "glyphs",
  "chars",
  "colors",
  "specials",
  "glyphs_crop",
  "chars_crop",
  "colors_crop",
  "specials_crop",
  "blstats",
  "message",
] as const satisfies readonly ObservationKey[];

const FORMAT = "calmhack-snapshot/1";

/** A cache of lines of sight for many environments. */
export const sharedSight = (): Sight => new Sight();

export interface EnvOptions<K extends ObservationKey = ObservationKey> {
  /** MiniHack's default keys when absent. */
  readonly observationKeys?: readonly K[];
  /** "default": MiniHack's for the id; "paper": N E S W PICKUP APPLY; "all": MiniHack's 85 in its order; or names and key codes in your order. */
  readonly actions?: ActionChoice;
  /** Of the Boxoban ids: a folder of level files to draw from, in place of the id's own levels. */
  readonly levels?: string;
  /** Side of the crops, odd; 9 when absent. */
  readonly cropSize?: number;
  readonly manners?: Manners;
  /** Whether walking over things takes them up; as MiniHack has it for the id when absent. */
  readonly autopickup?: "on" | "off";
  /** Rewards other than the id's own. */
  readonly reward?: RewardOptions;
  /** Lists of cells in sight; give one to many environments to share it. A cache: nothing depends on it. */
  readonly sight?: Sight;
}

const OPTIONS: readonly string[] = [
  "observationKeys",
  "actions",
  "cropSize",
  "levels",
  "manners",
  "autopickup",
  "reward",
  "sight",
] satisfies readonly (keyof EnvOptions)[];

/** A misspelt option would otherwise be the default, silently. */
export function checkOptions(options: EnvOptions): void {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown === undefined) return;
  throw new InputError(`There is no option "${visible(unknown, 40)}"; accepted are ${OPTIONS.join(" ")}.`);
}

export interface GameSpec {
  readonly plan: Plan;
  readonly limit: number;
  /** In MiniHack's order. */
  readonly actions: readonly string[];
}

/** The plan, with levels from a folder where the option names one. */
function planOf(id: string, { plan }: GameSpec, { levels }: EnvOptions): Plan {
  if (levels === undefined) return plan;
  if (typeof levels !== "string" || plan.family !== "written" || plan.pays !== "boulders") {
    throw new InputError(`${id} takes no folder of levels; the option "levels" is for MiniHack-Boxoban ids.`);
  }
  return { ...plan, level: boxobanIn(levels) };
}

/** Where MiniHack's own class pays by rules that nothing else replaces, no others are taken. */
function ruleOf(id: string, { plan }: GameSpec, game: Game, reward: RewardOptions): RewardRule {
  if (plan.family === "written" && plan.pays !== undefined && plan.pays !== "apples") {
    throw new InputError(`${id} pays by rules of its own; the option "reward" is for the other ids.`);
  }
  return rewardRule(game, reward, frameOf);
}

/** `into`: arrays that observations are written into, as an `Observer` takes them. */
export function makeNetHack<K extends ObservationKey>(
  id: string,
  spec: GameSpec,
  options: EnvOptions<K>,
  into: Partial<ObservationTable> = {},
): Env<K> {
  checkOptions(options);
  const size = options.cropSize ?? 9;
  if (!Number.isInteger(size) || size < 1 || size % 2 === 0 || size > 2 * COLUMNS) {
    throw new InputError(`The crop's side is ${size}; accepted is an odd number.`);
  }
  // Without keys the caller's K is MiniHack's default keys.
  const keys = (options.observationKeys ?? DEFAULT_KEYS) as readonly K[];
  const actions = actionNames(spec.actions, options.actions);
  const codes = Uint8Array.from(actions, (name) => KEYS[name]!);
  const game = new Game({
    plan: planOf(id, spec, options),
    limit: spec.limit,
    sight: options.sight ?? new Sight(),
    autopickup: options.autopickup,
  });
  const { state, bytes } = game;
  const manners = options.manners ?? "calmhack";
  const isMiniHack = manners === "minihack";
  const observer = new Observer<K>(game, { keys, size, manners, into });
  const { observation } = observer;
  const rule = options.reward && ruleOf(id, spec, game, options.reward);

  const info: Info = { endStatus: 0, events: 0, time: 0 };
  const step: { -readonly [Name in keyof Step<K>]: Step<K>[Name] } = {
    observation,
    reward: 0,
    terminated: false,
    truncated: false,
    info,
  };
  let phase: "new" | "running" | "ended" = "new";

  function tell(): void {
    info.endStatus = state.hero[END_STATUS]!;
    info.events = game.events;
    info.time = state.hero[TIME]!;
  }

  function check(snapshot: Snapshot): void {
    const isOwn = snapshot.id === id && snapshot.format === FORMAT && snapshot.layout === layout.signature;
    if (!isOwn || snapshot.block.length !== bytes.length) {
      throw new InputError(`The snapshot is of ${visible(snapshot.id, 80)} or another version, and this is ${id}.`);
    }
  }

  return {
    id,
    actions,
    limit: spec.limit,
    reset(given = {}) {
      const { seed, level } = given;
      // Both are looked at before either changes a stream.
      checkSeed("seed", seed);
      checkSeed("level", level);
      if (seed !== undefined) game.seed(seed);
      else if (phase === "new") throw new InputError(`${id} was never seeded; the first reset needs a seed.`);
      if (level !== undefined) game.seedLevel(level);
      game.reset();
      phase = "running";
      observer.renew();
      tell();
      return { observation, info };
    },
    step(action) {
      const code = codes[action];
      if (code === undefined)
        throw new InputError(`There is no action ${action}; accepted are 0 to ${codes.length - 1}.`);
      if (phase !== "running")
        throw new InputError(phase === "new" ? `${id} was not reset.` : `The episode has ended; reset it.`);
      rule?.prepare();
      game.step(code);
      rule?.settle(actions[action]!);
      const status = state.hero[END_STATUS]!;
      step.reward = game.reward;
      step.terminated = isMiniHack ? status !== RUNNING : status !== RUNNING && status !== ABORTED;
      step.truncated = !isMiniHack && status === ABORTED;
      if (status !== RUNNING) phase = "ended";
      observer.update();
      tell();
      return step;
    },
    snapshot(into) {
      if (phase === "new") throw new InputError(`${id} was not reset; there is nothing to snapshot.`);
      if (into !== undefined) {
        check(into);
        into.block.set(bytes);
        return into;
      }
      return { format: FORMAT, id, layout: layout.signature, block: bytes.slice() };
    },
    restore(snapshot) {
      check(snapshot);
      bytes.set(snapshot.block);
      phase = state.hero[END_STATUS] === RUNNING ? "running" : "ended";
      game.events = 0;
      observer.renew();
      tell();
    },
    frame: () => frameOf(game),
  };
}

/** The frame that text renderers, prompts and viewers share. */
export function frameOf({ state }: Game): Frame {
  const cell = state.hero[CELL]!;
  const { buffer, byteOffset, length } = state.chars;
  // One text of the whole map, whose rows are views of it: a text for each row takes ten times as long.
  const map = Buffer.from(buffer, byteOffset, length).toString("latin1");
  return {
    rows: Array.from({ length: ROWS }, (_, y) => map.slice(y * COLUMNS, (y + 1) * COLUMNS)),
    hero: { x: cell % COLUMNS, y: Math.trunc(cell / COLUMNS) },
    message: messageText(state),
    inventory: packRows(state).map((row) => ({
      letter: String.fromCharCode(state.objectLetter[row]!),
      text: objectName(state, row),
    })),
    status: statusLines(titleOf(state), [...state.blstats]),
  };
}
