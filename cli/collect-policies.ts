/**
 * Who plays for `calmhack collect`: random actions, the solver (`solver-policies.ts`), or a learnt policy's file.
 *
 * Each episode's dice come from the seed, the policy's name and the episode's own seed, so a policy plays an episode the
 * same way whatever else is played.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { KeyRoomMemory, type KnownPlaces, keyRoomPlaces } from "../agents/index.js";
import type { dataSets } from "../annotations/index.js";
import { type Env, InputError, type RandomStream, RULES, visible } from "../envs/index.js";
import { diceOf, solverFlag } from "./solver-policies.js";

type Policy = dataSets.Policy;
type Game = Env<dataSets.CollectKey>;

function randomPolicy(seed: number): Policy {
  const name = "random";
  const dice = diceOf(name, seed);
  return {
    name,
    told: "uniformly random actions",
    actor({ actions }) {
      let stream = dice(0);
      return {
        begin: (episode) => {
          stream = dice(episode);
        },
        act: () => stream.below(actions.length),
      };
    },
  };
}

const cell = z.number().int().min(-1);

/** As `calmhack train` writes it. */
const policyFile = z.object({
  format: z.literal("calmhack-policy/1"),
  id: z.string(),
  rules: z.number().int(),
  actions: z.array(z.string()).min(1),
  arm: z.string(),
  seed: z.number().int(),
  states: z
    .array(
      z.object({
        door: cell,
        key: cell,
        goal: cell,
        phase: z.enum(["locked", "held", "open"]),
        hero: cell,
        action: z.number().int().min(0),
      }),
    )
    .min(1),
});

type PolicyFile = z.infer<typeof policyFile>;

function readFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new InputError(
      `--policy is "${visible(path, 120)}"; accepted are random, solver, noisy-solver:0.2, solver:1.5, solver:any, or the file of a policy that train wrote.`,
    );
  }
}

function parsePolicy(text: string, path: string): PolicyFile {
  const value = ((): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      throw new InputError(`${visible(path)} is no policy file: it is no JSON, or it was cut off.`);
    }
  })();
  const parsed = policyFile.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const what = `${issue?.path.join(".") || "the whole"}: ${issue?.message ?? ""}`;
  throw new InputError(`${visible(path)} is no policy of format calmhack-policy/1 (${visible(what, 120)}).`);
}

const nameOf = ({ phase, door, key, goal, hero }: KnownPlaces): string => `${phase} ${door} ${key} ${goal} ${hero}`;

/** Refuses a policy that was learnt for another game than it shall play. */
function requireFits(
  { id, rules, actions, states }: PolicyFile,
  env: Pick<Game, "id" | "actions">,
  path: string,
): void {
  const refuse = (why: string) => new InputError(`${visible(path)} ${why}.`);
  if (id !== env.id) throw refuse(`is a policy for ${visible(id, 80)}, and this is ${visible(env.id, 80)}`);
  if (rules !== RULES) throw refuse(`was learnt by rules version ${rules}, and these are ${RULES}`);
  if (actions.join() !== env.actions.join()) {
    throw refuse(
      `chooses among ${visible(actions.join(" "), 120)}, and the actions are ${env.actions.join(" ")} (see --actions)`,
    );
  }
  const wild = states.findIndex(({ action }) => action >= actions.length);
  if (wild >= 0) throw refuse(`names action ${states[wild]?.action} in state ${wild}, and there are ${actions.length}`);
}

function learntPolicy(path: string, env: Pick<Game, "id" | "actions">, seed: number): Policy {
  const text = readFile(path);
  const policy = parsePolicy(text, path);
  requireFits(policy, env, path);
  const hash = createHash("sha256").update(text).digest("hex");
  const name = visible(
    `${basename(path)
      .replace(/\.json$/, "")
      .replace(/\s+/g, "-")}#${hash.slice(0, 8)}`,
    80,
  );
  const greedy = new Map(policy.states.map((state) => [nameOf(state), state.action]));
  const dice = diceOf(hash, seed);
  return {
    name,
    told: `learnt, greedy in the ${greedy.size} states it knows, uniformly random in others; arm ${visible(policy.arm, 60)}, seed ${policy.seed}, SHA-256 ${hash}`,
    actor({ actions }) {
      const memory = new KeyRoomMemory();
      let stream: RandomStream = dice(0);
      return {
        begin: (episode) => {
          stream = dice(episode);
          memory.reset();
        },
        act(seen) {
          memory.see(seen);
          return greedy.get(nameOf(keyRoomPlaces(memory.code()))) ?? stream.below(actions.length);
        },
      };
    },
  };
}

/** What `--policy` names. Throws an InputError for anything else. */
export function policyFlag(text: string, env: Pick<Game, "id" | "actions">, seed: number): Policy {
  if (text === "random") return randomPolicy(seed);
  return solverFlag(text, seed) ?? learntPolicy(text, env, seed);
}
