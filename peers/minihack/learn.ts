/**
 * Tabular Q-learning on our engine, and its greedy policy in a file:
 *
 *     tsx learn.ts POLICY.json --id MiniHack-KeyRoom-Fixed-S5-v0 [--actions paper] [--steps 300000] [--seed 1]
 *         [--bonus 0.1] [--levels TRACE.jsonl.gz] [--count 5]
 *
 * A new level each episode. With --levels a policy for each of the first levels of a recording whose episode reached the
 * goal, rebuilt from it, in POLICY-LEVEL.json; prints a JSON line for each. The bonus is paid for taking the key and for
 * the opened door, by the game's own events; both happen once an episode at most, and the memory's phase says which did.
 */
import { parseArgs } from "node:util";
import { KeyRoomMemory } from "../../agents/keyroom-memory.js";
import { QTable } from "../../agents/q-learning.js";
import { conforming, randomStream } from "../../envs/index.js";
import { OPENED, TOOK } from "../../envs/nethack/events.js";
import { ABORTED, RUNNING, SUCCESS } from "../../envs/nethack/game.js";
import { KEYS } from "../../envs/nethack/keys.js";
import { END_STATUS } from "../../envs/nethack/state.js";
import { greedyPolicy, type Policy, writePolicy } from "./policy.js";
import { observer, rebuiltStart, specOf, WatchedGame } from "./rebuilt.js";

const [STEP_SIZE, DISCOUNT, EPSILON] = [0.5, 0.99, 0.1];

export interface Lesson {
  readonly id: string;
  readonly actions: readonly string[];
  readonly seed: number;
  readonly steps: number;
  readonly bonus: number;
  /** The level of every episode; a new one each time when absent. */
  readonly start?: Uint8Array | undefined;
}

export function learn({ id, actions, seed, steps, bonus, start }: Lesson): Policy {
  const game = new WatchedGame(specOf(id));
  const observe = observer(id);
  const table = new QTable({ actions: actions.length, stepSize: STEP_SIZE, discount: DISCOUNT });
  const exploration = randomStream(seed, "exploration");
  const memory = new KeyRoomMemory();
  const begin = () => {
    if (start === undefined) game.reset();
    else game.restart(start);
    memory.reset();
    memory.see(observe(game));
  };
  game.seed(seed);
  begin();
  for (let step = 0; step < steps; step++) {
    const before = memory.code();
    const action = table.act(before, EPSILON, exploration);
    game.step(KEYS[actions[action]!]!);
    memory.see(observe(game));
    const status = game.state.hero[END_STATUS]!;
    const end = status === RUNNING ? "running" : status === ABORTED ? "truncated" : "terminated";
    const paid = game.events & (TOOK | OPENED) ? bonus : 0;
    table.learn(before, action, game.reward + paid, memory.code(), end);
    if (end !== "running") begin();
  }
  const arm = bonus === 0 ? "none" : `truth, once, ${bonus}`;
  return greedyPolicy(table, { id, actions: [...actions], arm, seed });
}

/** Starts of the first `count` recorded episodes that reached the goal, which shows the whole level; by level seed. */
async function starts(path: string, count: number): Promise<ReadonlyMap<number, Uint8Array>> {
  const found = new Map<number, Uint8Array>();
  for await (const episode of conforming.readTraces(path)) {
    if (found.size === count) break;
    if (episode.steps.at(-1)?.endStatus === SUCCESS) found.set(episode.seed, rebuiltStart(episode));
  }
  return found;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      id: { type: "string", default: "MiniHack-KeyRoom-Fixed-S5-v0" },
      actions: { type: "string", default: "default" },
      steps: { type: "string", default: "300000" },
      seed: { type: "string", default: "1" },
      bonus: { type: "string", default: "0" },
      levels: { type: "string" },
      count: { type: "string", default: "5" },
    },
  });
  const { id } = values;
  const actions = values.actions === "paper" ? ["N", "E", "S", "W", "PICKUP", "APPLY"] : specOf(id).actions;
  const [seed, steps, bonus] = [Number(values.seed), Number(values.steps), Number(values.bonus)];
  const file = positionals[0] ?? "policy.json";
  if (values.levels === undefined) {
    writePolicy(file, learn({ id, actions, seed, steps, bonus }));
    return;
  }
  for (const [level, start] of await starts(values.levels, Number(values.count))) {
    const own = file.replace(/(\.json)?$/, `-${level}.json`);
    writePolicy(own, learn({ id, actions, seed, steps, bonus, start }));
    console.log(JSON.stringify({ level, file: own }));
  }
}

if (process.argv[1] === import.meta.filename) await main();
