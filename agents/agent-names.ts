/**
 * Agents by name: what each is, in a few words for reports, and what its values lie in.
 */
export interface AgentKind {
  /** For reports. */
  readonly what: string;
  readonly values: "table" | "network";
  /** How it is meant to be used, which evaluations while training follow; "exploring": drawn from its policy. */
  readonly manner: "greedy" | "exploring";
}

const CLEAN = "the judge ends options and pays them alone, their values are of the task's reward";
const PAID = "the judge ends options, and their values hold its bonus too";

const KINDS = {
  "q-learning": { what: "tabular Q-learning", values: "table", manner: "greedy" },
  "expected-sarsa": { what: "tabular expected SARSA", values: "table", manner: "greedy" },
  "sarsa-lambda": { what: "tabular SARSA(lambda)", values: "table", manner: "greedy" },
  "double-q": { what: "tabular double Q-learning", values: "table", manner: "greedy" },
  "n-step-q": { what: "tabular n-step Q-learning", values: "table", manner: "greedy" },
  "dyna-q": { what: "Dyna-Q with a table for a model", values: "table", manner: "greedy" },
  "count-bonus": { what: "tabular Q-learning with a count-based exploration bonus", values: "table", manner: "greedy" },
  "options-smdp": { what: `options by subgoal, SMDP Q-learning: ${CLEAN}`, values: "table", manner: "greedy" },
  "options-smdp-bonus": { what: `options by subgoal, SMDP Q-learning: ${PAID}`, values: "table", manner: "greedy" },
  "options-intra": { what: `options by subgoal, intra-option Q-learning: ${CLEAN}`, values: "table", manner: "greedy" },
  "options-intra-bonus": {
    what: `options by subgoal, intra-option Q-learning: ${PAID}`,
    values: "table",
    manner: "greedy",
  },
  dqn: { what: "DQN with a small network", values: "network", manner: "greedy" },
  ppo: { what: "PPO with a small network", values: "network", manner: "exploring" },
  "ppo-gru": { what: "PPO with a recurrent network", values: "network", manner: "exploring" },
  "options-ppo": {
    what: "options by subgoal on one network, each learned by PPO, a judge ends them",
    values: "network",
    manner: "exploring",
  },
} as const satisfies Readonly<Record<string, AgentKind>>;

export type AgentName = keyof typeof KINDS;

export const AGENTS: Readonly<Record<AgentName, AgentKind>> = KINDS;

export const AGENT_NAMES = Object.keys(AGENTS) as readonly AgentName[];

/** Absent in options: this one. */
export const DEFAULT_AGENT: AgentName = "q-learning";
