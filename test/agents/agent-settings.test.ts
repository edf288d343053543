import { describe, expect, it } from "vitest";
import { AGENT_NAMES, agentSettings } from "../../agents/index.js";
import { InputError } from "../../envs/index.js";

const { agentOptionsOf, readAgentOptions } = agentSettings;

describe("an agent's own settings", () => {
  it("are read by name and value, and each agent takes what it has, with defaults for the rest", () => {
    const given = readAgentOptions(["lambda=0.9", "n=3", "backup=uncorrected"]);
    expect(given).toEqual({ lambda: 0.9, n: 3, backup: "uncorrected" });
    expect(agentOptionsOf("sarsa-lambda", given)).toEqual({ lambda: 0.9, traces: "replacing" });
    expect(agentOptionsOf("n-step-q", given)).toEqual({ n: 3, backup: "uncorrected" });
    expect(agentOptionsOf("q-learning", given)).toBeUndefined();
  });

  it("have defaults that they would accept", () => {
    for (const name of AGENT_NAMES) {
      const own = agentOptionsOf(name) ?? {};
      const texts = Object.entries(own).map(([option, value]) => `${option}=${value}`);
      expect(readAgentOptions(texts, [name])).toEqual(own);
    }
  });

  it.each(["lambda=2", "lambda=", "lambda", "n=2.5", "n=0", "traces=x", "foo=1", "", "=", "__proto__=1", "lambda=NaN"])(
    "refuse %j in one sentence that says what is accepted",
    (text) => {
      expect(() => readAgentOptions([text])).toThrow(InputError);
      expect(() => readAgentOptions([text])).toThrow(/^--agent-option is ".*"; [^\n]*\.$/);
    },
  );

  it("refuse a name twice, and one that none of the agents at hand has", () => {
    expect(() => readAgentOptions(["n=3", "n=4"])).toThrow("--agent-option names n twice.");
    expect(() => readAgentOptions(["n=3"], ["q-learning"])).toThrow(/accepted are none for this agent/);
  });
});
