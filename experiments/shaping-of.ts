/**
 * From a run's plain data to how it is paid: a built-in form, or a shaper of one's own by its name.
 */
import type { RunOptions } from "../agents/index.js";
import { InputError, visible } from "../envs/index.js";
import { FORMS } from "./arm.js";
import type { OwnModules } from "./own-modules.js";
import type { RunSpec } from "./run-spec.js";

/** The options of a training run. Throws an InputError for a form that nobody has. */
export function runOptions({ options }: RunSpec, shapers: OwnModules["shapers"] = new Map()): RunOptions {
  const { shaping, ...others } = options;
  if (shaping === undefined) return others;
  const form = FORMS.find((name) => name === shaping.form) ?? shapers.get(shaping.form);
  if (form !== undefined) return { ...others, shaping: { ...shaping, form } };
  throw new InputError(
    `There is no form of payment "${visible(shaping.form, 40)}"; accepted are ${[...FORMS, ...shapers.keys()].join(", ")}.`,
  );
}
