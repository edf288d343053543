/**
 * Who stands in a table of credit: the asking assigners once per critic, the silent ones and the references once.
 */
import { credit } from "../calm/index.js";
import { noiseFlag } from "./options.js";

export interface EntrantSettings {
  readonly continuation: credit.PolicyRule;
  readonly votes: number;
  readonly reruns: number;
  readonly seed: number;
}

const FLOORS = ["uniform", "random", "message novelty"];

export function entrantsOf(
  critics: readonly credit.Critic[],
  settings: EntrantSettings,
): readonly credit.running.Entrant[] {
  const columns = critics.map((critic) => {
    const assigners = credit.standard.askingAssigners({ ...settings, critic: credit.running.remembering(critic) });
    const role = critic.provenance.kind === "floor" ? "floor" : "contestant";
    return assigners.map((assigner): credit.running.Entrant => ({ assigner, critic: critic.provenance, role }));
  });
  // By assigner, so that one sees what errors do to each.
  const asking = (columns[0] ?? []).flatMap((_, i) => columns.flatMap((column) => column[i] ?? []));
  const silent = credit.standard.silentAssigners(settings).map(
    (assigner): credit.running.Entrant => ({
      assigner,
      role: FLOORS.includes(assigner.name) ? "floor" : "contestant",
    }),
  );
  const exact = credit.standard
    .exactAssigners(settings.continuation)
    .map((assigner): credit.running.Entrant => ({ assigner, role: "reference" }));
  return [...asking, ...silent, ...exact];
}

/** FP/FN texts as simulated critics; 0/0 is the truth itself. */
export const noisyCritics = (texts: readonly string[], systematic: number, seed: number): readonly credit.Critic[] =>
  texts.map((text) => {
    const rates = noiseFlag(text.trim());
    const truth = credit.exactCritic();
    const isTruth = rates.falsePositive === 0 && rates.falseNegative === 0;
    return isTruth ? truth : credit.noisyCritic(truth, { ...rates, systematic, seed });
  });
