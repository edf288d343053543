/**
 * Several trainings as one comparison: their arms on one set of curves, an arm that is the same in several results once,
 * the settings that differ, and arms of one name seed by seed. Pure.
 */
import { canonicalJson } from "../../calm/index.js";
import { packageVersion, visible } from "../../envs/index.js";
import { type ArmResult, type ExperimentSettings, speedUp, stepsOf } from "../../experiments/index.js";
import {
  type ArmRatio,
  COMPARISON_FORMAT,
  type Compared,
  type ComparedArm,
  type TrainingComparison,
} from "./shapes.js";

export interface GivenTraining {
  readonly about: Compared;
  readonly rules: number;
  readonly settings: ExperimentSettings;
  readonly arms: readonly ArmResult[];
}

const REPETITIONS = 2_000;

/** Members of nested settings as "grid.epsilon". */
function flat(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[path, JSON.stringify(value) ?? ""]];
  return Object.entries(value).flatMap(([name, inner]) => flat(inner, path === "" ? name : `${path}.${name}`));
}

function differingSettings(given: readonly GivenTraining[]): TrainingComparison["settings"] {
  const all = given.map(({ settings, rules }) => new Map(flat({ ...settings, rules }, "")));
  const names = [...new Set(all.flatMap((one) => [...one.keys()]))].sort();
  return names.flatMap((name) => {
    const values = all.map((one) => one.get(name) ?? "");
    return new Set(values).size > 1 ? [{ name, values }] : [];
  });
}

function armsOf(given: readonly GivenTraining[]): readonly ComparedArm[] {
  const found = new Map<string, ComparedArm>();
  for (const { about, arms, settings } of given) {
    const base = arms.find(({ source }) => source.kind === "none");
    for (const arm of arms) {
      const { name, source, form, runs } = arm;
      const key = canonicalJson({ name, source, form, settings: arm.settings, runs, budget: settings.steps });
      const held = found.get(key);
      found.set(key, {
        ...(held ?? arm),
        own: name,
        letters: [...(held?.letters ?? []), about.letter],
        budget: settings.steps,
        baseCensored: held?.baseCensored ?? base?.censored ?? 0,
      });
    }
  }
  return [...found.values()].map((arm) => ({
    ...arm,
    name: arm.letters.length === given.length ? arm.own : `${arm.letters.join("")}: ${arm.own}`,
  }));
}

function unpairedBecause(given: readonly GivenTraining[]): string | null {
  const [first, ...others] = given;
  for (const other of others) {
    for (const name of ["id", "levels", "steps", "actions"] as const) {
      const [a, b] = [first?.settings[name], other.settings[name]];
      if (a !== b) {
        return `${first?.about.letter} has ${name} ${visible(String(a), 60)}, ${other.about.letter} has ${visible(String(b), 60)}`;
      }
    }
  }
  return null;
}

/** Arms of one name that are not the same run, on the seeds that both have. */
function ratiosOf(arms: readonly ComparedArm[]): readonly ArmRatio[] {
  return arms.flatMap((first, i) =>
    arms.slice(i + 1).flatMap((second): ArmRatio[] => {
      if (second.own !== first.own) return [];
      const pairs = first.runs.flatMap((run) => {
        const other = second.runs.find(({ seed }) => seed === run.seed);
        return other === undefined ? [] : [{ run, other }];
      });
      if (pairs.length === 0) return [];
      const own = pairs.map(({ run }) => stepsOf(run, first.budget));
      const others = pairs.map(({ other }) => stepsOf(other, second.budget));
      const isCensored = ({ run, other }: (typeof pairs)[number]) =>
        run.stepsTo90 === undefined || other.stepsTo90 === undefined;
      return [
        {
          arm: first.own,
          first: first.name,
          second: second.name,
          ratio: speedUp(own, others, REPETITIONS),
          seeds: pairs.length,
          censored: pairs.filter(isCensored).length,
        },
      ];
    }),
  );
}

export function compareTrainings(given: readonly GivenTraining[]): TrainingComparison {
  const arms = armsOf(given);
  const unpaired = unpairedBecause(given);
  return {
    format: COMPARISON_FORMAT,
    kind: "trainings",
    calmhack: packageVersion(),
    results: given.map(({ about, rules, settings }) => ({ ...about, rules, settings })),
    settings: differingSettings(given),
    arms,
    unpaired,
    ratios: unpaired === null ? ratiosOf(arms) : [],
  };
}
