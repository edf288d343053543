/**
 * An annotator of one's own in a few lines: one function of what is seen of a transition. What it says is checked, because
 * it is somebody's code; what it throws is said in one sentence and ends the run, for a bug is no verdict.
 */
import { InputError, visible, worlds } from "../envs/index.js";
import type { Annotator, Judgement, Provenance } from "./annotator.js";
import type { TransitionView } from "./transition.js";
import type { Verdict } from "./verdict.js";

/** Aligned with the view's subgoals. */
export type Said = readonly (boolean | Verdict)[];

export interface OwnAnnotator {
  readonly kind: "annotator";
  /** Of its row and of its arm; unlike the built-in ones. */
  readonly name: string;
  /** One sentence for a reader: what it reads, what it knows. */
  readonly note: string;
  /** "rules", a program, when absent; "model" when a language model answers. */
  readonly by?: "rules" | "model";
  /** Answers at once. In training it is heard in the same step. One of `judge` and `ask` is needed. */
  judge?(view: TransitionView): Said;
  /** Answers later. In training it is asked in the loop and heard at barriers. */
  ask?(view: TransitionView): Promise<Said>;
}

/** An annotator as a value. */
export const defineAnnotator = (own: Omit<OwnAnnotator, "kind">): OwnAnnotator => ({ kind: "annotator", ...own });

/** Throws an InputError unless there is a verdict for each subgoal. */
function judgement({ name }: OwnAnnotator, { subgoals }: TransitionView, said: unknown): Judgement {
  const isVerdict = (one: unknown) => typeof one === "boolean" || one === "yes" || one === "no" || one === "unanswered";
  if (!Array.isArray(said) || said.length !== subgoals.length || !said.every(isVerdict)) {
    const found = Array.isArray(said) ? `[${said.map(String).join(", ")}]` : `a ${typeof said}`;
    throw new InputError(
      `The annotator ${visible(name, 60)} said ${visible(found, 80)}; ${subgoals.length} of true, false, "yes", "no" or "unanswered" are needed, one per subgoal.`,
    );
  }
  const verdicts = said.map((one): Verdict => (one === true ? "yes" : one === false ? "no" : one));
  if (!verdicts.includes("unanswered")) return { verdicts };
  return { verdicts, failure: { reason: "no rule", detail: `${name} has nothing to say` } };
}

const whereOf = ({ name }: OwnAnnotator, view: TransitionView): string =>
  `The annotator ${visible(name, 60)}, action ${visible(view.action, 40)},`;

/** What one that answers at once says. */
export function judgeAtOnce(own: OwnAnnotator, view: TransitionView): Judgement {
  return judgement(
    own,
    view,
    worlds.guarded(whereOf(own, view), () => own.judge?.(view)),
  );
}

async function judgeLater(own: OwnAnnotator, view: TransitionView): Promise<Judgement> {
  const said = await Promise.resolve()
    .then(() => own.ask?.(view))
    .catch((error: unknown) =>
      worlds.guarded(whereOf(own, view), () => {
        throw error;
      }),
    );
  return judgement(own, view, said);
}

/** `from`: what is added to its note, such as the file that it is from. */
export function annotatorOf(own: OwnAnnotator, from: string): Annotator {
  const kind: Provenance["kind"] = own.by ?? "rules";
  const note = `${own.note.replace(/\.$/, "")}; ${from}.`;
  return {
    provenance: { kind, name: own.name, note },
    async annotate(items) {
      const judgements: Judgement[] = [];
      // One after the other, so that whoever answers later is not asked everything at once.
      for (const view of items) {
        judgements.push(own.judge === undefined ? await judgeLater(own, view) : judgeAtOnce(own, view));
      }
      return judgements;
    },
  };
}
