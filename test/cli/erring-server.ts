/**
 * A test server that knows the answer and errs: by chance with every answer anew, or always on the same texts. No
 * language model; every row says mock.
 */
import { createHash } from "node:crypto";
import { type Transition, viewOf } from "../../annotations/index.js";
import { type PromptTemplate, promptText } from "../../calm/index.js";
import { type Behaviour, completion, sends } from "../calm/servers.js";
import { asked, subgoalsOf } from "./mock-server.js";

/** A number in [0, 1) from a text. */
export const draw = (text: string): number => createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;

export interface Erring {
  readonly items: readonly Transition[];
  readonly prompt: PromptTemplate;
  readonly errors: "independent" | "systematic";
  readonly rate: number;
  /** From verdicts to the answer; well-formed JSON when absent. */
  readonly write?: (verdicts: Readonly<Record<string, boolean>>, time: number) => Readonly<Record<string, unknown>>;
}

/** Requests of one text are told apart by how often it was asked. */
export function erring({ items, prompt, errors, rate, write }: Erring): Behaviour {
  const labels = new Map(items.map((item) => [promptText(prompt, viewOf(item)), item]));
  const times = new Map<string, number>();
  return (seen, response) => {
    const text = asked(seen);
    const time = times.get(text) ?? 0;
    times.set(text, time + 1);
    const item = labels.get(text);
    const verdicts = Object.fromEntries(
      subgoalsOf(text).map((name) => {
        const truth = item?.labels?.[item.subgoals.indexOf(name)] === "yes";
        const errs = draw(`${text}${name}${errors === "independent" ? time : ""}`) < rate;
        return [name, errs ? !truth : truth];
      }),
    );
    sends(200, write === undefined ? completion(JSON.stringify(verdicts)) : write(verdicts, time))(seen, response);
  };
}

/** The answer with log-probabilities: the verdict that is said has probability p, the opposite 1 - p. */
export function withTokens(verdicts: Readonly<Record<string, boolean>>, p: number): Readonly<Record<string, unknown>> {
  const certain = (token: string) => ({ token, logprob: 0, top_logprobs: [{ token, logprob: 0 }] });
  const content = [
    ...Object.entries(verdicts).flatMap(([name, value], i) => {
      const [said, other] = [` ${value}`, ` ${!value}`];
      const top = [
        { token: said, logprob: Math.log(p) },
        { token: other, logprob: Math.log(1 - p) },
      ];
      return [certain(i === 0 ? "{" : ", "), certain(`${JSON.stringify(name)}:`), { ...top[0], top_logprobs: top }];
    }),
    certain("}"),
  ];
  const text = content.map(({ token }) => token).join("");
  const choice = {
    index: 0,
    message: { role: "assistant", content: text },
    finish_reason: "stop",
    logprobs: { content },
  };
  return completion(text, { choices: [choice] });
}
