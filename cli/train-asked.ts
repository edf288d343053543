/**
 * Judges in the loop of `train`, from its flags: language models, recordings of them, or the text rules asked like one.
 */
import type { Annotator } from "../annotations/index.js";
import { type PromptTemplate, promptHash, textRules } from "../calm/index.js";
import { InputError, visible } from "../envs/index.js";
import { type ArmSpec, type OwnModules, shownWindow } from "../experiments/index.js";
import { doubtRows } from "./distilled-rows.js";
import { ownAnnotators } from "./import-flag.js";
import type { NamedJudge } from "./judge-flag.js";
import { type ModelFlags, modelSettings, type OpenModel, openModels, replayedModels } from "./models.js";
import { integerFlag, promptFlag } from "./options.js";
import { type SamplingFlags, samplingOf } from "./sampling.js";

export interface AskedFlags extends ModelFlags, SamplingFlags {
  readonly replay?: readonly string[] | undefined;
  readonly askRules?: true | undefined;
  readonly prompt?: string | undefined;
  readonly filter: string;
  readonly delay: string;
}

export interface AskedJudges {
  readonly prompt: PromptTemplate;
  /** Doors to close when the experiment is over. */
  readonly models: readonly OpenModel[];
  readonly arms: readonly ArmSpec[];
  /** By an arm's name. */
  readonly annotators: ReadonlyMap<string, Annotator>;
}

const FILTERS = ["every text", "changes"] as const;

function promptOf(id: string, { prompt: named }: AskedFlags): PromptTemplate {
  const shown = shownWindow(id);
  const prompt = promptFlag(named ?? shown);
  if (prompt.window === "crop" || prompt.window === "changes" || prompt.window === shown) return prompt;
  throw new InputError(
    `--prompt ${visible(named ?? shown, 60)} shows more than the ${shown}, and training keeps only that.`,
  );
}

/** Annotators of one's own that answer later. */
const ownLater = (modules: OwnModules) =>
  ownAnnotators(
    modules,
    [...modules.annotators].flatMap(([name, { annotator }]) => (annotator.ask === undefined ? [] : [name])),
  ).map((annotator) => ({ annotator, parameters: null }));

/** Opens the doors; close them with `withModels`. A distilled judge that knows doubt asks each of them when unsure. */
export function askedJudges(
  id: string,
  flags: AskedFlags,
  modules: OwnModules,
  distilled: readonly NamedJudge[] = [],
): AskedJudges {
  const prompt = promptOf(id, flags);
  modelSettings(flags);
  const sampling = samplingOf(flags);
  const filter = FILTERS.find((name) => name === flags.filter);
  if (filter === undefined) {
    throw new InputError(`--filter is "${visible(flags.filter, 40)}"; accepted are ${FILTERS.join(", ")}.`);
  }
  const delay = integerFlag("--delay", flags.delay, 1, 1_000_000);
  const models = [
    ...openModels(flags, prompt, undefined, sampling),
    ...(flags.replay ?? []).flatMap((path) => replayedModels(path, flags, prompt, sampling)),
  ];
  const rules = flags.askRules === true ? [{ annotator: textRules(prompt), parameters: null }] : [];
  // Of several answers the majority pays.
  const asked = models.map(({ annotator, majority = annotator, parameters }) => ({ annotator: majority, parameters }));
  const single = [...asked, ...rules, ...ownLater(modules)];
  const pairs = single.flatMap(({ annotator, parameters }) =>
    doubtRows(distilled, [annotator]).map((pair) => ({ annotator: pair, parameters })),
  );
  const judges = [...single, ...pairs].map(({ annotator, parameters }) => {
    const { provenance } = annotator;
    const name = `asked ${visible(provenance.name, 60)}`;
    const what = `${provenance.kind}, asked in the loop (${filter}, heard ${delay} steps later): ${visible(provenance.note)}`;
    const who = { provenance, prompt: promptHash(prompt), parameters };
    const arm: ArmSpec = { name, what, source: { kind: "asked", who, filter, delay } };
    return { arm, annotator };
  });
  return {
    prompt,
    models,
    arms: judges.map(({ arm }) => arm),
    annotators: new Map(judges.map(({ arm, annotator }) => [arm.name, annotator])),
  };
}
