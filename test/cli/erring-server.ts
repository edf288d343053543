/**
 * A test server that knows the answer and errs: by chance with every answer anew, or always on the same transitions. No
 * language model; every row says mock. The pages of docs/ were made with it (`serve-erring.ts`).
 */
import { createHash } from "node:crypto";
import { type Transition, viewOf } from "../../annotations/index.js";
import { type PromptTemplate, promptText } from "../../calm/index.js";
import { type Behaviour, completion, sends } from "../calm/servers.js";
import { asked, subgoalsOf } from "./mock-server.js";

/** A number in [0, 1) from a text. */
const draw = (text: string): number => createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;

type Verdicts = Readonly<Record<string, boolean>>;

export interface Erring {
  readonly items: readonly Transition[];
  readonly prompt: PromptTemplate;
  readonly errors: "independent" | "systematic";
  readonly rate: number;
  /** Names that mislead it: it errs on one in three. */
  readonly misleading?: RegExp;
  /** From verdicts to the answer; well-formed JSON when absent, with log-probabilities where they are asked for. */
  readonly write?: (verdicts: Verdicts, time: number) => Readonly<Record<string, unknown>>;
}

/** What a prompt shows of the transition: the same in whatever words and order it asks. */
const shown = (text: string): string => text.slice(text.indexOf("Before the action"));

/** Requests of one text are told apart by how often it was asked. */
export function erring({ items, prompt, errors, rate, misleading, write }: Erring): Behaviour {
  const labels = new Map(items.map((item) => [shown(promptText(prompt, viewOf(item))), item]));
  const times = new Map<string, number>();
  return (seen, response) => {
    const text = asked(seen);
    const time = times.get(text) ?? 0;
    times.set(text, time + 1);
    const item = labels.get(shown(text));
    const drawn = subgoalsOf(text).map((name) => {
      const own = item?.subgoals.indexOf(name) ?? -1;
      const at = own >= 0 ? own : (item?.subgoals.findIndex((one) => /door/.test(one) === /door/.test(name)) ?? -1);
      const truth = item?.labels?.[at] === "yes";
      const chance = draw(`${shown(text)}${at}${errors === "independent" ? `${text}${time}` : ""}`);
      const limit = misleading?.test(name) === true ? 1 / 3 : rate;
      // The further from an error the surer it says it is, and surer than it should be.
      const p = Math.min(0.999, 0.55 + Math.abs(chance - limit));
      return { name, verdict: chance < limit ? !truth : truth, p };
    });
    const verdicts = Object.fromEntries(drawn.map(({ name, verdict }) => [name, verdict]));
    const plain = () => ("logprobs" in seen.body ? withTokens(drawn) : completion(JSON.stringify(verdicts)));
    sends(200, write === undefined ? plain() : write(verdicts, time))(seen, response);
  };
}

interface Sure {
  readonly name: string;
  readonly verdict: boolean;
  /** Probability of the verdict that is said. */
  readonly p: number;
}

/** The answer with log-probabilities: what is said has probability p, its opposite 1 - p. */
export function withTokens(answers: readonly Sure[]): Readonly<Record<string, unknown>> {
  const certain = (token: string) => ({ token, logprob: 0, top_logprobs: [{ token, logprob: 0 }] });
  const content = [
    ...answers.flatMap(({ name, verdict, p }, i) => {
      const said = { token: ` ${verdict}`, logprob: Math.log(p) };
      const top = [said, { token: ` ${!verdict}`, logprob: Math.log(1 - p) }];
      return [certain(i === 0 ? "{" : ", "), certain(`${JSON.stringify(name)}:`), { ...said, top_logprobs: top }];
    }),
    certain("}"),
  ];
  const text = content.map(({ token }) => token).join("");
  const message = { role: "assistant", content: text };
  return completion(text, { choices: [{ index: 0, message, finish_reason: "stop", logprobs: { content } }] });
}
