/**
 * Flags to values, at the edge: everything a command is given is checked here, and a wrong value becomes one sentence.
 */
import { readFileSync, statSync } from "node:fs";
import type { noisyTruth } from "../annotations/index.js";
import {
  type judging,
  PRESET_PROMPTS,
  type PromptTemplate,
  parsePrompt,
  presetPrompt,
  promptHash,
} from "../calm/index.js";
import { InputError, visible } from "../envs/index.js";

/** A number within limits, from a flag's text. */
export function numberFlag(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < least || value > most) {
    throw new InputError(`${flag} is "${visible(text, 40)}"; accepted is a number from ${least} to ${most}.`);
  }
  return value;
}

export function integerFlag(flag: string, text: string, least: number, most: number): number {
  const value = numberFlag(flag, text, least, most);
  if (!Number.isInteger(value)) throw new InputError(`${flag} is "${visible(text, 40)}"; accepted is a whole number.`);
  return value;
}

export interface ModelSpec {
  readonly model: string;
  readonly server: string | undefined;
}

/** NAME or NAME@URL. */
export function modelSpec(text: string, baseUrl: string | undefined): ModelSpec {
  const [, name, url] = /^(.*?)(?:@(https?:\/\/.*))?$/su.exec(text) ?? [];
  const model = name?.trim() ?? "";
  if (model === "" || model !== name || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(model) || model.length > 200) {
    throw new InputError(
      `--model is "${visible(text, 60)}"; accepted is NAME or NAME@BASE_URL, as the server names it.`,
    );
  }
  return { model, server: url ?? baseUrl };
}

/** IN/OUT, money per million tokens. */
export function priceFlag(text: string): judging.StatedPrice {
  const [, inPerMillion, outPerMillion] = /^(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  const isAmount = Number.isFinite(Number(inPerMillion) + Number(outPerMillion));
  if (inPerMillion === undefined || outPerMillion === undefined || !isAmount) {
    throw new InputError(
      `--price is "${visible(text, 40)}"; accepted is IN/OUT per million tokens, such as 0.15/0.60.`,
    );
  }
  return { inPerMillion: Number(inPerMillion), outPerMillion: Number(outPerMillion) };
}

/** 200000tokens, 200k, or money as in 1.50. */
export function budgetFlag(text: string): judging.Budget {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*(tokens|k|M)?$/.exec(text) ?? [];
  if (digits === undefined || !Number.isFinite(Number(digits) * 1e6)) {
    throw new InputError(
      `--budget is "${visible(text, 40)}"; accepted is 200k or 200000tokens, or money such as 1.50.`,
    );
  }
  const factor = unit === "k" ? 1e3 : unit === "M" ? 1e6 : 1;
  return unit === undefined
    ? { unit: "money", limit: Number(digits) }
    : { unit: "tokens", limit: Number(digits) * factor };
}

/** FALSE_POSITIVE/FALSE_NEGATIVE, each a share. */
export function noiseFlag(text: string): Parameters<typeof noisyTruth>[1] {
  const [positive, negative, more] = text.split("/");
  if (positive === undefined || negative === undefined || more !== undefined) {
    throw new InputError(
      `--noise is "${visible(text, 40)}"; accepted is FALSE_POSITIVE/FALSE_NEGATIVE, such as 0.01/0.1.`,
    );
  }
  return {
    falsePositive: numberFlag("--noise", positive, 0, 1),
    falseNegative: numberFlag("--noise", negative, 0, 1),
  };
}

/** A shipped prompt's name, or the path of a JSON file. */
export function promptFlag(text: string): PromptTemplate {
  if (!text.endsWith(".json")) return presetPrompt(text);
  const own = parsePrompt(promptFile(text), text);
  const shipped = PRESET_PROMPTS.find(({ id }) => id === own.id);
  if (shipped !== undefined && promptHash(shipped) !== promptHash(own)) {
    throw new InputError(
      `${visible(text, 120)} has other words than the shipped prompt ${own.id}; give it an id of its own.`,
    );
  }
  return own;
}

function promptFile(path: string): string {
  const name = visible(path, 120);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new InputError(`There is no prompt file ${name}.`);
  if (stats.isDirectory()) throw new InputError(`The prompt ${name} is a folder, not a JSON file.`);
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError(`The prompt ${name} cannot be read: ${visible(why, 120)}.`);
  }
}
