/**
 * What was asked and read, for the report: answers, tokens, failures; with a price, what a label costs and a right one.
 */
import type { EvaluationResult, judging } from "../calm/index.js";
import { visible } from "../envs/index.js";
import { amountText, moneyText } from "./prices.js";
import { figureText, type Section } from "./report.js";
import type { Table } from "./text-table.js";

type LabelCost = NonNullable<EvaluationResult["costs"]>[number];
type VoteFigures = NonNullable<EvaluationResult["votes"]>[number];

function answersTable(result: EvaluationResult): Table | undefined {
  const asked = result.annotators.filter(({ texts, failures }) => texts > 0 || Object.keys(failures).length > 0);
  if (asked.length === 0) return undefined;
  return {
    head: ["answers", "distinct texts", "tokens in", "tokens out", "not read, by reason"],
    rows: asked.map(({ provenance, texts, tokensIn, tokensOut, failures }) => [
      `${visible(provenance.name, 40)} (${provenance.kind})`,
      String(texts),
      String(tokensIn),
      String(tokensOut),
      Object.entries(failures)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([reason, count]) => `${reason} ${count}`)
        .join(", ") || "none",
    ]),
    numbersFrom: 1,
  };
}

function perRight({ perRightLabel, price }: LabelCost): string {
  if (perRightLabel === undefined || perRightLabel.value === null) return "–";
  const { value, low, high } = perRightLabel;
  const limits = low === null || high === null ? "" : ` [${amountText(low)}, ${amountText(high)}]`;
  return moneyText(value, price) + limits;
}

function costTable(costs: readonly LabelCost[]): Table {
  const money = (amount: number | undefined, { price }: LabelCost) =>
    amount === undefined ? "–" : moneyText(amount, price);
  return {
    head: [
      "cost",
      "all answers",
      "labels",
      "per 1,000 labels",
      "right",
      "share right [95 %]",
      "per right label [95 %]",
    ],
    rows: costs.map((row) => [
      visible(row.row, 50),
      money(row.cost, row),
      String(row.labels),
      money(row.perThousandLabels, row),
      String(row.right),
      figureText(row.rightShare),
      perRight(row),
    ]),
    numbersFrom: 1,
  };
}

function priceText({ inPerMillion, outPerMillion, currency, date, source }: judging.StatedPrice): string {
  const amounts = `${inPerMillion} in, ${outPerMillion} out per million tokens`;
  const stated = [currency, date === undefined ? undefined : `of ${date}`, source].filter((one) => one !== undefined);
  return stated.length === 0 ? amounts : `${amounts} (${stated.map((one) => visible(one, 200)).join(", ")})`;
}

/** What each label costs that the vote made right. */
function gainNote(costs: readonly LabelCost[], { row, samples }: VoteFigures): readonly string[] {
  const majority = costs.find((one) => one.row === row);
  const single = costs.find((one) => `${one.row}, majority of ${samples}` === row);
  if (majority?.cost === undefined || single?.cost === undefined) return [];
  const gained = majority.right - single.right;
  const each =
    gained > 0 ? `, ${moneyText((majority.cost - single.cost) / gained, majority.price)} for each of these` : "";
  const more = `${Math.abs(gained)} labels ${gained < 0 ? "fewer" : "more"} right`;
  return [`${samples} answers instead of one, ${visible(row, 50)}: ${more}${each}.`];
}

function costNotes(costs: readonly LabelCost[], votes: readonly VoteFigures[]): readonly string[] {
  const prices = new Map<string, string[]>();
  for (const { row, price } of costs) {
    const text = priceText(price);
    prices.set(text, [...(prices.get(text) ?? []), visible(row, 50)]);
  }
  const isUncounted = costs.some(({ cost }) => cost === undefined);
  return [
    ...[...prices].map(([text, rows]) => `Price of ${rows.join(" and ")}: ${text}; check it, prices change.`),
    "All answers at that price, also those that were found in the recording. A label: a verdict on one subgoal of one transition with a reference label; unanswered is none, and of the share right it counts as wrong.",
    ...votes.flatMap((figures) => gainNote(costs, figures)),
    ...(isUncounted ? ["–: the server did not count the tokens of every answer."] : []),
  ];
}

export function answerSections(result: EvaluationResult): readonly Section[] {
  const answers = answersTable(result);
  if (answers === undefined) return [];
  const { costs = [], votes = [] } = result;
  const tables = costs.length === 0 ? [answers] : [answers, costTable(costs)];
  return [{ title: "Answers", tables, notes: costs.length === 0 ? [] : costNotes(costs, votes) }];
}
