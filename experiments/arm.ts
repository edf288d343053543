/**
 * Arms of an experiment by name: what pays the bonus, in plain data and in honest words. An arm's name may end in the
 * form of the payment ("truth potential") and begin with the agent ("sarsa: truth"), which then replace the
 * experiment's.
 */
import { AGENT_NAMES, AGENTS, type AgentName } from "../agents/index.js";
import { own } from "../annotations/index.js";
import type { Shaping } from "../calm/index.js";
import { InputError, visible } from "../envs/index.js";
import type { ErrorsFall, JudgeSource } from "./judge-source.js";
import type { OwnModules } from "./own-modules.js";

/** The built-in forms. */
export type ShapingForm = Extract<Shaping["form"], string>;

export interface ArmSpec {
  readonly name: string;
  /** In the project's honest words. */
  readonly what: string;
  /** Replaces the experiment's form: a built-in one, or a shaper of one's own by its name. */
  readonly form?: string;
  readonly source: JudgeSource;
  /** Replaces the experiment's agent. */
  readonly agent?: AgentName;
}

type Plain = Pick<ArmSpec, "what" | "source">;

const PLAIN: ReadonlyMap<string, Plain> = new Map<string, Plain>([
  ["truth", { what: "bonus by the game's state, privileged", source: { kind: "truth" } }],
  [
    "memory",
    {
      what: "hand-made bonus: what the agent's own memory holds for achieved (key held, door open)",
      source: { kind: "memory" },
    },
  ],
  ["text rules", { what: "hand-made bonus: a program reads the crop and the message", source: { kind: "rules" } }],
  ["always yes", { what: "floor: everything is paid, once an episode", source: { kind: "yes" } }],
  [
    "random subgoals",
    { what: "control: two places drawn per seed in place of the subgoals", source: { kind: "random subgoals" } },
  ],
  [
    "shuffled bonus",
    {
      what: "control: what the game's state paid in one episode is paid in the next, at random steps",
      source: { kind: "shuffled bonus" },
    },
  ],
  [
    "hand-made events",
    {
      what: "control, a hand-made bonus: anything was taken, any doorway was entered",
      source: { kind: "hand-made events" },
    },
  ],
  [
    "message novelty",
    {
      what: "control: the first two messages of an episode that are news, with chance 1/sqrt(times met)",
      source: { kind: "message novelty" },
    },
  ],
]);

const NONE: Plain = { what: "the task's reward alone", source: { kind: "none" } };

/** What `armOf` takes as it stands. */
export const ARM_NAMES: readonly string[] = ["none", ...PLAIN.keys()];

export const FORMS: readonly ShapingForm[] = ["every time", "once", "potential"];

/** Arms that know the things of one family of tasks and nothing of others. */
const KEYROOM_ONLY = ["memory", "hand-made events"];

function share(text: string | undefined): number | undefined {
  const value = Number(text || Number.NaN);
  return value >= 0 && value <= 1 ? value : undefined;
}

const NOISY = /^noisy ([\d.]+(?:e-?\d+)?)\/([\d.]+(?:e-?\d+)?)( by text)?$/;
const FALL: Readonly<Record<ErrorsFall, string>> = {
  independent: "drawn anew in every step",
  "by text": "the same for the same text",
};

function noisy(name: string): Plain | undefined {
  const [, positive, negative, byText] = NOISY.exec(name) ?? [];
  const [fp, fn] = [share(positive), share(negative)];
  if (fp === undefined || fn === undefined) return undefined;
  const errors = byText === undefined ? "independent" : "by text";
  return {
    what: `simulated: the truth with ${fp} of the noes and ${fn} of the yeses turned, ${FALL[errors]}`,
    source: { kind: "noisy", falsePositive: [fp, fp], falseNegative: [fn, fn], errors },
  };
}

/** An annotator of one's own that answers at once. */
function ownArm(name: string, { annotators }: OwnNames): Plain | undefined {
  const found = annotators.get(name);
  if (found?.annotator.judge === undefined) return undefined;
  const { annotator, source } = found;
  const note = visible(annotator.note.replace(/\.$/, ""));
  const what = `${annotator.by ?? "rules"}, a judge of one's own (${visible(source.file, 80)}, SHA-256 ${source.hash}): ${note}`;
  return { what, source: { kind: "own", name } };
}

/** Refuses arms that would pay for nothing, because they look for a key and a door of KeyRoom's. */
export function requireFits(arms: readonly ArmSpec[], id: string): void {
  if (own.taskOf(id).family === "keyroom") return;
  const odd = arms.find(({ source }) => KEYROOM_ONLY.some((name) => PLAIN.get(name)?.source.kind === source.kind));
  if (odd === undefined) return;
  throw new InputError(`The arm ${odd.name} knows only KeyRoom with its own subgoals, and this is ${visible(id, 80)}.`);
}

type OwnNames = Pick<OwnModules, "annotators" | "shapers">;

const NOTHING_OWN: OwnNames = { annotators: new Map(), shapers: new Map() };

/** An arm of ours. Throws an InputError that lists what is accepted. */
export const armOf = (name: string): ArmSpec => armAmong(NOTHING_OWN, name);

const AGENT_FIRST = /^([a-z0-9-]+): ?(.*)$/s;

/** An arm of ours or one of a module's, after its agent's name or alone. Throws an InputError that lists what is accepted. */
export function armAmong(mine: OwnNames, name: string): ArmSpec {
  const [, first, rest] = AGENT_FIRST.exec(name) ?? [];
  const agent = AGENT_NAMES.find((one) => one === first);
  if (agent === undefined || rest === undefined) return paidArm(mine, name);
  const arm = paidArm(mine, rest);
  return { ...arm, name: `${agent}: ${rest}`, what: `${AGENTS[agent].what}; ${arm.what}`, agent };
}

function paidArm(mine: OwnNames, name: string): ArmSpec {
  if (name === "none") return { name, ...NONE };
  const form = [...FORMS, ...mine.shapers.keys()].find((one) => name.endsWith(` ${one}`));
  const judge = form === undefined ? name : name.slice(0, -form.length - 1);
  const plain = PLAIN.get(judge) ?? noisy(judge) ?? ownArm(judge, mine);
  if (plain === undefined) {
    throw new InputError(
      `There is no arm "${visible(name, 40)}"; accepted are ${[...ARM_NAMES, ...mine.annotators.keys()].join(", ")}, "noisy FP/FN" such as ` +
        `"noisy 0.01/0.1", and "noisy FP/FN by text"; each but none may end in ${[...FORMS, ...mine.shapers.keys()].join(", ")}, and begin with an agent ("${AGENT_NAMES[0]}: truth").`,
    );
  }
  const shaper = form === undefined ? undefined : mine.shapers.get(form);
  const told =
    shaper === undefined ? {} : { what: `${plain.what}; paid by ${form}: ${visible(shaper.what.replace(/\.$/, ""))}` };
  return { name, ...plain, ...told, ...(form === undefined ? {} : { form }) };
}
