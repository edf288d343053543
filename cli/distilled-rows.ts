/**
 * Distilled judges as rows of an evaluation; each says how many of the judged texts it had learned from.
 */
import type { Annotator, TransitionView } from "../annotations/index.js";
import { distilling } from "../calm/index.js";
import { readJudges } from "./judge-flag.js";

export function distilledRows(paths: readonly string[], views: readonly TransitionView[]): readonly Annotator[] {
  return readJudges(paths).map(({ judge, name }) => {
    const { provenance, annotate } = distilling.distilledAnnotator(judge, name);
    const wasSeen = distilling.seenBy(judge);
    const seen = views.filter((view) => wasSeen(distilling.lessonText(view))).length;
    const told = `The texts of ${seen} of these ${views.length} transitions were among those it learned from.`;
    return { provenance: { ...provenance, note: `${provenance.note} ${told}` }, annotate };
  });
}
