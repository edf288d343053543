/**
 * From the name of a tabular agent and its own settings to its learner.
 */
import type { AgentName } from "../agent-names.js";
import { agentOptionsOf } from "../agent-settings.js";
import { OptionsLearner, type OptionsSettings } from "../options/learner.js";
import { interruptsOf } from "../options/settings.js";
import { type AgentOptions, numberOption, wordOption } from "../setting.js";
import { CountBonus } from "./count-bonus.js";
import { DoubleQ } from "./double-q.js";
import { DynaQ } from "./dyna-q.js";
import { ExpectedSarsa } from "./expected-sarsa.js";
import type { LearnerSettings, TabularLearner } from "./learner.js";
import { NStepQ } from "./n-step-q.js";
import { QLearner } from "./q-learner.js";
import { SarsaLambda } from "./sarsa-lambda.js";

type Make = (settings: LearnerSettings, own: AgentOptions | undefined) => TabularLearner;

const options =
  (learns: OptionsSettings["learns"], outer: OptionsSettings["outer"]): Make =>
  (settings, own) =>
    new OptionsLearner({
      ...settings,
      learns,
      outer,
      optionDiscount: numberOption(own, "option-discount"),
      longest: numberOption(own, "longest"),
      interrupts: interruptsOf(own),
    });

const MAKES = {
  "q-learning": (settings) => new QLearner(settings),
  "expected-sarsa": (settings) => new ExpectedSarsa(settings),
  "sarsa-lambda": (settings, own) =>
    new SarsaLambda({
      ...settings,
      lambda: numberOption(own, "lambda"),
      traces: wordOption(own, "traces", ["replacing", "accumulating"]),
    }),
  "double-q": (settings) => new DoubleQ(settings),
  "n-step-q": (settings, own) =>
    new NStepQ({ ...settings, n: numberOption(own, "n"), backup: wordOption(own, "backup", ["tree", "uncorrected"]) }),
  "dyna-q": (settings, own) => new DynaQ({ ...settings, planning: numberOption(own, "planning") }),
  "count-bonus": (settings, own) => new CountBonus({ ...settings, beta: numberOption(own, "beta") }),
  "options-smdp": options("smdp", "task's reward"),
  "options-smdp-bonus": options("smdp", "task's reward and bonus"),
  "options-intra": options("intra", "task's reward"),
  "options-intra-bonus": options("intra", "task's reward and bonus"),
} as const satisfies Readonly<Partial<Record<AgentName, Make>>>;

export type TabularName = keyof typeof MAKES;

/** A learner for one run; settings of its own that are not given have their defaults. */
export const tabularLearner = (name: TabularName, settings: LearnerSettings, given?: AgentOptions): TabularLearner =>
  MAKES[name](settings, agentOptionsOf(name, given));
