/**
 * `calmhack decompose ID|TEXT`: which subgoals does a task have? Preset ones, or those that a model names, grounded in
 * event predicates or judged by the model, and matched with reference events.
 */
import { basename, join } from "node:path";
import {
  KEYROOM,
  loadDataSet,
  select,
  shippedDataSets,
  type Transition,
  type Verdict,
  viewOf,
} from "../../annotations/index.js";
import {
  type ChatParameters,
  contentHash,
  type Door,
  judging,
  openDoor,
  openRecording,
  presetPrompt,
  prompting,
  requirePrompt,
  requireResultPlace,
} from "../../calm/index.js";
import { environmentCard, environmentIds, InputError, visible, visibleLines, writeFolder } from "../../envs/index.js";
import { decomposeFiles, decomposeResult } from "../decompose-files.js";
import {
  type DecomposeReference,
  type Decomposition,
  decompositionText,
  type GroundedSubgoal,
} from "../decompose-report.js";
import { type ModelFlags, modelSettings, type OpenModel, openModels, parametersOf, withModels } from "../models.js";
import { integerFlag } from "../options.js";
import { jsonText, print } from "../output.js";

export interface DecomposeFlags extends ModelFlags {
  readonly preset?: true | undefined;
  readonly replay?: readonly string[] | undefined;
  readonly samples: string;
  readonly against?: string | undefined;
  readonly judge?: true | undefined;
  readonly everyItem?: true | undefined;
  readonly out?: string | undefined;
  readonly json?: true | undefined;
  readonly dryRun?: true | undefined;
}

interface Task {
  readonly words: string;
  /** Preset subgoals, where there are any. */
  readonly preset: readonly string[];
  /** The shipped data set of this task. */
  readonly data: string | undefined;
}

/** One word with a hyphen or a digit was meant as an id; anything with a blank is a task in words. */
function taskOf(text: string): Task {
  const trimmed = text.trim();
  if (trimmed === "") throw new InputError("The task is empty; give its words, or an environment's id.");
  if (/\s/.test(trimmed)) {
    const isKeyroom = trimmed === KEYROOM.task;
    return { words: trimmed, preset: isKeyroom ? KEYROOM.subgoals : [], data: isKeyroom ? "keyroom" : undefined };
  }
  if (!environmentIds().includes(trimmed)) {
    throw new InputError(
      `There is no environment "${visible(trimmed, 60)}" (calmhack envs lists them); a task in words has more than one.`,
    );
  }
  if (/-KeyRoom-/.test(trimmed)) return { words: KEYROOM.task, preset: KEYROOM.subgoals, data: "keyroom" };
  return { words: environmentCard(trimmed)?.task ?? trimmed, preset: [], data: undefined };
}

interface Reference {
  readonly name: string;
  readonly data: DecomposeReference["data"];
  readonly items: readonly Transition[];
  readonly events: readonly prompting.Fired[];
}

function referenceOf(name: string | undefined, flags: DecomposeFlags): Reference | undefined {
  if (name === undefined) return undefined;
  const data = loadDataSet(name);
  const { version, hash, labels, humanLabels } = data;
  const about = { name: data.name, version, hash, labels, humanLabels };
  const items = select(data, { size: flags.everyItem === true ? "full" : "default" });
  const subgoals = [...new Set(items.flatMap((item) => item.subgoals))];
  const labelOf = (item: Transition, subgoal: string): Verdict =>
    item.labels?.[item.subgoals.indexOf(subgoal)] ?? "unanswered";
  const events = subgoals.map((subgoal) => ({ name: subgoal, verdicts: items.map((item) => labelOf(item, subgoal)) }));
  return { name, data: about, items, events };
}

/** Who named the subgoals, and with what the rest are judged. */
interface Named {
  readonly source: Decomposition["source"];
  readonly subgoals: readonly prompting.Subgoal[];
  readonly model?: Pick<OpenModel, "door" | "parameters">;
}

async function judged(
  names: readonly string[],
  { name, items }: Reference,
  { door, parameters }: Pick<OpenModel, "door" | "parameters">,
) {
  const options = {
    door,
    prompt: presetPrompt(shippedDataSets().includes(name) ? "crop" : "map"),
    parameters,
    kind: "model",
    note: "",
  } as const;
  const views = items.map((item) => ({ ...viewOf(item), subgoals: names }));
  return judging.languageModel(options).annotate(views);
}

async function compared(
  { source, subgoals, model }: Named,
  reference: Reference | undefined,
  flags: DecomposeFlags,
): Promise<Decomposition> {
  const groundings = subgoals.map(prompting.groundingOf);
  const open = subgoals.flatMap(({ name }, i) => (groundings[i] === undefined ? [name] : []));
  const items = reference?.items ?? [];
  const isAsked = flags.judge === true && model !== undefined && reference !== undefined && open.length > 0;
  const answers = isAsked ? await judged(open, reference, model) : undefined;
  const verdictsOf = (i: number): readonly Verdict[] | undefined => {
    const grounding = groundings[i];
    if (grounding !== undefined) return items.map((item) => prompting.fires(grounding.predicate, item));
    const place = open.indexOf(subgoals[i]?.name ?? "");
    return answers?.map(({ verdicts }) => verdicts[place] ?? "unanswered");
  };
  const verdicts = subgoals.map((_, i) => verdictsOf(i));
  const grounded = subgoals.map((subgoal, i): GroundedSubgoal => {
    const [grounding, own] = [groundings[i], verdicts[i]];
    const without = answers === undefined ? "nothing; --judge asks the model" : "judged by the model";
    const text = grounding === undefined ? without : prompting.predicateText(grounding.predicate);
    if (own === undefined || items.length === 0) return { ...subgoal, grounding: text };
    const count = (wanted: Verdict) => own.filter((verdict) => verdict === wanted).length;
    return { ...subgoal, grounding: text, fires: count("yes"), unanswered: count("unanswered") };
  });
  if (reference === undefined) return { source, subgoals: grounded };
  const names = subgoals.map(({ name }) => name);
  const fired = names.map((name, i) => ({ name, verdicts: verdicts[i] ?? [] }));
  return {
    source,
    subgoals: grounded,
    byName: prompting.matchByName(
      names,
      reference.events.map(({ name }) => name),
    ),
    byFiring: prompting.matchByFiring(fired, reference.events),
  };
}

async function named(
  door: Door,
  parameters: ChatParameters,
  task: string,
  sample: number,
  source: Decomposition["source"],
): Promise<Named> {
  const asked = { ...parameters, ...(sample === 0 ? {} : { sample }) };
  const outcome = await door.ask(prompting.decomposeRequest(task, door.model, asked));
  if (!outcome.ok)
    throw new InputError(`${visible(source.name, 80)} named no subgoals: ${visible(outcome.detail, 200)}.`);
  if (outcome.finish !== "stop") {
    throw new InputError(
      `The answer of ${visible(source.name, 80)} is no list of subgoals: it ended early (${outcome.finish}).`,
    );
  }
  return { source, subgoals: prompting.parseSubgoals(outcome.text, source.name), model: { door, parameters } };
}

const sampled = (name: string, sample: number, samples: number): string =>
  samples === 1 ? name : `${name}, sample ${sample + 1}`;

async function askModels(models: readonly OpenModel[], task: string, samples: number): Promise<readonly Named[]> {
  const found: Named[] = [];
  for (const { annotator, door, parameters } of models) {
    for (let sample = 0; sample < samples; sample += 1) {
      const { kind, name, note } = annotator.provenance;
      found.push(await named(door, parameters, task, sample, { kind, name: sampled(name, sample, samples), note }));
    }
  }
  return found;
}

/** The lists of every model of a recording; nothing is asked. */
async function replayed(path: string, flags: DecomposeFlags, task: string, samples: number): Promise<readonly Named[]> {
  const recording = openRecording(path, { mode: "replay" });
  const held = recording.prompts().filter(({ prompt }) => prompt.id === prompting.decomposePrompt.id);
  if (held.length === 0)
    throw new InputError(`${visible(path)} holds no answer to prompt ${prompting.decomposePrompt.id}.`);
  const found: Named[] = [];
  for (const { model, answerer } of held) {
    const { first, servers } = requirePrompt(recording, model, prompting.decomposePrompt, answerer);
    const door = openDoor({ model, answerer, recording });
    const kind = answerer === "mock" ? "mock" : "replayed";
    const what = answerer === "mock" ? "Replayed mock, no language model," : "Replayed";
    const note = `${what} from ${visible(basename(path))}: answered by ${servers.join(", ")} on ${first.slice(0, 10)}.`;
    for (let sample = 0; sample < samples; sample += 1) {
      found.push(
        await named(door, parametersOf(flags), task, sample, { kind, name: sampled(model, sample, samples), note }),
      );
    }
  }
  return found;
}

function presetLists(task: Task): readonly Named[] {
  if (task.preset.length === 0) throw new InputError("This task has no preset subgoals; name a model with --model.");
  const note = "Given with the task; nobody was asked.";
  return [{ source: { kind: "preset", name: "preset", note }, subgoals: prompting.presetSubgoals(task.preset) }];
}

export async function decomposeCommand(text: string, flags: DecomposeFlags): Promise<void> {
  const task = taskOf(text);
  const samples = integerFlag("--samples", flags.samples, 1, 100);
  const { specs } = modelSettings(flags);
  const replays = flags.replay ?? [];
  if (flags.preset === true && specs.length + replays.length > 0) {
    throw new InputError("--preset names subgoals that are given; leave out --model and --replay, or --preset.");
  }
  if (flags.preset !== true && specs.length + replays.length === 0) {
    throw new InputError("Who shall name the subgoals? Accepted are --model NAME, --replay FILE and --preset.");
  }
  const reference = referenceOf(flags.against ?? task.data, flags);
  if (flags.dryRun === true) {
    const [request] = specs.map(({ model }) => prompting.decomposeRequest(task.words, model, parametersOf(flags)));
    const calls = `${specs.length * samples} calls at most for the lists${flags.judge === true ? `, and per list up to ${reference?.items.length ?? 0} for subgoals that no predicate grounds` : ""}.`;
    return print(
      [
        ...(request === undefined ? [] : [...visibleLines(request.messages[0]?.content ?? ""), ""]),
        calls,
        "Nothing was asked.",
      ].join("\n"),
    );
  }
  // Refused now rather than after the last paid answer.
  requireResultPlace(flags.out ?? join("calmhack-results", "new"));
  const models = openModels(flags, presetPrompt("crop"), undefined);
  const lists = await withModels(models, async () => {
    const preset = flags.preset === true ? presetLists(task) : [];
    const asked = await askModels(models, task.words, samples);
    const recorded: (readonly Named[])[] = [];
    for (const path of replays) recorded.push(await replayed(path, flags, task.words, samples));
    const made: Decomposition[] = [];
    for (const list of [...preset, ...asked, ...recorded.flat()]) made.push(await compared(list, reference, flags));
    return made;
  });
  const result = decomposeResult({
    task: task.words,
    prompt: prompting.decomposePrompt,
    ...(reference === undefined ? {} : { reference: referenceFacts(reference) }),
    lists,
  });
  const { data, transitions } = result.reference ?? {};
  const folder = flags.out ?? join("calmhack-results", `decompose-${contentHash(result).slice(0, 8)}`);
  await writeFolder(
    folder,
    new Map([
      ...decomposeFiles(result),
      ["manifest.json", `${JSON.stringify({ written: new Date().toISOString(), node: process.version }, null, 1)}\n`],
    ]),
  );
  if (flags.json === true) {
    const against = data === undefined ? {} : { against: data.name, transitions };
    return print(jsonText({ ...result, ...against, folder }));
  }
  await print(`${decompositionText(result)}\n\nResult: ${visible(folder)} (report.html, result.json)`);
}

const referenceFacts = ({ data, items, events }: Reference): DecomposeReference => ({
  data,
  transitions: items.length,
  events: events.map(({ name, verdicts }) => ({ name, yes: verdicts.filter((verdict) => verdict === "yes").length })),
});
