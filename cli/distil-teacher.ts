/**
 * Who teaches, from the flags of `distil`: exactly one of a recording, a row of a result, labels of a person or a script,
 * the text rules, a simulated teacher, or a model that is asked now.
 */
import { type DataSet, labelling } from "../annotations/index.js";
import { distilling, type PromptTemplate, promptHash, readStoredResult, textRules } from "../calm/index.js";
import { InputError, visible } from "../envs/index.js";
import { type ModelFlags, modelSettings, type OpenModel, openModels, replayedModels, stoppable } from "./models.js";
import { noiseFlag } from "./options.js";

export interface TeacherFlags extends ModelFlags {
  readonly replay?: string | undefined;
  readonly teacher?: string | undefined;
  readonly row?: string | undefined;
  readonly labels?: string | undefined;
  readonly rules?: true | undefined;
  readonly noise?: string | undefined;
  readonly errors: string;
  readonly confuse?: readonly string[] | undefined;
}

/** A teacher, and the doors to close afterwards. */
export interface OpenTeacher {
  readonly teacher: (stop: AbortSignal) => distilling.Teacher;
  readonly models: readonly OpenModel[];
}

const ACCEPTED = "--replay FILE, --teacher RESULT, --labels FILE, --rules, --noise FP/FN (simulated) and --model NAME";

function simulated({ noise, errors, confuse = [] }: TeacherFlags, seed: number): distilling.Teacher {
  if (errors !== "independent" && errors !== "by-text") {
    throw new InputError(`--errors is "${visible(errors, 40)}"; accepted are independent and by-text.`);
  }
  const rates = noiseFlag(noise ?? "0/0");
  const fall = errors === "by-text" ? "by text" : "independent";
  return distilling.simulatedTeacher({ rates, fall, kinds: confuse }, seed);
}

/** The model of a recording; several need --row. */
function modelTeacher(models: readonly OpenModel[], row: string | undefined, prompt: PromptTemplate) {
  const names = models.map(({ annotator }) => annotator.provenance.name);
  const found = row === undefined && models.length === 1 ? 0 : names.indexOf(row ?? "");
  const model = models[found];
  if (model === undefined) {
    const listed = names.map((name) => `"${visible(name, 60)}"`).join(", ");
    throw new InputError(
      row === undefined
        ? `There are several teachers, ${listed}; name one with --row.`
        : `There is no teacher "${visible(row, 60)}"; there is ${listed}.`,
    );
  }
  const version = { id: prompt.id, hash: promptHash(prompt) };
  return (stop: AbortSignal) => distilling.annotatorTeacher(stoppable(model.annotator, stop), version);
}

function rowOf(path: string, row: string | undefined, data: readonly DataSet[]): distilling.Teacher {
  const stored = readStoredResult(path);
  if (row === undefined) throw new InputError("--teacher names a result; say which of its rows with --row NAME.");
  const { hash, name } = stored.result.data;
  const other = data.find((one) => one.hash !== hash);
  if (other !== undefined) {
    throw new InputError(
      `${visible(path)} judged other data: ${visible(name, 40)} ${visible(hash, 12)}, not ${visible(other.name, 40)} ${other.hash.slice(0, 12)}.`,
    );
  }
  return distilling.rowTeacher(stored, row);
}

function labelTeacher(path: string, data: readonly DataSet[]): distilling.Teacher {
  if (data.length > 1) throw new InputError("--labels are of one data set; leave out --test.");
  const [ratings] = labelling.readRatings([path], data[0]!);
  const { provenance, judgementOf } = labelling.ratedRow(ratings!, "first");
  const { name, note } = provenance;
  const kind = ratings!.rater.kind;
  return { provenance: { kind, name, note }, answers: (items) => Promise.resolve(items.map(judgementOf)) };
}

/** `data`: what is learned from and, where it is another set, what is held out. */
export function openTeacher(
  flags: TeacherFlags,
  { data, prompt, seed }: { readonly data: readonly DataSet[]; readonly prompt: PromptTemplate; readonly seed: number },
): OpenTeacher {
  modelSettings(flags);
  const { replay, teacher, row, labels, rules, noise, confuse, model } = flags;
  const isSimulated = noise !== undefined || confuse !== undefined;
  const named = [replay, teacher, labels, rules, model].filter((flag) => flag !== undefined).length;
  if (named + (isSimulated ? 1 : 0) !== 1) {
    throw new InputError(`Who shall teach? Accepted is one of ${ACCEPTED}.`);
  }
  if (row !== undefined && teacher === undefined && replay === undefined) {
    throw new InputError("--row names a row of --teacher RESULT or a model of --replay FILE.");
  }
  if (replay !== undefined || model !== undefined) {
    const models = replay === undefined ? openModels(flags, prompt, undefined) : replayedModels(replay, flags, prompt);
    return { teacher: modelTeacher(models, row, prompt), models };
  }
  const found = isSimulated
    ? simulated(flags, seed)
    : teacher !== undefined
      ? rowOf(teacher, row, data)
      : labels !== undefined
        ? labelTeacher(labels, data)
        : distilling.annotatorTeacher(textRules(prompt), { id: prompt.id, hash: promptHash(prompt) });
  return { teacher: () => found, models: [] };
}
