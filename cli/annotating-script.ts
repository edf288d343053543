/**
 * A scripted rater's answers: JSON lines `{id, labels: {subgoal: true|false|null}, note?}` or `{id, skip: true}`. null
 * is "unsure"; a second line of the same id answers its repetition.
 */
import { readFileSync } from "node:fs";
import { DefaultMap } from "mnemonist";
import { z } from "zod";
import type { labelling, Transition } from "../annotations/index.js";
import { InputError, visible } from "../envs/index.js";
import { keysFor, LONGEST_NOTE } from "./annotating.js";

const answerLine = z.union([
  z.strictObject({ id: z.string(), skip: z.literal(true) }),
  z.strictObject({
    id: z.string(),
    labels: z.record(z.string(), z.union([z.boolean(), z.null()])),
    note: z.string().max(LONGEST_NOTE).optional(),
  }),
]);
type ScriptedAnswer = z.infer<typeof answerLine>;

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new InputError(`The script ${visible(path)} cannot be read; it is a file of JSON lines.`);
  }
}

function parseLine(text: string, where: string): ScriptedAnswer {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`${where}: this line is no JSON.`);
  }
  const parsed = answerLine.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InputError(
    `${where}: not {"id", "labels": {subgoal: true, false or null}, "note"} or {"id", "skip": true}.`,
  );
}

function keysOf(answer: ScriptedAnswer, item: Transition, where: string): readonly string[] {
  if ("skip" in answer) return ["s"];
  const labels = new Map(Object.entries(answer.labels));
  const marks = item.subgoals.map((name): labelling.Mark => {
    const label = labels.get(name);
    if (label === undefined)
      throw new InputError(`${where}: "${visible(name, 60)}" is not answered for ${visible(item.id, 60)}.`);
    return label === null ? "unsure" : label ? "yes" : "no";
  });
  return keysFor(marks, answer.note ?? "");
}

/** The keys for a showing of an item. Throws an InputError when the script does not answer it. */
export type Script = (item: Transition, time: 1 | 2) => readonly string[];

export function readScript(path: string): Script {
  const answers = new DefaultMap<string, { answer: ScriptedAnswer; where: string }[]>(() => []);
  readText(path)
    .split("\n")
    .forEach((text, i) => {
      if (text.trim() === "") return;
      const where = `${visible(path)}:${i + 1}`;
      const answer = parseLine(text, where);
      const given = answers.get(answer.id);
      if (given.length === 2) {
        throw new InputError(
          `${where}: the item ${visible(answer.id, 60)} has two answers already, one for each time that it is shown.`,
        );
      }
      given.push({ answer, where });
    });
  return (item, time) => {
    const given = answers.peek(item.id) ?? [];
    const found = given[time - 1] ?? given[0];
    if (found === undefined) throw new InputError(`${visible(path)} does not answer the item ${visible(item.id, 60)}.`);
    return keysOf(found.answer, item, found.where);
  };
}
