/**
 * What a setting of an agent is, and how a resolved one is read.
 */
export interface NumberSetting {
  readonly kind: "number" | "whole";
  readonly least: number;
  readonly most: number;
  readonly value: number;
  readonly what: string;
}

export interface WordSetting {
  readonly kind: "word";
  readonly words: readonly string[];
  readonly value: string;
  readonly what: string;
}

export type AgentSetting = NumberSetting | WordSetting;

export type AgentOptions = Readonly<Record<string, number | string>>;

/** A resolved setting that is a number. */
export function numberOption(options: AgentOptions | undefined, name: string): number {
  const value = options?.[name];
  if (typeof value !== "number") throw new RangeError(`the agent's setting ${name} is no number`);
  return value;
}

/** A resolved setting that is one of these words. */
export function wordOption<T extends string>(options: AgentOptions | undefined, name: string, words: readonly T[]): T {
  const value = words.find((word) => word === options?.[name]);
  if (value === undefined) throw new RangeError(`the agent's setting ${name} is none of ${words.join(", ")}`);
  return value;
}
