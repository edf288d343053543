/**
 * What the answers of models took: distinct texts asked, tokens, and money where a price was given. Only what the
 * answers themselves say, so that a repeated command gives the same page; calls of this very run are in manifest.json.
 */
import type { EvaluationResult, Price } from "../../calm/index.js";
import { visible } from "../../envs/index.js";
import { type Html, html } from "./markup.js";
import { notesHtml, tableBox } from "./pieces.js";

/** Undefined where no model answered. */
export function costBody({ annotators, data }: EvaluationResult, price: Price | undefined): Html | undefined {
  const asked = annotators.filter(({ texts }) => texts > 0);
  if (asked.length === 0) return undefined;
  const money = (tokensIn: number, tokensOut: number): readonly string[] => {
    if (price === undefined) return [];
    const cost = (tokensIn * price.inPerMillion + tokensOut * price.outPerMillion) / 1e6;
    return [cost.toFixed(4), ((1000 * cost) / data.items).toFixed(4)];
  };
  const table = tableBox({
    head: [
      "row",
      "texts answered",
      "tokens in",
      "tokens out",
      "tokens per transition",
      ...(price === undefined ? [] : ["cost", "cost per 1,000 transitions"]),
    ],
    rows: asked.map(({ provenance, texts, tokensIn, tokensOut }) => [
      `${visible(provenance.name, 60)} (${provenance.kind})`,
      ...[texts, tokensIn, tokensOut].map(String),
      ((tokensIn + tokensOut) / data.items).toFixed(1),
      ...money(tokensIn, tokensOut),
    ]),
    numbersFrom: 1,
  });
  const priced =
    price === undefined
      ? "No price was given (--price IN/OUT, per million tokens)."
      : `Cost at the price given, ${price.inPerMillion} in and ${price.outPerMillion} out per million tokens, of all rows alike.`;
  const zero = asked.some(({ tokensIn }) => tokensIn === 0) ? ["0 tokens: the server counted none."] : [];
  return html`${table}${notesHtml([
    "Transitions that read the same are asked once. Tokens are those that the servers reported, for answers from a recording too; how many calls this run made is in manifest.json.",
    priced,
    ...zero,
  ])}`;
}
