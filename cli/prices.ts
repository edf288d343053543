/**
 * What tokens cost, from `--price IN/OUT` or from a file of prices: JSON, a model's name to its price per million tokens,
 * with currency, the day on which somebody looked it up, and where. None is built in: a price is out of date on the day
 * it is printed, and a figure in money without a date says nothing.
 */
import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import type { judging } from "../calm/index.js";
import { InputError, visible } from "../envs/index.js";
import { priceFlag } from "./options.js";

const amount = z.number().nonnegative();
const entry = z.strictObject({
  input: amount,
  output: amount,
  currency: z.string().regex(/^[\p{L}\p{Sc}]{1,8}$/u),
  date: z.iso.date(),
  source: z.string().min(1).max(500),
});

const ACCEPTED: Readonly<Record<string, string>> = {
  input: "a number, money per million tokens",
  output: "a number, money per million tokens",
  currency: "a currency's sign or letters, such as USD",
  date: "the day of the price, such as 2026-11-05",
  source: "where the price was found",
};
const FORM = '{"MODEL": {"input": IN, "output": OUT, "currency": "USD", "date": "2026-11-05", "source": "…"}}';

/** Prices by model. Throws an InputError that names file, model and field. */
export function readPrices(path: string): ReadonlyMap<string, judging.StatedPrice> {
  const name = visible(path, 120);
  const entries = Object.entries(parsed(path, name));
  if (entries.length === 0) throw new InputError(`The price file ${name} names no model; accepted is ${FORM}.`);
  return new Map(entries.map(([model, value]) => [model, priceIn(value, `${name}: ${visible(model, 60)}`)]));
}

function parsed(path: string, name: string): object {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new InputError(`There is no price file ${name}.`);
  if (stats.isDirectory()) throw new InputError(`The price file ${name} is a folder, not a JSON file.`);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    throw new InputError(`The price file ${name} is no JSON; accepted is ${FORM}.`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new InputError(`The price file ${name} is no object of models; accepted is ${FORM}.`);
}

function priceIn(value: unknown, where: string): judging.StatedPrice {
  const read = entry.safeParse(value);
  if (read.success) {
    const { input, output, ...stated } = read.data;
    return { inPerMillion: input, outPerMillion: output, ...stated };
  }
  const issue = read.error.issues[0];
  const field = String(issue?.path[0] ?? "");
  const given: unknown = Object.getOwnPropertyDescriptor(value ?? {}, field)?.value;
  const accepted = ACCEPTED[field];
  if (accepted === undefined) throw new InputError(`${where} is no price; accepted is ${FORM}.`);
  const state = given === null ? "is still to be filled in" : given === undefined ? "is missing" : "does not fit";
  throw new InputError(`${where}: ${field} ${state}; accepted is ${accepted}.`);
}

export interface PriceFlags {
  readonly price?: string | undefined;
  readonly prices?: string | undefined;
}

export interface Prices {
  /** Whether any price was given. */
  readonly given: "none" | "some";
  /** Undefined where none was given. Throws an InputError for a model that the file does not name. */
  of(model: string): judging.StatedPrice | undefined;
}

export function pricesOf({ price, prices: path }: PriceFlags): Prices {
  if (price !== undefined && path !== undefined) {
    throw new InputError("--price and --prices both say what tokens cost; give one of the two.");
  }
  if (price !== undefined) {
    const stated = priceFlag(price);
    return { given: "some", of: () => stated };
  }
  if (path === undefined) return { given: "none", of: () => undefined };
  const prices = readPrices(path);
  return {
    given: "some",
    of(model) {
      const stated = prices.get(model);
      if (stated !== undefined) return stated;
      const names = [...prices.keys()].map((name) => visible(name, 60));
      const listed = names.slice(0, 8).join(", ") + (names.length > 8 ? ", …" : "");
      throw new InputError(`${visible(path, 120)} has no price of "${visible(model, 60)}"; it has ${listed}.`);
    },
  };
}

export const costOf = (
  { inPerMillion, outPerMillion }: judging.StatedPrice,
  tokensIn: number,
  tokensOut: number,
): number => (tokensIn * inPerMillion + tokensOut * outPerMillion) / 1e6;

/** Three significant digits, without an exponent. */
export function amountText(amount: number): string {
  if (!(amount > 0)) return "0";
  const digits = Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(amount))));
  return amount.toFixed(digits);
}

export const moneyText = (amount: number, { currency }: judging.StatedPrice): string =>
  currency === undefined ? amountText(amount) : `${amountText(amount)} ${visible(currency, 8)}`;
