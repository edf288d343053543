/**
 * Distilled judges as rows of an evaluation; each says how many of the judged texts it had learned from. One that knows
 * doubt makes a row more with every model: that model is asked where it is unsure.
 */
import type { Annotator, TransitionView } from "../annotations/index.js";
import { distilling } from "../calm/index.js";
import type { NamedJudge } from "./judge-flag.js";

/** Whether a judge leaves anything to others. */
export const knowsDoubt = ({ scorers }: distilling.DistilledJudge): boolean =>
  scorers.some(({ unsure }) => unsure !== undefined);

/** Every judge that knows doubt with everybody who can be asked. */
export const doubtRows = (judges: readonly NamedJudge[], others: readonly Annotator[]): readonly Annotator[] =>
  judges
    .filter(({ judge }) => knowsDoubt(judge))
    .flatMap(({ judge, name }) => {
      const own = distilling.distilledAnnotator(judge, name);
      return others.map((other) => distilling.askWhenUnsure(own, other));
    });

export function distilledRows(judges: readonly NamedJudge[], views: readonly TransitionView[]): readonly Annotator[] {
  return judges.map(({ judge, name }) => {
    const { provenance, annotate } = distilling.distilledAnnotator(judge, name);
    const wasSeen = distilling.seenBy(judge);
    const seen = views.filter((view) => wasSeen(distilling.lessonText(view))).length;
    const told = `The texts of ${seen} of these ${views.length} transitions were among those it learned from.`;
    return { provenance: { ...provenance, note: `${provenance.note} ${told}` }, annotate };
  });
}
