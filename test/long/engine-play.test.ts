/**
 * 1,000,000 random actions over all ids, each episode with a seed of its own: nothing is thrown, the hero stays on passable
 * ground, what is shown is what a slow rendering of the true state shows, and snapshots bring the very game back.
 */
import { expect, it } from "vitest";
import {
  type Env,
  make,
  type ObservationKey,
  type RandomStream,
  randomStream,
  type Snapshot,
} from "../../envs/index.js";
import { Sight } from "../../envs/nethack/look.js";
import { CELL, makeState, type State } from "../../envs/nethack/state.js";
import { CELLS, COLUMNS, DOOR, OPEN } from "../../envs/nethack/terrain.js";
import { wander } from "../envs/nethack/player.js";
import { SlowView, worldOf } from "../envs/nethack/slow-view.js";
import { bytesOf, IDS } from "../envs/nethack/support.js";

const ACTIONS = 1_000_000;
/** One episode in so many is drawn anew, slowly, at every step. */
const DRAW_EVERY = 10;
/** One action in so many comes after a snapshot, which is played on from three times. */
const SNAPSHOT_EVERY = 100;

const KEYS = [
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
  "internal",
  "inv_glyphs",
  "inv_letters",
  "inv_oclasses",
  "inv_strs",
  "tty_chars",
  "tty_cursor",
] as const satisfies readonly ObservationKey[];
type Key = (typeof KEYS)[number];
type Observation = ReturnType<Env<Key>["reset"]>["observation"];

/** A state that is read out of snapshots, without a new block for each. */
function stateReader(env: Pick<Env, "snapshot">): () => State {
  const held = env.snapshot();
  const state = makeState(held.block.buffer as ArrayBuffer);
  return () => {
    env.snapshot(held);
    return state;
  };
}

const isPassable = ({ terrain, door }: State, cell: number): boolean =>
  cell >= 0 && cell < CELLS && terrain[cell]! >= DOOR && (terrain[cell] !== DOOR || door[cell]! <= OPEN);

/** What does not fit in an observation of a state, whatever was before; "" when all does. */
function faultOf({ chars, blstats, internal, message, tty_chars, tty_cursor }: Observation, state: State): string {
  const cell = state.hero[CELL]!;
  const [x, y] = [cell % COLUMNS, Math.floor(cell / COLUMNS)];
  if (!isPassable(state, cell)) return "the hero stands where nobody can";
  if (blstats[0] !== x || blstats[1] !== y || chars[cell] !== 64) return "the hero is shown elsewhere";
  if (chars.filter((sign) => sign === 64).length !== 1) return "not one hero";
  if (internal[7] !== 901 - blstats[20]!) return "two clocks";
  for (let row = 0; row < 21; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      if (tty_chars[(row + 1) * 80 + column] !== chars[row * COLUMNS + column]) return "another map on the terminal";
    }
  }
  const end = message.indexOf(0);
  const line = tty_chars.subarray(0, Math.min(end, 80));
  if (!line.every((sign, i) => sign === message[i])) return "another message on the terminal";
  return tty_cursor[0] === y + 1 && tty_cursor[1] === x ? "" : "the cursor is elsewhere";
}

/** Compares a look with the slow rendering; throws where they differ. */
function compare(slow: SlowView, observation: Observation, state: State, where: string): void {
  const cell = state.hero[CELL]!;
  const [x, y] = [cell % COLUMNS, Math.floor(cell / COLUMNS)];
  slow.look(worldOf(state), x, y);
  const planes = { glyphs: slow.glyphs, chars: slow.chars, colors: slow.colors };
  for (const name of ["glyphs", "chars", "colors"] as const) {
    const crop = slow.crop(planes[name], 9, x, y);
    const isSame =
      planes[name].every((value, i) => value === observation[name][i]) &&
      crop.every((value, i) => value === observation[`${name}_crop`][i]);
    if (!isSame) throw new Error(`${where}: ${name} differ from the slow rendering`);
  }
}

/** Thirty actions as one list of bytes and numbers, stopping at an episode's end. */
function playOn(env: Env<Key>, actions: readonly number[]): string {
  const told: string[] = [];
  for (const action of actions) {
    const { observation, reward, terminated, truncated, info } = env.step(action);
    told.push(bytesOf(observation).toString("latin1"), JSON.stringify([reward, terminated, truncated, info]));
    if (terminated || truncated) break;
  }
  return told.join("\n");
}

interface Table {
  readonly env: Env<Key>;
  /** Another game of the id, which never played along. */
  readonly other: Env<Key>;
  readonly observation: Observation;
  readonly held: Snapshot;
}

/** Plays on from a snapshot, again after `restore`, and in the other game: the same bytes each time. */
function branch({ env, other, observation, held }: Table, stream: RandomStream, where: string): void {
  env.snapshot(held);
  const shown = bytesOf(observation);
  const actions = Array.from({ length: 30 }, () => stream.below(env.actions.length));
  const first = playOn(env, actions);
  env.restore(held);
  if (!bytesOf(observation).equals(shown)) throw new Error(`${where}: restore shows something else`);
  if (playOn(env, actions) !== first) throw new Error(`${where}: the game went on otherwise`);
  other.restore(held);
  if (playOn(other, actions) !== first) throw new Error(`${where}: another game went on otherwise`);
  env.restore(held);
}

it(`lets ${ACTIONS} random actions over all ids pass without a throw, each state whole and shown as it is`, () => {
  const each = Math.ceil(ACTIONS / IDS.length);
  const sums = {
    random: 0,
    guided: 0,
    episodes: 0,
    won: 0,
    limits: 0,
    branches: 0,
    looks: 0,
    rewards: new Set<number>(),
  };
  for (const id of IDS) {
    const sight = new Sight();
    const env = make(id, { observationKeys: KEYS, sight });
    const other = make(id, { observationKeys: KEYS });
    const stream = randomStream(9, `a million actions ${id}`);
    const { observation } = env.reset({ seed: 0 });
    const table: Table = { env, other, observation, held: env.snapshot() };
    const read = stateReader(env);
    let steps = 0;
    for (let seed = 0; steps < each; seed++) {
      env.reset({ seed });
      const slow = seed % DRAW_EVERY === 0 ? new SlowView() : undefined;
      sums.episodes++;
      for (let t = 0; ; t++) {
        const state = read();
        const where = `${id} seed ${seed} step ${t}`;
        const fault = faultOf(observation, state);
        if (fault !== "") throw new Error(`${where}: ${fault}`);
        if (slow !== undefined) {
          compare(slow, observation, state, where);
          sums.looks++;
        }
        if (stream.below(SNAPSHOT_EVERY) === 0) {
          branch(table, stream, where);
          sums.branches++;
        }
        // Two in three episodes are random; the third gets somewhere, so that doors open and goals are reached.
        const name = seed % 3 === 2 ? wander(state, env.actions, stream) : undefined;
        const action = name === undefined ? stream.below(env.actions.length) : env.actions.indexOf(name);
        const { reward, terminated, truncated, info } = env.step(action);
        sums.rewards.add(reward);
        if (name === undefined) steps++;
        else sums.guided++;
        if (truncated !== (info.endStatus === -1) || terminated !== (info.endStatus === 2)) {
          throw new Error(`${where}: ends as ${info.endStatus}`);
        }
        if (!terminated && !truncated) continue;
        if (truncated && t + 1 !== env.limit) throw new Error(`${where}: truncated too early`);
        if (terminated) sums.won++;
        else sums.limits++;
        break;
      }
    }
    sums.random += steps;
  }
  console.log(JSON.stringify({ ...sums, rewards: [...sums.rewards] }));
  expect(sums.random).toBeGreaterThanOrEqual(ACTIONS);
  // A goal reached pays 1; nobody wins by a step that takes no time.
  expect([...sums.rewards].sort()).toEqual([-0.01, 0, 1]);
  expect(sums.branches).toBeGreaterThan(ACTIONS / SNAPSHOT_EVERY / 2);
  expect(sums.looks).toBeGreaterThan(ACTIONS / DRAW_EVERY / 2);
  expect(Math.min(sums.won, sums.limits)).toBeGreaterThan(1_000);
});
