/**
 * Order and wording sensitivity: raters on every variant of a question, over the same items. The result is a pure
 * function of data, answers and seed. Prompts' parts are another matter: `grid.ts` varies those.
 */
import {
  type Annotator,
  type DataSet,
  type Judgement,
  type Provenance,
  type Selection,
  select,
  type Transition,
  type TransitionView,
  viewOf,
} from "../annotations/index.js";
import { packageVersion } from "../envs/index.js";
import { canonicalJson } from "./canonical.js";
import { type EvaluationResult, selectionWords } from "./evaluate.js";
import { type PromptTemplate, promptHash, promptText } from "./prompts/template.js";
import { type SensitivityPart, scoreSensitivity } from "./sensitivity-score.js";
import { broughtBack, type Change, type Variant, varied } from "./variants.js";

export const SENSITIVITY_FORMAT = "calmhack-sensitivity/1";

export const SENSITIVITY_CORRECTION =
  "Holm 1979 on bootstrap p-values of the differences in the share right from the base, over all variants on the declared part, per rater";

/** Who judges: an annotator per variant, because a repeated question is another sample. */
export interface SensitivityRater {
  readonly provenance: Provenance;
  readonly annotator: (change: Change) => Annotator;
}

export interface SensitivityResult {
  readonly format: typeof SENSITIVITY_FORMAT;
  readonly calmhack: string;
  readonly data: EvaluationResult["data"];
  readonly prompt: EvaluationResult["prompt"];
  readonly statistics: {
    readonly seed: number;
    readonly repetitions: number;
    readonly level: 0.95;
    readonly correction: string;
  };
  readonly variants: readonly (Variant & { readonly texts: number })[];
  readonly raters: readonly { readonly provenance: Provenance; readonly parts: readonly SensitivityPart[] }[];
}

export interface Sensitivity {
  readonly result: SensitivityResult;
  readonly items: readonly Transition[];
  /** raters x variants x items, in the order of the original subgoals */
  readonly judgements: readonly (readonly (readonly Judgement[])[])[];
}

export interface SensitivityOptions {
  readonly data: DataSet;
  readonly selection: Selection;
  readonly prompt: PromptTemplate;
  /** The base first. */
  readonly variants: readonly Variant[];
  readonly raters: readonly SensitivityRater[];
  readonly seed: number;
  readonly repetitions: number;
}

/** The variants whose words differ from the base's on some transition, and those that come to the same question. */
export function differingVariants(
  variants: readonly Variant[],
  views: readonly TransitionView[],
  prompt: PromptTemplate,
): { readonly asked: readonly Variant[]; readonly leftOut: readonly string[] } {
  const isOther = (variant: Variant): boolean =>
    variant.change.kind === "base" ||
    variant.change.kind === "again" ||
    views.some((view) => promptText(prompt, varied(variant, view).view) !== promptText(prompt, view));
  return {
    asked: variants.filter(isOther),
    leftOut: variants.filter((variant) => !isOther(variant)).map(({ label }) => label),
  };
}

/** Variants are asked one after the other, so that a run that is stopped has whole ones. */
export async function runSensitivity(options: SensitivityOptions): Promise<Sensitivity> {
  const { data, selection, prompt, variants, raters, seed, repetitions } = options;
  const items = select(data, selection);
  const views = items.map(viewOf);
  const judgements: (readonly (readonly Judgement[])[])[] = [];
  for (const rater of raters) {
    const ofRater: (readonly Judgement[])[] = [];
    for (const variant of variants) {
      const asked = views.map((view) => varied(variant, view));
      const answers = await rater.annotator(variant.change).annotate(asked.map(({ view }) => view));
      ofRater.push(asked.map(({ places }, i) => broughtBack(answers[i]!, places)));
    }
    judgements.push(ofRater);
  }
  const { name, version, hash, labels, humanLabels, sampling } = data;
  const isChange = variants.map(({ change }) => change.kind !== "base" && change.kind !== "again");
  const result: SensitivityResult = {
    format: SENSITIVITY_FORMAT,
    calmhack: packageVersion(),
    data: {
      ...{ name, version, hash, labels, humanLabels },
      ...(sampling === undefined ? {} : { sampling }),
      selection: selectionWords(selection),
      items: items.length,
      of: data.items.length,
    },
    prompt: { hash: promptHash(prompt), template: prompt },
    statistics: { seed, repetitions, level: 0.95, correction: SENSITIVITY_CORRECTION },
    variants: variants.map((variant) => ({
      ...variant,
      texts: new Set(views.map((view) => promptText(prompt, varied(variant, view).view))).size,
    })),
    raters: raters.map(({ provenance }, r) => ({
      provenance,
      parts: scoreSensitivity({ items, judgements: judgements[r]!, isChange, seed, repetitions }),
    })),
  };
  return { result, items, judgements };
}

/** One line per item: what each rater answered to each variant. */
export function sensitivityLines({ result, items, judgements }: Sensitivity): string {
  const lines = items.map(({ id }, i) =>
    canonicalJson({
      id,
      answers: result.raters.flatMap(({ provenance }, r) =>
        result.variants.map(({ label }, v) => {
          const { verdicts, failure, answer } = judgements[r]![v]![i]!;
          return {
            rater: provenance.name,
            variant: label,
            verdicts,
            ...(failure && { failure }),
            ...(answer && { raw: answer.text, request: answer.requestHash }),
          };
        }),
      ),
    }),
  );
  return `${lines.join("\n")}\n`;
}
