/**
 * A learnt policy as a file, format "calmhack-policy/1": the greedy action of every state that the learner met. A state
 * is what KeyRoomMemory knows; policy.py reads the same file and says the same memory and the same rule for unknown
 * states in Python.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { type KeyRoomMemory, type KnownPlaces, keyRoomPlaces } from "../../agents/keyroom-memory.js";
import type { QTable } from "../../agents/q-learning.js";
import { RULES } from "../../envs/index.js";

const cell = z.number().int().min(-1);

const policyFile = z.object({
  format: z.literal("calmhack-policy/1"),
  id: z.string(),
  /** Version of the rules on which it was learnt. */
  rules: z.number().int(),
  /** Names in index order. */
  actions: z.array(z.string()).min(1),
  /** What the learner was paid for, in words. */
  arm: z.string(),
  seed: z.number().int(),
  /** Cells are row * 79 + column, -1 where unknown or of no account in that phase. */
  states: z.array(
    z.object({
      door: cell,
      key: cell,
      goal: cell,
      phase: z.enum(["locked", "held", "open"]),
      hero: cell,
      action: z.number().int().min(0),
    }),
  ),
});

export type Policy = z.infer<typeof policyFile>;

export function readPolicy(path: string): Policy {
  return policyFile.parse(JSON.parse(readFileSync(path, "utf8")));
}

export function writePolicy(path: string, policy: Policy): void {
  writeFileSync(path, `${JSON.stringify(policy)}\n`);
}

/** The greedy action of every state of a table; of equal ones the first by index. */
export function greedyPolicy(
  table: QTable,
  { id, actions, arm, seed }: Pick<Policy, "id" | "actions" | "arm" | "seed">,
): Policy {
  const { states, values } = table.save();
  const rows = Array.from(states, (code, row) => {
    const ofState = values.subarray(row * actions.length, (row + 1) * actions.length);
    return { ...keyRoomPlaces(code), action: ofState.indexOf(Math.max(...ofState)) };
  });
  return { format: "calmhack-policy/1", id, rules: RULES, actions, arm, seed, states: rows };
}

/** The action where the policy has none: a formula of level's seed, episode and step number, the same everywhere. */
export function unknownStateAction(seed: number, episode: number, t: number, actions: number): number {
  const word = (Math.imul(1_103_515_245, seed + 7919 * episode + t) + 12_345) & 0x7fff_ffff;
  return (word >>> 16) % actions;
}

const nameOf = ({ door, key, goal, phase, hero }: KnownPlaces): string => `${phase} ${door} ${key} ${goal} ${hero}`;

/** Follows a policy from what a memory knows. */
export class Follower {
  private readonly greedy: ReadonlyMap<string, number>;
  readonly policy: Policy;

  constructor(policy: Policy) {
    this.policy = policy;
    this.greedy = new Map(policy.states.map((state) => [nameOf(state), state.action]));
  }

  /** The policy's action, undefined in a state that it does not know. */
  known(memory: KeyRoomMemory): number | undefined {
    return this.greedy.get(nameOf(keyRoomPlaces(memory.code())));
  }
}
