/**
 * Counts what a run asks, gets and pays, and says when the budget is spent.
 *
 * Invariants: money is computed from the token totals, so it does not depend on the order of the answers; an answer
 * without usage counts as 0 tokens in every figure, but the budget estimates it (4 characters a token), because a
 * budget that a silent server can overrun is none. Calls that are in flight when the budget runs out are paid still.
 */
import { InputError } from "../envs/index.js";
import type { BudgetSpent, ChatAnswer, ChatRequest } from "./chat.js";

/** Price per million tokens, in whatever currency the budget is in. */
export interface Price {
  readonly inPerMillion: number;
  readonly outPerMillion: number;
}

export type Budget =
  | { readonly unit: "tokens"; readonly limit: number }
  | { readonly unit: "money"; readonly limit: number };

export interface Totals {
  /** Answers paid in this run. */
  readonly calls: number;
  /** HTTP requests sent, repeats and test tries included; a provider may bill an attempt that broke half-way. */
  readonly attempts: number;
  /** Asks answered by the recording. */
  readonly recorded: number;
  /** Asks that shared a call already in flight. */
  readonly shared: number;
  /** Asks that ended without an answer. */
  readonly failed: number;
  /** Asks not sent: the budget was spent, the run was stopped, or nothing was recorded in a replay. */
  readonly notAsked: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** Calls whose tokens the server did not count. */
  readonly withoutUsage: number;
  /** Absent without a price. */
  readonly money?: number;
}

export interface Ledger {
  paid(request: ChatRequest, answer: ChatAnswer): void;
  count(what: "attempts" | "recorded" | "shared" | "failed" | "notAsked"): void;
  /** The outcome for a call that may not start any more. */
  spent(): BudgetSpent | undefined;
  totals(): Totals;
}

const CHARACTERS_PER_TOKEN = 4;

export function openLedger(price: Price | undefined, budget: Budget | undefined): Ledger {
  checkAmounts(price, budget);
  const counts = { calls: 0, attempts: 0, recorded: 0, shared: 0, failed: 0, notAsked: 0, withoutUsage: 0 };
  const reported = { tokensIn: 0, tokensOut: 0 };
  const estimated = { tokensIn: 0, tokensOut: 0 };
  return {
    paid(request, answer) {
      counts.calls++;
      reported.tokensIn += answer.tokensIn;
      reported.tokensOut += answer.tokensOut;
      if (answer.usage === "reported") return;
      counts.withoutUsage++;
      const asked = request.messages.reduce((sum, message) => sum + message.content.length, 0);
      estimated.tokensIn += Math.ceil(asked / CHARACTERS_PER_TOKEN);
      estimated.tokensOut += Math.ceil((answer.text.length + (answer.reasoning?.length ?? 0)) / CHARACTERS_PER_TOKEN);
    },
    count(what) {
      counts[what]++;
    },
    spent() {
      if (budget === undefined) return undefined;
      const tokensIn = reported.tokensIn + estimated.tokensIn;
      const tokensOut = reported.tokensOut + estimated.tokensOut;
      const used = budget.unit === "tokens" ? tokensIn + tokensOut : cost(price, tokensIn, tokensOut);
      if (used < budget.limit) return undefined;
      const unit = budget.unit === "tokens" ? " tokens" : "";
      const detail = `the budget of ${budget.limit}${unit} is spent after ${counts.calls} calls`;
      return { ok: false, reason: "budget", detail };
    },
    totals() {
      const totals = { ...counts, ...reported };
      return price === undefined ? totals : { ...totals, money: cost(price, reported.tokensIn, reported.tokensOut) };
    },
  };
}

function cost(price: Price | undefined, tokensIn: number, tokensOut: number): number {
  if (price === undefined) return 0;
  return (tokensIn * price.inPerMillion + tokensOut * price.outPerMillion) / 1e6;
}

function checkAmounts(price: Price | undefined, budget: Budget | undefined): void {
  const amounts = [price?.inPerMillion, price?.outPerMillion, budget?.limit].filter((amount) => amount !== undefined);
  if (amounts.some((amount) => !Number.isFinite(amount) || amount < 0)) {
    throw new InputError("Prices and budgets are finite numbers, 0 or more.");
  }
  if (budget?.unit === "money" && price === undefined) {
    throw new InputError("A budget in money needs the price per million tokens in and out; without one, give tokens.");
  }
}
