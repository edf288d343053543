/**
 * The truth as a critic, with FULL INFORMATION: what the game's state and the distances say. It is no contestant; it is
 * what every other critic is measured by, and the start of simulated ones. And floors, which look at nothing.
 *
 * Two readings of "wrong step" have names of their own: "no progress" (d* did not fall) and "fatal" (the first step after
 * which success was out of reach, by the limit or for good).
 */
import type { Judgement, Provenance, Verdict } from "../../annotations/index.js";
import { randomStream } from "../../envs/index.js";
import { answered, type Critic, type Intervention, type Question } from "./critic.js";
import { type ExactPath, exactPath } from "./exact.js";
import { bestAction } from "./policy.js";
import type { StateGraph } from "./state-graph.js";

export type WrongMeans = "no progress" | "fatal";

interface Known {
  readonly graph: StateGraph;
  readonly exact: ExactPath;
}

/** The discount is of regret alone, which is not asked for. */
function known({ group, episode }: Question): Known {
  const graph = group.graph();
  return { graph, exact: exactPath(episode, graph, 0.99) };
}

const judgementsOf = ({ group, episode }: Question): readonly Judgement[] =>
  episode.events.map((set) => ({
    verdicts: group.subgoals.map((_, i): Verdict => ((set >> i) & 1 ? "yes" : "no")),
  }));

const marked = (marks: ArrayLike<number>): readonly number[] =>
  Array.from(marks).flatMap((mark, t) => (mark ? [t] : []));

/** The steps at which some actions keep success within reach and others do not. */
function decisiveSteps({ graph, exact: { states, slack } }: Known): readonly number[] {
  const { next, distances, actions, winsUntil } = graph;
  return Array.from(states.subarray(0, -1)).flatMap((s, t) => {
    if (slack[t]! < 0) return [];
    const left = winsUntil - t - 1;
    const loses = Array.from({ length: actions }, (_, a) => distances[next[s * actions + a]!]! > left);
    return loses.includes(true) ? [t] : [];
  });
}

export function exactCritic(means: WrongMeans = "no progress"): Critic {
  const provenance: Provenance = {
    kind: "truth",
    name: means === "no progress" ? "truth" : "truth, fatal steps",
    note: `The game's state and exact distances, wrong = ${means}; full information.`,
  };
  const fatalOf = (question: Question): number | null => {
    const { firstFatal } = known(question).exact;
    return firstFatal.ok ? firstFatal.t : null;
  };
  return {
    provenance,
    achieved: async (question) => ({ ...answered(judgementsOf(question)), calls: question.episode.actions.length }),
    async wrongSteps(question) {
      const fatal = fatalOf(question);
      if (means === "fatal") return answered(fatal === null ? [] : [fatal]);
      return answered(marked(known(question).exact.wrong));
    },
    async intervention(question) {
      const { graph, exact } = known(question);
      const t = fatalOf(question);
      if (t === null) return answered<Intervention | null>(null);
      return answered<Intervention | null>({ t, action: bestAction(graph, exact.states[t]!) });
    },
    decisive: async (question) => answered(decisiveSteps(known(question))),
  };
}

/** Says of every step the same. */
export const constantCritic = (says: "everything" | "nothing"): Critic => {
  const all = ({ episode }: Question) => (says === "everything" ? episode.actions.map((_, t) => t) : []);
  const verdict: Verdict = says === "everything" ? "yes" : "no";
  return {
    provenance: { kind: "floor", name: `always ${says}`, note: `Says ${says}, whatever happened.` },
    achieved: async ({ group, episode }) => ({
      ...answered(episode.actions.map((): Judgement => ({ verdicts: group.subgoals.map(() => verdict) }))),
      calls: episode.actions.length,
    }),
    wrongSteps: async (question) => answered(all(question)),
    intervention: async ({ group, episode }) =>
      answered(says === "nothing" ? null : { t: 0, action: (episode.actions[0]! + 1) % group.env.actions.length }),
    decisive: async (question) => answered(all(question)),
  };
};

/** Draws its answers: every step with probability `share`, an intervention uniformly. */
export function coinCritic(share: number, seed: number): Critic {
  const drawn = ({ episode }: Question, what: string) => {
    const stream = randomStream(seed, `${what} of ${episode.name}`);
    return episode.actions.flatMap((_, t) => (stream.uniform() < share ? [t] : []));
  };
  return {
    provenance: { kind: "floor", name: "coin", note: `Says yes with probability ${share}, whatever happened.` },
    achieved: async ({ group, episode }) => {
      const stream = randomStream(seed, `achieved of ${episode.name}`);
      const verdicts = () => group.subgoals.map((): Verdict => (stream.uniform() < share ? "yes" : "no"));
      return {
        ...answered(episode.actions.map((): Judgement => ({ verdicts: verdicts() }))),
        calls: episode.actions.length,
      };
    },
    wrongSteps: async (question, sample) => answered(drawn(question, `wrong steps ${sample}`)),
    async intervention({ group, episode }) {
      const stream = randomStream(seed, `intervention of ${episode.name}`);
      const t = stream.below(episode.actions.length);
      const others = group.env.actions.length - 1;
      if (others === 0) return answered<Intervention | null>(null);
      return answered<Intervention | null>({
        t,
        action: (episode.actions[t]! + 1 + stream.below(others)) % (others + 1),
      });
    },
    decisive: async (question) => answered(drawn(question, "decisive steps")),
  };
}
