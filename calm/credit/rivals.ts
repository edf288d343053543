/**
 * Rivals that ask nobody, and floors that know nothing. Whoever wants to show that a critic helps has to beat them.
 *
 * GiGPO (arXiv 2505.10978): A_i,t = A^E_i + omega A^S_i,t with the episode's return against its group, and the
 * return-to-go from a state against that of all visits of the same state in the group; a state met once gives 0, the same
 * state met twice in one episode counts twice, so loops are blamed. States are told by what is seen. Message novelty
 * (the family of arXiv 2306.03236; constants ours): 1 / sqrt(N(m)) for a message that is new in its episode.
 */
import { randomStream } from "../../envs/index.js";
import { type Assigner, assigner, type EpisodeCredit } from "./assigner.js";
import { discountedReturns } from "./dual-level.js";
import { meanAndSpread } from "./normalise.js";
import type { PlayedEpisode } from "./played.js";

const whole = (credit: Float64Array): EpisodeCredit => ({
  credit,
  known: new Uint8Array(credit.length).fill(1),
  failures: [],
});

export interface GroupingOptions {
  /** gamma, 0.9 when absent. */
  readonly discount?: number;
  /** omega, 1 when absent. */
  readonly stepWeight?: number;
  /** Divide by the population's deviation ("std") or by 1 ("one", when absent). */
  readonly divide?: "one" | "std";
}

/** x - mean, by the deviation where that is asked for and there is any. */
function centred(values: readonly number[], divide: "one" | "std"): readonly number[] {
  const { mean, std } = meanAndSpread(values, "population");
  const by = divide === "one" ? 1 : std;
  return values.map((value) => (by < 1e-8 ? 0 : (value - mean) / by));
}

export function grouping({ discount = 0.9, stepWeight = 1, divide = "one" }: GroupingOptions = {}): Assigner {
  const about = {
    name: `GiGPO${divide === "one" ? "" : ", by deviation"}`,
    kind: "advantage",
    needs: new Set(["group"] as const),
    told: "Returns compared within the group and among visits of the same observed state; nobody is asked.",
  } as const;
  return assigner(about, async ({ episodes }, { note }) => {
    if (episodes.length === 1) note("A group of one compares only what the episode met twice.");
    const totals = episodes.map(({ rewards }) => rewards.reduce((sum, reward) => sum + reward, 0));
    const outcome = centred(totals, divide);
    const credit = episodes.map(({ actions }, i) => new Float64Array(actions.length).fill(outcome[i]!));
    const returns = episodes.map(({ rewards }) => discountedReturns(rewards, discount));
    const visits = new Map<string, (readonly [number, number])[]>();
    for (const [i, { actions, seen }] of episodes.entries()) {
      for (let t = 0; t < actions.length; t++) {
        const of = visits.get(seen[t]!) ?? [];
        of.push([i, t]);
        visits.set(seen[t]!, of);
      }
    }
    for (const places of visits.values()) {
      const scaled = centred(
        places.map(([i, t]) => returns[i]![t]!),
        divide,
      );
      places.forEach(([i, t], k) => {
        credit[i]![t] = credit[i]![t]! + stepWeight * scaled[k]!;
      });
    }
    return credit.map(whole);
  });
}

/** Counts run over the group's episodes in order, the message itself included; no message is none. */
export function messageNovelty(): Assigner {
  const about = {
    name: "message novelty",
    kind: "reward",
    needs: new Set<never>(),
    told: "A message that is new in its episode pays 1 / sqrt of how often it was seen in the group; nobody is asked.",
  } as const;
  return assigner(about, async ({ episodes }) => {
    const counts = new Map<string, number>();
    return episodes.map(({ actions, frames }) => {
      const met = new Set<string>();
      return whole(
        Float64Array.from(actions, (_, t) => {
          const { message } = frames[t + 1]!;
          if (message === "") return 0;
          const count = (counts.get(message) ?? 0) + 1;
          counts.set(message, count);
          if (met.has(message)) return 0;
          met.add(message);
          return 1 / Math.sqrt(count);
        }),
      );
    });
  });
}

const succeeded = ({ end }: PlayedEpisode): number => (end === "won" ? 1 : 0);

/** Every step gets its share of the outcome: what a learner without credit assignment does. */
export function uniformCredit(): Assigner {
  const about = {
    name: "uniform",
    kind: "advantage",
    needs: new Set<never>(),
    told: "The outcome in equal parts to all steps (floor).",
  } as const;
  return assigner(about, async ({ episodes }) =>
    episodes.map((episode) =>
      whole(new Float64Array(episode.actions.length).fill(succeeded(episode) / episode.actions.length)),
    ),
  );
}

/** Numbers drawn uniformly from -1 to 1. */
export function randomCredit(seed = 1): Assigner {
  const about = {
    name: "random",
    kind: "advantage",
    needs: new Set<never>(),
    told: "Numbers drawn from -1 to 1 (floor).",
  } as const;
  return assigner(about, async ({ episodes }) =>
    episodes.map(({ name, actions }) => {
      const stream = randomStream(seed, `random credit of ${name}`);
      return whole(Float64Array.from(actions, () => 2 * stream.uniform() - 1));
    }),
  );
}
