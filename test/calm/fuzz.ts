/** Runs made-up answers through the parser and counts what became of them, by mutation. */
import { parseVerdicts } from "../../calm/parse.js";
import { mutations } from "./answer-mutations.js";
import { Random } from "./answer-pieces.js";
import { type Made, makeAnswer } from "./answers.js";

export interface Tally {
  readonly mutation: string;
  answers: number;
  subgoals: number;
  judged: number;
}

export interface FuzzReport {
  readonly tallies: readonly Tally[];
  /** Answers with a verdict that is the opposite of what they say, or on which the parser threw. */
  readonly wrong: readonly (Made & { readonly got: readonly string[] })[];
}

export function fuzz(seed: number, count: number): FuzzReport {
  const random = new Random(seed);
  const names = [...mutations.keys()];
  const tallies = names.map((mutation): Tally => ({ mutation, answers: 0, subgoals: 0, judged: 0 }));
  const wrong: (Made & { readonly got: readonly string[] })[] = [];
  for (let index = 0; index < count; index++) {
    const made = makeAnswer(random, names[index % names.length]!);
    const tally = tallies[index % names.length]!;
    const got = verdictsOf(made);
    tally.answers++;
    tally.subgoals += made.known.length;
    tally.judged += got.filter((verdict) => verdict !== "unanswered").length;
    const agrees = made.known.every((verdict, at) => got[at] === verdict || got[at] === "unanswered");
    if (!agrees || got.length !== made.known.length) wrong.push({ ...made, got });
  }
  return { tallies, wrong };
}

function verdictsOf(made: Made): readonly string[] {
  try {
    const { verdicts, failure } = parseVerdicts(made.text, made.subgoals, { begins: made.begins });
    return verdicts.includes("unanswered") === (failure !== undefined) ? verdicts : ["failure does not fit"];
  } catch (error) {
    return [String(error)];
  }
}

/** One line per mutation: answers, then the share of subgoals judged and unjudged. */
export function tallyTable(tallies: readonly Tally[]): string {
  const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`.padStart(9);
  const lines = tallies.map(({ mutation, answers, subgoals, judged }) => {
    const shares = share(judged, subgoals) + share(subgoals - judged, subgoals);
    return mutation.padEnd(26) + String(answers).padStart(8) + shares;
  });
  return [`${"mutation".padEnd(26)} answers   judged unjudged`, ...lines].join("\n");
}
