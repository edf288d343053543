/**
 * The solver as a player of `calmhack collect`: it follows ways found with full information, and may err on purpose.
 *
 * Its dice, as those of every policy there, come from the seed, the policy's name and the episode's own seed.
 */
import type { dataSets } from "../annotations/index.js";
import { InputError, randomStream, visible, worlds } from "../envs/index.js";
import { numberFlag } from "./options.js";

export const diceOf = (name: string, seed: number) => (episode: number) =>
  randomStream(seed, `actions of ${name}, episode seed ${episode}`);

interface SolverPolicy {
  readonly name: string;
  /** Of random actions. */
  readonly share: number;
  /** Of the planner. */
  readonly factor: number;
}

const ANY = "any";
const ANY_FACTOR = Number.POSITIVE_INFINITY;

/** States after which a player gives a way up that an error has made hard to find. */
const MOST_STATES = 200_000;

function waysTold(factor: number): string {
  if (factor === 1) return "shortest ways";
  if (factor === ANY_FACTOR) return "ways of any length where there are boulders";
  return `ways at most ${factor} times the shortest where there are boulders`;
}

/**
 * An episode whose way is lost (a boulder in a corner, or one that sank) is played on at random: how many were stands in
 * what is told of the policy.
 */
function solverPolicy({ name, share, factor }: SolverPolicy, seed: number): dataSets.Policy {
  const dice = diceOf(name, seed);
  const errs = share === 0 ? "" : `; with probability ${share} a uniformly random action instead`;
  const ways = waysTold(factor);
  let lost = 0;
  return {
    name,
    get told() {
      const then = lost === 0 ? "" : `; uniformly random actions in ${lost} episodes after no way was found any more`;
      return `${ways}, found with full information${errs}${then}`;
    },
    actor(env) {
      const first = worlds.planner(env, { factor });
      const later = worlds.planner(env, { factor, most: MOST_STATES, beyond: "no way" });
      let stream = dice(0);
      let steps = 0;
      let isLost = false;

      function planned(): number | undefined {
        const action = (steps === 0 ? first : later).plan()?.[0];
        if (action === undefined && steps === 0) {
          throw new InputError(`The solver finds no way in ${visible(env.id, 80)}.`);
        }
        if (action === undefined) lost++;
        return action;
      }

      return {
        begin: (episode) => {
          stream = dice(episode);
          steps = 0;
          isLost = false;
        },
        act() {
          const errsNow = share > 0 && stream.uniform() < share;
          const action = errsNow || isLost ? undefined : planned();
          if (!errsNow && action === undefined) isLost = true;
          steps++;
          return action ?? stream.below(env.actions.length);
        },
      };
    },
  };
}

/** "solver", "solver:1.5", "solver:any", "noisy-solver:0.2" or "noisy-solver:0.2:1.5"; undefined for what is no solver. */
export function solverFlag(text: string, seed: number): dataSets.Policy | undefined {
  if (text === "solver") return solverPolicy({ name: text, share: 0, factor: 1 }, seed);
  const parts = /^(noisy-)?solver:(.*?)(?::(.*))?$/s.exec(text);
  if (parts === null) return undefined;
  const [, isNoisy, one = "", other] = parts;
  const factorOf = (told: string) =>
    told === ANY ? ANY_FACTOR : numberFlag("--policy solver's factor (a number, or any)", told, 1, 100);
  const factorName = (factor: number) => (factor === ANY_FACTOR ? ANY : String(factor));
  if (isNoisy === undefined) {
    const factor = factorOf(other === undefined ? one : `${one}:${other}`);
    return solverPolicy({ name: `solver:${factorName(factor)}`, share: 0, factor }, seed);
  }
  const share = numberFlag("--policy noisy-solver", one, 0, 1);
  const factor = other === undefined ? 1 : factorOf(other);
  return solverPolicy(
    { name: `noisy-solver:${share}${factor === 1 ? "" : `:${factorName(factor)}`}`, share, factor },
    seed,
  );
}
