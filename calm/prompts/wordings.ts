/**
 * The same question in other words, as data: paraphrases of KeyRoom's subgoals and task, and a user's own from JSON. They
 * mean the same to a person; whether they do to a model is what `sensitivity` asks. Change a word, raise the version.
 */
import { z } from "zod";
import { InputError, visible } from "../../envs/index.js";

export const WORDINGS_VERSION = 1;

export interface Wordings {
  /** By a subgoal's name: other names for it. */
  readonly subgoals: Readonly<Record<string, readonly string[]>>;
  /** Other words for the task. */
  readonly tasks: readonly string[];
}

export const KEYROOM_WORDINGS: Wordings = {
  subgoals: {
    "pick up the key": ["take the key", "get the key into the inventory"],
    "open the door": ["get the door open", "unlock the door so that it stands open"],
  },
  tasks: [
    "There is a key on the floor of this dungeon room. A smaller room within it has one door, and that door is locked. Get the key, unlock the door, and go to the stairs down behind it.",
    "Take the key, open the locked door of the inner room, and reach the stairs down.",
  ],
};

const words = z.string().trim().min(1).max(500);
const schema = z
  .strictObject({
    subgoals: z.record(z.string().min(1), z.array(words).min(1)).default({}),
    tasks: z.array(words).default([]),
  })
  .refine(({ subgoals, tasks }) => Object.keys(subgoals).length + tasks.length > 0, "it changes nothing");

/** Wordings from foreign JSON. Throws an InputError that says what does not fit. */
export function parseWordings(text: string, name: string): Wordings {
  const form = '{"subgoals": {"NAME": ["OTHER WORDS"]}, "tasks": ["OTHER WORDS"]}';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`${visible(name, 120)} is no JSON; accepted is ${form}.`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = visible(issue?.path.join(".") || "the object", 80);
  throw new InputError(`${visible(name, 120)} holds no wordings (${where} does not fit); accepted is ${form}.`);
}
