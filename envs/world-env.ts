/**
 * A world of one's own as an environment. Everything that Gymnasium's semantics ask for is added here: the limit, the
 * streams of level and dice, snapshots, observations. The state travels as JSON, so a snapshot is one block of bytes.
 *
 * A world is somebody's code: what it throws becomes one sentence that says where.
 */
import { checkSeed, type Env, type Info, type ObservationKey, type Snapshot, type Step } from "./env.js";
import { InputError } from "./errors.js";
import type { Frame } from "./frame.js";
import { checkOptions, type EnvOptions } from "./nethack/environment.js";
import { RandomStream, randomStream } from "./seeds.js";
import { visible } from "./text.js";
import { eventsOf, type World, type WorldFrame } from "./world.js";
import { WORLD_KEYS, worldObserver } from "./world-observation.js";

const FORMAT = "calmhack-snapshot/1";
const [ABORTED, RUNNING, LOST, WON] = [-1, 0, 1, 2];

export const layoutOf = (id: string): string => `calmhack-world/1 ${id}`;

/** What a snapshot's block holds, as JSON. */
type Block = readonly [
  steps: number,
  status: number,
  level: readonly number[],
  dice: readonly number[],
  state: unknown,
];

/** A frame with its message. */
export const wholeFrame = (seen: WorldFrame): Frame => ({ ...seen, message: seen.message ?? "" });

/** Runs a function of somebody's own; what it throws is said in one sentence. */
export function guarded<T>(where: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (error instanceof InputError) throw error;
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new InputError(`${where} failed (${visible(what, 200).replace(/\.$/, "")}).`);
  }
}

function actionNames({ id, actions }: World, choice: EnvOptions["actions"]): readonly string[] {
  if (choice === undefined || choice === "default" || choice === "all") return actions;
  if (choice === "paper") throw new InputError(`${id} has its own actions; the paper's are those of a KeyRoom.`);
  const names = choice.map(String);
  const unknown = names.find((name) => !actions.includes(name));
  if (unknown === undefined && names.length > 0) return names;
  throw new InputError(
    `There is no action "${visible(unknown ?? "", 40)}" in ${id}; accepted are ${actions.join(" ")}.`,
  );
}

/** Throws an InputError for options or keys that a world does not have. */
export function makeWorld<K extends ObservationKey>(world: World, options: EnvOptions<K>): Env<K> {
  checkOptions(options);
  const { id, limit } = world;
  if (options.manners === "minihack") throw new InputError(`${id} is no MiniHack; its manners are calmhack's.`);
  const size = options.cropSize ?? 9;
  if (!Number.isInteger(size) || size < 1 || size % 2 === 0 || size > 999) {
    throw new InputError(`The crop's side is ${size}; accepted is an odd number.`);
  }
  const actions = actionNames(world, options.actions);
  const { observation, see } = worldObserver(id, options.observationKeys ?? WORLD_KEYS, size);
  const isWatched = (options.observationKeys ?? WORLD_KEYS).length > 0;
  const info: Info = { endStatus: RUNNING, events: 0, time: 1 };
  const step: { -readonly [Name in keyof Step<K>]: Step<K>[Name] } = {
    // Each key of K is there: the observer refused all others.
    observation: observation as Step<K>["observation"],
    reward: 0,
    terminated: false,
    truncated: false,
    info,
  };
  let phase: "new" | "running" | "ended" = "new";
  let state: unknown;
  let steps = 0;
  let seen: Frame | undefined;
  let level = new RandomStream(new Uint32Array(4));
  let dice = level;

  const frame = (): Frame => {
    if (seen !== undefined) return seen;
    if (phase === "new") throw new InputError(`${id} was not reset; there is no frame.`);
    seen = wholeFrame(guarded(`The frame of ${id} after ${steps} steps`, () => world.frame(state)));
    return seen;
  };

  function show(events: number): void {
    seen = undefined;
    info.events = events;
    info.time = steps + 1;
    if (isWatched) see(frame(), info.time);
  }

  function check({ id: of, format, layout }: Snapshot): void {
    if (of === id && format === FORMAT && layout === layoutOf(id)) return;
    throw new InputError(`The snapshot is of ${visible(of, 80)} or another version, and this is ${id}.`);
  }

  return {
    id,
    actions,
    limit,
    reset(given = {}) {
      checkSeed("seed", given.seed);
      checkSeed("level", given.level);
      if (given.seed !== undefined) {
        level = randomStream(given.seed, "level");
        dice = randomStream(given.seed, "dynamics");
      } else if (phase === "new") throw new InputError(`${id} was never seeded; the first reset needs a seed.`);
      if (given.level !== undefined) level = randomStream(given.level, "level");
      state = guarded(`A level of ${id}`, () => world.create(level));
      steps = 0;
      phase = "running";
      info.endStatus = RUNNING;
      show(0);
      return { observation: step.observation, info };
    },
    step(index) {
      const action = actions[index];
      if (action === undefined)
        throw new InputError(`There is no action ${index}; accepted are 0 to ${actions.length - 1}.`);
      if (phase !== "running")
        throw new InputError(phase === "new" ? `${id} was not reset.` : "The episode has ended; reset it.");
      const before = state;
      let events = 0;
      let end: string | undefined;
      try {
        const next = world.step(before, action, dice);
        state = next.state;
        step.reward = next.reward ?? 0;
        end = next.end;
        events = eventsOf(world, before, action, state);
      } catch (error) {
        state = before;
        guarded(`Step ${steps + 1} of ${id}, action ${visible(action, 40)},`, () => {
          throw error;
        });
      }
      steps++;
      step.terminated = end !== undefined;
      step.truncated = end === undefined && steps >= limit;
      info.endStatus = end === "won" ? WON : end !== undefined ? LOST : step.truncated ? ABORTED : RUNNING;
      if (info.endStatus !== RUNNING) phase = "ended";
      show(events);
      return step;
    },
    snapshot() {
      if (phase === "new") throw new InputError(`${id} was not reset; there is nothing to snapshot.`);
      const block: Block = [steps, info.endStatus, [...level.words], [...dice.words], state];
      return { format: FORMAT, id, layout: layoutOf(id), block: new TextEncoder().encode(JSON.stringify(block)) };
    },
    restore(snapshot) {
      check(snapshot);
      const [taken, status, levelWords, diceWords, held] = blockOf(snapshot);
      level = new RandomStream(Uint32Array.from(levelWords));
      dice = new RandomStream(Uint32Array.from(diceWords));
      state = held;
      steps = taken;
      info.endStatus = status;
      phase = status === RUNNING ? "running" : "ended";
      show(0);
    },
    frame,
  };
}

/** Throws an InputError when the bytes are none of ours. */
function blockOf({ id, block }: Snapshot): Block {
  try {
    const read: unknown = JSON.parse(new TextDecoder().decode(block));
    if (Array.isArray(read) && read.length === 5) return read as unknown as Block;
  } catch {
    // Said below, in one sentence for both.
  }
  throw new InputError(`The snapshot of ${visible(id, 80)} is damaged.`);
}

/** How the episode of a world's snapshot stands: 0 running, 2 won, else over. */
export const statusOf = (snapshot: Snapshot): number => blockOf(snapshot)[1];

/** The state in a snapshot of a world, as text: the same text for the same state, whenever it was reached. */
export const stateText = (snapshot: Snapshot): string => JSON.stringify(blockOf(snapshot)[4]);

/** The streams of level and dice in a snapshot of a world, as text: a step that leaves it as it was drew nothing. */
export const diceText = (snapshot: Snapshot): string => JSON.stringify(blockOf(snapshot).slice(2, 4));
