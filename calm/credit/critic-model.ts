/**
 * A language model as a critic: each question about an episode is one call through the door, recorded, counted and
 * budgeted like every other; steps are judged for CALM by the judge of transitions that the rest of the kit has.
 */
import type { ProvenanceKind } from "../../annotations/index.js";
import { InputError } from "../../envs/index.js";
import type { ChatParameters } from "../chat.js";
import type { Door } from "../door.js";
import { languageModel } from "../language-model.js";
import type { PromptTemplate } from "../prompts/template.js";
import { type Critic, judgeOf, type Question, type Reply } from "./critic.js";
import { type AnswerText, type Parsed, parseIntervention, parseSteps } from "./critic-parse.js";
import { type EpisodeQuestionName, questionRequest } from "./critic-prompts.js";

export interface ModelCriticOptions {
  readonly door: Door;
  readonly parameters: ChatParameters;
  readonly kind: Extract<ProvenanceKind, "model" | "replayed" | "mock">;
  /** Of the judge of transitions. */
  readonly prompt: PromptTemplate;
  /** Name of the row; the model's name when absent. */
  readonly name?: string;
  readonly note: string;
}

export function modelCritic(options: ModelCriticOptions): Critic {
  const { door, parameters, kind, note } = options;
  const name = options.name ?? door.model;

  async function ask<T>(
    what: EpisodeQuestionName,
    question: Question,
    sample: number,
    read: (answer: AnswerText) => Parsed<T>,
  ): Promise<Reply<T>> {
    const outcome = await door.ask(questionRequest(what, question, door.model, parameters, sample));
    if (outcome.ok) {
      const { tokensIn, tokensOut } = outcome;
      return { ...read(outcome), calls: 1, tokensIn, tokensOut };
    }
    if (outcome.reason === "budget") {
      throw new InputError(`Stopped: ${outcome.detail}; the answers so far are recorded, raise the budget to go on.`);
    }
    const reason = outcome.reason === "transport" ? "transport" : "not asked";
    return { ok: false, failure: { reason, detail: outcome.detail }, calls: 1, tokensIn: 0, tokensOut: 0 };
  }

  const steps = (what: "wrong steps" | "decisive steps", question: Question, sample: number) =>
    ask(what, question, sample, (answer) => parseSteps(answer, question.episode.actions.length));

  return {
    provenance: { kind, name, note },
    achieved: judgeOf(languageModel({ door, prompt: options.prompt, parameters, kind, name, note })).achieved,
    wrongSteps: (question, sample) => steps("wrong steps", question, sample),
    intervention: (question) =>
      ask("intervention", question, 0, (answer) =>
        parseIntervention(answer, question.episode.actions.length, question.group.env.actions),
      ),
    decisive: (question) => steps("decisive steps", question, 0),
  };
}
