/**
 * A language model asked K times about each text: the row of its first answers, as if it had been asked once, and the
 * row of the majority. Both share the answers, so nothing is asked or paid twice, and they are compared on the same items.
 *
 * Invariant: sample s has the content address of the plain question with `sample: s`, and sample 0 that of the plain
 * question itself; so answers that were recorded before anybody sampled are the first samples.
 */
import type { Annotator, Judgement, Provenance, TransitionView } from "../annotations/index.js";
import { judgeWith, type LanguageModelOptions, languageModel, promptVersion } from "./language-model.js";
import { majorityOf, VOTING_RULE } from "./votes.js";

/** One transition, all its samples in parallel behind the door, and their majority; with one sample the plain answer. */
export async function judgeSampled(
  options: LanguageModelOptions,
  view: TransitionView,
  samples: number,
): Promise<Judgement> {
  const version = promptVersion(options.prompt);
  const first = await judgeWith(options, view, version);
  return samples === 1 ? first : majorityOf([first, ...(await laterSamples(options, view, samples, version))]);
}

/** Samples 1 to K - 1. */
function laterSamples(
  options: LanguageModelOptions,
  view: TransitionView,
  samples: number,
  version: ReturnType<typeof promptVersion>,
): Promise<readonly Judgement[]> {
  return Promise.all(
    Array.from({ length: samples - 1 }, (_, i) => {
      const parameters = { ...options.parameters, sample: i + 1 };
      return judgeWith({ ...options, parameters }, view, version);
    }),
  );
}

export interface SampledModel {
  /** The first answers. */
  readonly single: Annotator;
  readonly majority: Annotator;
}

/** Name and kind of the majority's row, from that of the single answers. */
export const majorityProvenance = ({ kind, name, note }: Provenance, samples: number): Provenance => ({
  kind,
  name: `${name}, majority of ${samples}`,
  note: `${note.replace(/\.$/, "")}; majority of ${samples} answers: ${VOTING_RULE}.`,
});

/** `samples` is at least 2. A majority of views that the single row has judged starts from those judgements. */
export function sampledModel(options: LanguageModelOptions, samples: number): SampledModel {
  const { provenance, annotate } = languageModel(options);
  const version = promptVersion(options.prompt);
  const heard = new WeakMap<TransitionView, Judgement>();
  const single = async (items: readonly TransitionView[]) => {
    const judgements = await annotate(items);
    items.forEach((item, i) => {
      heard.set(item, judgements[i]!);
    });
    return judgements;
  };
  const majority = async (items: readonly TransitionView[]) => {
    const known = items.flatMap((item) => heard.get(item) ?? []);
    const firsts = known.length === items.length ? known : await single(items);
    const later = await Promise.all(items.map((item) => laterSamples(options, item, samples, version)));
    return firsts.map((first, i) => majorityOf([first, ...later[i]!]));
  };
  return {
    single: { provenance, annotate: single },
    majority: { provenance: majorityProvenance(provenance, samples), annotate: majority },
  };
}
