/**
 * The promises of a world or of subgoals of one's own, checked before anything is built on them: names that are harmless
 * and different, and, by playing a few episodes, frames of one size, states that survive JSON, a step that leaves the
 * state it was given alone, and equal seeds that give equal episodes. What is broken is said in one sentence.
 */
import { InputError } from "./errors.js";
import type { Frame } from "./frame.js";
import { randomStream } from "./seeds.js";
import { visible } from "./text.js";
import { type Definition, MOST_LOOK_ALIKES, MOST_SUBGOALS, type World, type WorldStep } from "./world.js";
import { guarded, makeWorld, wholeFrame } from "./world-env.js";

const MOST_KEY = 2 ** 45;
const MOST_ACTIONS = 256;
const MOST_LIMIT = 1_000_000;
const MOST_CELLS = 10_000;
const SEEDS = [1, 2, 3];
const STEPS = 50;

const refuse = (id: string, why: string): InputError => new InputError(`${visible(id, 80)} ${why}.`);

/** A name that can stand in any table, prompt and file as it is. */
function checkName(id: string, what: string, name: unknown, longest = 80): void {
  const isFine = typeof name === "string" && name.trim() === name && name !== "" && visible(name, longest) === name;
  if (isFine) return;
  const shown = typeof name === "string" ? `"${visible(name, 40)}"` : `a ${typeof name}`;
  throw refuse(id, `has ${what} ${shown}; accepted is one line of up to ${longest} harmless characters`);
}

function checkNames(id: string, what: string, names: readonly unknown[], most: number, least = 1): void {
  if (!Array.isArray(names) || names.length < least || names.length > most) {
    throw refuse(id, `has ${Array.isArray(names) ? names.length : "no"} ${what}s; accepted are ${least} to ${most}`);
  }
  for (const name of names) checkName(id, `the ${what}`, name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw refuse(id, `names the ${what} "${twice}" twice`);
}

function checkFunctions(id: string, of: object, names: readonly string[]): void {
  const missing = names.find((name) => typeof Reflect.get(of, name) !== "function");
  if (missing !== undefined) throw refuse(id, `has no function ${missing}`);
}

/** An id that can stand in any command, table and file name. */
export function checkId(id: unknown): void {
  if (typeof id === "string" && /^[A-Za-z][\w.-]{0,79}$/.test(id)) return;
  throw new InputError(
    `The id ${typeof id === "string" ? `"${visible(id, 40)}"` : "of a world"} is none; accepted are a letter, then letters, digits and . _ -, as in MyRoom-v0.`,
  );
}

/** Words and names, of worlds and of subgoals. */
export function checkWords(definition: Definition): void {
  const { id, task, subgoals, lookAlikes = [] } = definition;
  checkId(id);
  checkName(id, "the task", task, 2_000);
  for (const list of [subgoals, lookAlikes]) if (!Array.isArray(list)) throw refuse(id, "has no list of subgoals");
  const names = (list: readonly { readonly name: string }[]) => list.map((one) => one?.name);
  checkNames(id, "subgoal", names(subgoals), MOST_SUBGOALS);
  checkNames(id, "look-alike", names(lookAlikes), MOST_LOOK_ALIKES, 0);
  if (names(subgoals).includes("neither")) throw refuse(id, `calls a subgoal "neither", which means none of them`);
  for (const one of subgoals) checkFunctions(id, one, ["achieved"]);
  for (const one of lookAlikes) checkFunctions(id, one, ["holds"]);
}

/** Where a value is more than JSON holds; undefined when it is not. */
function notJson(value: unknown, path: string): string | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : `${path} is ${value}`;
  if (typeof value !== "object") return `${path} is ${value === undefined ? "undefined" : `a ${typeof value}`}`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) {
    return `${path} is a ${visible(value.constructor.name, 40)}`;
  }
  for (const [name, member] of Object.entries(value)) {
    const found = notJson(member, `${path}.${visible(name, 40)}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Throws when anything in it is changed from now on: modules are strict. */
function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}

function checkState(id: string, where: string, state: unknown): void {
  if (typeof state !== "object" || state === null) throw refuse(id, `has no object for a state ${where}`);
  const found = notJson(state, "state");
  if (found !== undefined) {
    throw refuse(
      id,
      `has a state that JSON does not hold ${where} (${found}); plain objects, lists, texts and numbers do`,
    );
  }
}

function checkFrame(id: string, where: string, frame: Frame, first: Frame): void {
  const { rows, hero, message } = frame;
  const isText = Array.isArray(rows) && rows.length > 0 && rows.every((row) => typeof row === "string");
  if (!isText) throw refuse(id, `shows no rows of text ${where}`);
  const width = first.rows[0]!.length;
  const odd = rows.findIndex((row) => row.length !== width);
  if (odd >= 0 || rows.length !== first.rows.length || width === 0) {
    const found = odd >= 0 ? `row ${odd} has ${rows[odd]!.length} signs` : `it has ${rows.length} rows`;
    throw refuse(id, `shows no rectangle of ${first.rows.length} x ${width} ${where}: ${found}`);
  }
  if (rows.length * width > MOST_CELLS) throw refuse(id, `shows more than ${MOST_CELLS} cells`);
  const hostile = rows.find((row) => visible(row) !== row);
  if (hostile !== undefined)
    throw refuse(id, `shows signs that no terminal can show ${where}: "${visible(hostile, 80)}"`);
  if (typeof message !== "string" || /[\r\n]/.test(message)) throw refuse(id, `has a message that is no line ${where}`);
  const isOn = ({ x, y }: { x: number; y: number }) =>
    Number.isInteger(x) && Number.isInteger(y) && x >= 0 && y >= 0 && x < width && y < rows.length;
  if (hero !== undefined && !isOn(hero)) throw refuse(id, `has its hero beyond the map ${where}`);
}

function checkStep(id: string, where: string, { reward = 0, end }: WorldStep<unknown>): void {
  if (!Number.isFinite(reward)) throw refuse(id, `gives a reward that is no number ${where}`);
  if (end !== undefined && end !== "won" && end !== "lost") {
    throw refuse(id, `ends as "${visible(String(end), 40)}" ${where}; accepted are "won", "lost" or nothing`);
  }
}

/** Whole numbers below 2^45 and texts. */
function checkKey(world: World, where: string, frame: Frame): void {
  const key = world.key?.(frame) ?? "";
  const isNumber = Number.isSafeInteger(key) && Number(key) >= 0 && Number(key) < MOST_KEY;
  if (typeof key === "string" || isNumber) return;
  throw refuse(
    world.id,
    `tells states by ${visible(String(key), 40)} ${where}; accepted are texts and whole numbers from 0 to 2^45 - 1`,
  );
}

/** Plays one episode on frozen states, so that whoever changes one is found out. */
function checkEpisode(world: World, seed: number, size: { first?: Frame }): void {
  const { id, actions, limit, subgoals, lookAlikes = [] } = world;
  const [level, dice, choice] = ["level", "dynamics", "choice"].map((name) => randomStream(seed, name)) as [
    ReturnType<typeof randomStream>,
    ReturnType<typeof randomStream>,
    ReturnType<typeof randomStream>,
  ];
  const look = (where: string, state: unknown) => {
    checkState(id, where, state);
    const frame = wholeFrame(world.frame(frozen(state)));
    size.first ??= frame;
    checkFrame(id, where, frame, size.first);
    checkKey(world, where, frame);
  };
  guarded(`A level of ${id} (seed ${seed})`, () => {
    let state = world.create(level);
    look(`at the start with seed ${seed}`, state);
    for (let t = 1; t <= Math.min(limit, STEPS); t++) {
      const action = actions[choice.below(actions.length)]!;
      const where = `after step ${t} (${visible(action, 40)}) with seed ${seed}`;
      const next = guarded(
        `Step ${t} of ${id} (${visible(action, 40)}, seed ${seed}; a step returns the next state and changes nothing)`,
        () => world.step(state, action, dice),
      );
      if (typeof next !== "object" || next === null) throw refuse(id, `returns no { state } ${where}`);
      look(where, next.state);
      checkStep(id, where, next);
      for (const { name, achieved } of [
        ...subgoals,
        ...lookAlikes.map((one) => ({ name: one.name, achieved: one.holds.bind(one) })),
      ]) {
        const said: unknown = achieved(state, action, next.state);
        if (typeof said !== "boolean") throw refuse(id, `answers neither true nor false on "${name}" ${where}`);
      }
      state = next.state;
      if (next.end !== undefined) return;
    }
  });
}

/** The blocks of an episode's states, one after another; from its middle on it is played from a snapshot. */
function courseOf(world: World, seed: number): string {
  const env = makeWorld(world, { observationKeys: [] });
  const choice = randomStream(seed, "choice");
  const blocks: string[] = [];
  env.reset({ seed });
  for (let t = 0; t < STEPS; t++) {
    const snapshot = env.snapshot();
    blocks.push(new TextDecoder().decode(snapshot.block));
    if (t % 7 === 3) env.restore(snapshot);
    const { terminated, truncated } = env.step(choice.below(env.actions.length));
    if (terminated || truncated) break;
  }
  return blocks.join("\n");
}

/** Throws an InputError that names the first promise that does not hold. */
export function checkWorld(world: World): void {
  const { id, actions, limit } = world;
  checkWords(world);
  checkNames(id, "action", actions, MOST_ACTIONS);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_LIMIT) {
    throw refuse(id, `has the limit ${visible(String(limit), 40)}; accepted is a whole number from 1 to ${MOST_LIMIT}`);
  }
  checkFunctions(id, world, ["create", "step", "frame"]);
  if (world.key !== undefined) checkFunctions(id, world, ["key"]);
  const size = {};
  for (const seed of SEEDS) checkEpisode(world, seed, size);
  const courses = SEEDS.map((seed) => courseOf(world, seed));
  const again = SEEDS.findIndex((seed, i) => courseOf(world, seed) !== courses[i]);
  if (again >= 0) {
    throw refuse(
      id,
      `plays another episode when seed ${SEEDS[again]} is played again; all chance must come from the stream that it is given`,
    );
  }
}
