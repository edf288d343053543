/**
 * The five studies; what came out is in docs/studies. Arms and pairs were written down before the runs. Worlds and budgets of
 * "votes", "interventions" and "weights", and the rates of the last, were cut after early runs, for the time they took.
 */
import { credit } from "../../calm/index.js";
import {
  type Answering,
  asking,
  COIN,
  errors,
  exactReference,
  OUTCOME,
  outcomeAlone,
  randomFloor,
  silent,
  TRUTH,
} from "./arms.js";
import { armLabel, type StudyArm, type StudyPlan } from "./plan.js";
import { KEYROOM, ORCHARD, PITS } from "./worlds.js";

const RATES = [0.3, 1, 3];

/** Does it matter how calls are matched with the reference's? */
function matchingPlan(): StudyPlan {
  const ORDER = 0.2;
  const arms = [
    outcomeAlone(),
    ...credit.matching.MATCH_MODES.map((mode) => silent(`MatchTIR ${mode}`, () => credit.matchTir({ mode }))),
    ...(["exact", "greedy"] as const).map((mode) =>
      silent(`MatchTIR ${mode}, order counts`, () => credit.matchTir({ mode, orderWidth: ORDER })),
    ),
  ];
  return {
    name: "matching",
    title: "MatchTIR: does it matter how calls are matched?",
    told: [
      "Arms differ in the matching alone: exact, greedy by score as released, Sinkhorn's transport in logarithms as released (balanced) and times the number of calls (rescaled); two more let the order of calls count (kernel width 0.2). The reference is a shortest way (full information), reward of an unmatched call 0, two levels halved, as the paper's runs.",
    ],
    worlds: [PITS, { ...ORCHARD, budget: 6_000 }],
    arms,
    pairs: [
      ["MatchTIR greedy", "MatchTIR exact"],
      ["MatchTIR sinkhorn", "MatchTIR exact"],
      ["MatchTIR sinkhorn rescaled", "MatchTIR exact"],
      ["MatchTIR greedy, order counts", "MatchTIR exact, order counts"],
      ["MatchTIR exact", OUTCOME],
    ],
    rates: RATES,
  };
}

/** What do more critiques buy? */
function votesPlan(): StudyPlan {
  const capo = (rule: "majority" | "intersection" | "average", votes: number, who: Answering) =>
    asking(`CAPO ${rule} of ${votes}`, who, (critic) => credit.capo({ critic, votes, rule }));
  const falls = (["independent", "alike in all critiques", "alike wherever seen"] as const).map((fall) =>
    errors(0.3, 0.3, fall),
  );
  const [independent, alike, seen] = falls;
  const arms = [
    outcomeAlone(),
    capo("majority", 1, TRUTH),
    ...[1, 2, 4, 8].map((votes) => capo("majority", votes, independent!)),
    ...(["intersection", "average"] as const).map((rule) => capo(rule, 8, independent!)),
    ...[1, 8].map((votes) => capo("majority", votes, alike!)),
    ...[1, 8].map((votes) => capo("majority", votes, seen!)),
    capo("majority", 1, COIN),
  ];
  const label = (name: string, who: Answering) => armLabel({ name, answers: who.answers });
  const more = (votes: number, who: Answering) =>
    [label(`CAPO majority of ${votes}`, who), label("CAPO majority of 1", who)] as const;
  return {
    name: "votes",
    title: "CAPO: what do more critiques buy?",
    told: [
      "Arms differ in the number of critiques, the rule of the vote and how the critic's errors fall: the truth about progress (full information) with 30 % false alarms and 30 % misses, anew in each critique, alike in all critiques of a step, or alike wherever the same is seen and done. Critiques are not priced in environment steps; calls are counted.",
    ],
    worlds: [PITS],
    arms,
    pairs: [
      more(2, independent!),
      more(4, independent!),
      more(8, independent!),
      more(8, alike!),
      more(8, seen!),
      [label("CAPO majority of 1", seen!), label("CAPO majority of 1", independent!)],
      [label("CAPO intersection of 8", independent!), label("CAPO majority of 8", independent!)],
      [label("CAPO majority of 1", COIN), OUTCOME],
    ],
    rates: RATES,
  };
}

/** Is the check of a repair worth its reruns? */
function interventionsPlan(): StudyPlan {
  const bad = errors(0.4, 0.4, "alike in all critiques");
  const checked = (reruns: number, rule: "interval" | "any", who: Answering) =>
    asking(`InT checked, ${reruns} reruns${rule === "any" ? ", any success" : ""}`, who, (critic, policy, seed) =>
      credit.intervention({ critic, continuation: policy, reruns, rule, seed }),
    );
  const unchecked = (who: Answering) =>
    asking("InT unchecked", who, (critic) => credit.intervention({ critic, reruns: 0 }), { edits: "all" });
  const fixOnly = (who: Answering) =>
    asking(
      "InT unchecked, repair alone",
      who,
      (critic) => credit.intervention({ critic, reruns: 0, prefix: "left alone" }),
      { edits: "all" },
    );
  const arms = [
    outcomeAlone(),
    ...[TRUTH, bad, COIN].flatMap((who) => [checked(8, "interval", who), checked(8, "any", who), unchecked(who)]),
    fixOnly(TRUTH),
    checked(32, "interval", TRUTH),
  ];
  const label = (name: string, who: Answering) => armLabel({ name, answers: who.answers });
  const ANY = "InT checked, 8 reruns, any success";
  const STRICT = "InT checked, 8 reruns";
  return {
    name: "interventions",
    title: "InT: is the check of a repair worth its reruns?",
    told: [
      "Arms differ in whether a proposed repair is played again before it is imitated (8 or 32 reruns of the policy as it stands, with the repair and without it; kept when the interval of the lift is above 0, or after any success as the paper does), and in who proposes: the truth (full information), the truth moved by some steps in 40 % of the cases and with another action in 40 %, or a coin. All learn from the outcome besides. Reruns are paid from the budget.",
    ],
    worlds: [{ ...PITS, budget: 15_000 }],
    arms,
    pairs: [
      ...[TRUTH, bad, COIN].flatMap((who) => [
        [label("InT unchecked", who), label(ANY, who)] as const,
        [label(ANY, who), label(STRICT, who)] as const,
      ]),
      [label(ANY, TRUTH), OUTCOME],
      [label("InT unchecked", COIN), OUTCOME],
    ],
    rates: [0.3, 1, 3, 10],
  };
}

/** Do noise-aware weights do more than another rate? */
function weightsPlan(): StudyPlan {
  const branched =
    (weights: "none" | "gini" | "entropy" | "criticality") => (policy: credit.PolicyRule, seed: number) =>
      credit.branching({ policy, weights, branches: 2, where: { topEntropy: 8 }, seed });
  const uniform = "TempFlow, uniform weights";
  const noise = "TempFlow, noise weights";
  const fixed = (name: string, weights: "none" | "gini", rate: number): StudyArm =>
    silent(`${name}, rate ${rate}`, branched(weights), { rates: [rate] });
  const grid = [4, 16, 64];
  const arms = [
    outcomeAlone(),
    silent("the outcome, noise weights", (policy) => credit.policyNoise(policy)),
    silent(uniform, branched("none")),
    silent(noise, branched("gini")),
    silent("TempFlow, entropy weights", branched("entropy")),
    silent("TempFlow, criticality weights", branched("criticality")),
    ...grid.flatMap((rate) => [fixed(uniform, "none", rate), fixed(noise, "gini", rate)]),
    exactReference(),
  ];
  return {
    name: "weights",
    title: "TempFlow-GRPO: do noise-aware weights do more than a larger rate?",
    told: [
      "Arms differ in the weights of steps: uniform, the policy's own noise (square root of one minus the sum of squares, mean 1 over an episode), its entropy, or the measured spread of branches; with branches (two draws at the eight most undecided steps of an episode, likeliest actions to the end, paid from the budget) and without them. Each at the best rate of one grid; and uniform and noise weights side by side at rates 4, 16 and 64. The starting policy wins 30 % of the games: where the likeliest actions never win, branches say nothing.",
    ],
    worlds: [{ ...PITS, start: 0.3, budget: 50_000 }],
    arms,
    pairs: [
      [noise, uniform],
      ["TempFlow, criticality weights", uniform],
      ...grid.map((rate) => [`${noise}, rate ${rate}`, `${uniform}, rate ${rate}`] as const),
      ["the outcome, noise weights", OUTCOME],
      [uniform, OUTCOME],
    ],
    rates: [1, 4, 16, 64],
  };
}

/** Does better credit learn faster? */
function learningPlan(): StudyPlan {
  const some = errors(0.2, 0.2, "alike in all critiques");
  const calm = (who: Answering) => asking("CALM", who, (judge) => credit.calm({ judge }));
  const capo = (who: Answering) => asking("CAPO majority of 4", who, (critic) => credit.capo({ critic, votes: 4 }));
  const int = (who: Answering) =>
    asking("InT 8 reruns, any success", who, (critic, policy, seed) =>
      credit.intervention({ critic, continuation: policy, reruns: 8, rule: "any", seed }),
    );
  const arms = [
    outcomeAlone(),
    ...[TRUTH, some, COIN].flatMap((who) => [calm(who), capo(who)]),
    ...[TRUTH, some].map(int),
    silent("MatchTIR exact", () => credit.matchTir()),
    silent("TempFlow, 4 steps", (policy, seed) =>
      credit.branching({ policy, branches: 2, where: { topEntropy: 4 }, seed }),
    ),
    silent("GiGPO", () => credit.grouping()),
    silent("message novelty", () => credit.messageNovelty()),
    randomFloor(),
    exactReference(),
  ];
  return {
    name: "learning",
    title: "Does better credit learn faster?",
    told: [
      "One arm an assigner, who answers stated. Each arm's credit is scored on plays of the starting policy against exact on-policy credit, and each learns on its own; the question is whether the first foretells the second.",
    ],
    worlds: [PITS, KEYROOM],
    arms,
    pairs: arms
      .filter(({ name, role }) => name !== OUTCOME && role !== "reference")
      .map((arm) => [armLabel(arm), OUTCOME] as const),
    rates: RATES,
  };
}

const PLANS = {
  matching: matchingPlan,
  votes: votesPlan,
  interventions: interventionsPlan,
  weights: weightsPlan,
  learning: learningPlan,
} as const satisfies Readonly<Record<string, () => StudyPlan>>;

export type StudyName = keyof typeof PLANS;
export const STUDY_NAMES: readonly StudyName[] = ["matching", "votes", "interventions", "weights", "learning"];

export const studyPlan = (name: StudyName): StudyPlan => PLANS[name]();
