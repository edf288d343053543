/**
 * Who a judge is distilled from: whoever answered on the transitions of a data set. Simulated teachers are for studies;
 * they know the labels and err, in three ways, because what a student can do about an error depends on how it falls:
 *
 * - independent: drawn anew for every transition. Averaged out where many texts share what matters.
 * - by text: the same text errs alike (a judge with a memory). Averaged out as well, by other texts that share what
 *   matters; on the very text it cannot be told from the truth.
 * - by kind: the teacher takes a whole kind of look-alikes for achievements, always. The student learns just that.
 */
import {
  type Annotator,
  type Judgement,
  KEYROOM,
  type noisyTruth,
  type Provenance,
  type ProvenanceKind,
  type Transition,
  type Verdict,
  viewOf,
} from "../../annotations/index.js";
import { InputError, type RandomStream, randomStream, visible } from "../../envs/index.js";
import type { PromptVersion } from "../chat.js";
import type { StoredResult } from "../result-folder.js";
import { lessonText } from "./lessons.js";

type NoiseRates = Parameters<typeof noisyTruth>[1];

export interface Teacher {
  readonly provenance: Provenance & { readonly kind: Exclude<ProvenanceKind, "distilled"> };
  /** What it read, where that was a prompt. */
  readonly prompt?: PromptVersion;
  /** Aligned with the items. */
  answers(items: readonly Transition[]): Promise<readonly Judgement[]>;
}

/** An annotator as a teacher. */
export function annotatorTeacher(annotator: Annotator, prompt?: PromptVersion): Teacher {
  const { kind, name, note } = annotator.provenance;
  if (kind === "distilled") throw new InputError(`${visible(name, 60)} is distilled itself; name its teacher.`);
  return {
    provenance: { kind, name, note },
    ...(prompt === undefined ? {} : { prompt }),
    answers: (items) => annotator.annotate(items.map(viewOf)),
  };
}

/** A row of a result, by the ids of its items; what it did not judge is "not asked". */
export function rowTeacher({ result, judgements }: StoredResult, row: string): Teacher {
  const index = result.annotators.findIndex(({ provenance }) => provenance.name === row);
  const found = result.annotators[index];
  if (found === undefined) {
    const names = result.annotators.map(({ provenance }) => visible(provenance.name, 60)).join(", ");
    throw new InputError(`The result has no row "${visible(row, 60)}"; its rows are ${names}.`);
  }
  const { kind, name, note } = found.provenance;
  if (kind === "distilled")
    throw new InputError(`The row "${visible(row, 60)}" is distilled itself; name its teacher.`);
  const held = new Map(judgements.map(({ id, answers }) => [id, answers[index]!.verdicts]));
  const reads = !["human", "script", "given", "simulated", "truth", "floor"].includes(kind);
  return {
    provenance: { kind, name, note },
    ...(reads ? { prompt: { id: result.prompt.template.id, hash: result.prompt.hash } } : {}),
    answers: (items) => Promise.resolve(items.map((item) => judgementOf(held.get(item.id), item))),
  };
}

/** Verdicts that are there already; absent: nobody was asked. */
export function judgementOf(verdicts: readonly Verdict[] | undefined, { subgoals }: Transition): Judgement {
  if (verdicts !== undefined) return { verdicts };
  const open = subgoals.map((): Verdict => "unanswered");
  return { verdicts: open, failure: { reason: "not asked", detail: "the teacher did not answer on this transition" } };
}

export interface SimulatedErrors {
  readonly rates: NoiseRates;
  readonly fall: "independent" | "by text";
  /** Kinds of look-alikes that are always taken for an achievement. */
  readonly kinds: readonly string[];
}

const KEY_KINDS: readonly string[] = ["start on the key, not taken", "pickup of nothing", "step onto the key"];

/** What a look-alike is taken for: the key where it is about the key, else the door. */
const takenFor = (kind: string): string => KEYROOM.subgoals[KEY_KINDS.includes(kind) ? 0 : 1]!;

const turned = (label: Verdict, draw: number, { falsePositive, falseNegative }: NoiseRates): Verdict => {
  if (label === "yes") return draw < falseNegative ? "no" : "yes";
  return label === "no" && draw < falsePositive ? "yes" : label;
};

/** The kind of look-alike that a labelled transition without an achievement is. */
function lookAlikeOf(item: Transition): string | undefined {
  if (item.labels?.includes("yes") === true) return undefined;
  return KEYROOM.lookAlikes.find(({ holds }) => holds(item, item.step ?? 0))?.name;
}

function requireKinds(kinds: readonly string[]): void {
  const known = KEYROOM.lookAlikes.map(({ name }) => name);
  const strange = kinds.find((kind) => !known.includes(kind));
  if (strange === undefined) return;
  throw new InputError(`There is no kind of look-alikes "${visible(strange, 60)}"; there are ${known.join("; ")}.`);
}

/** The labels with errors. Throws an InputError for a kind of look-alikes that is none. */
export function simulatedTeacher({ rates, fall, kinds }: SimulatedErrors, seed: number): Teacher {
  requireKinds(kinds);
  const streamOf = (item: Transition): RandomStream =>
    fall === "by text"
      ? randomStream(seed, `teacher ${lessonText(item)}`)
      : randomStream(seed, `teacher ${item.episode ?? ""} ${item.step ?? ""} ${item.id}`);
  const rate = `${rates.falsePositive}/${rates.falseNegative}`;
  const how = fall === "by text" ? "the same for the same text" : "drawn anew for every transition";
  const also = kinds.length === 0 ? "" : `; takes for achieved, always: ${kinds.join("; ")}`;
  const tail = [
    ...(fall === "by text" ? ["by text"] : []),
    ...(kinds.length === 0 ? [] : [`by kind (${kinds.join("; ")})`]),
  ];
  return {
    provenance: {
      kind: "simulated",
      name: ["noisy truth", rate, ...tail].join(" "),
      note: `Simulated: the labels, with ${rates.falsePositive} of the noes and ${rates.falseNegative} of the yeses turned, ${how}${also}; seed ${seed}.`,
    },
    answers: (items) =>
      Promise.resolve(
        items.map((item): Judgement => {
          const stream = streamOf(item);
          const kind = kinds.length === 0 ? undefined : lookAlikeOf(item);
          const verdicts = item.subgoals.map((name, i): Verdict => {
            const label = turned(item.labels?.[i] ?? "unanswered", stream.uniform(), rates);
            return kind !== undefined && kinds.includes(kind) && takenFor(kind) === name ? "yes" : label;
          });
          return { verdicts };
        }),
      ),
  };
}
