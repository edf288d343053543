/**
 * Agents by name: what each is, in a few words for reports, and what its values lie in.
 */
export interface AgentKind {
  /** For reports. */
  readonly what: string;
  readonly values: "table" | "network";
}

const KINDS = {
  "q-learning": { what: "tabular Q-learning", values: "table" },
  ppo: { what: "PPO with a small network", values: "network" },
  "ppo-gru": { what: "PPO with a recurrent network", values: "network" },
} as const satisfies Readonly<Record<string, AgentKind>>;

export type AgentName = keyof typeof KINDS;

export const AGENTS: Readonly<Record<AgentName, AgentKind>> = KINDS;

export const AGENT_NAMES = Object.keys(AGENTS) as readonly AgentName[];

/** Absent in options: this one. */
export const DEFAULT_AGENT: AgentName = "q-learning";
