/**
 * A result of credit as tables and lines: assigners side by side with intervals, what they cost, what each is. Pure.
 */
import type { credit } from "../calm/index.js";
import { visible } from "../envs/index.js";
import type { Table } from "./text-table.js";

export const CREDIT_FORMAT = "calmhack-credit/1";

type Row = credit.running.AssignerRow;
type Mean = credit.scoring.MeanScore;

/** One table: a set of episodes, with answers of one quality or without any. */
export interface CreditPart {
  /** What was played, in words. */
  readonly title: string;
  /** One sentence about the levels and who played. */
  readonly told: string;
  readonly facts: credit.running.RunFacts;
  readonly rows: readonly Row[];
}

export interface CreditResult {
  readonly format: typeof CREDIT_FORMAT;
  readonly calmhack: string;
  readonly rules: number;
  /** Under which the reference asks what would have happened. */
  readonly policy: string;
  readonly against: string;
  readonly statistics: { readonly seed: number; readonly repetitions: number };
  readonly parts: readonly CreditPart[];
}

const two = (value: number): string => value.toFixed(2).replace(/^-0\.00$/, "0.00");

/** A mean and its interval; an en dash where no episode has a value. */
function meanText({ mean, interval }: Mean, style: "whole" | "short" = "whole"): string {
  if (mean === undefined) return "–";
  if (style === "short" || !interval.ok) return two(mean);
  return `${two(mean)} [${two(interval.low)}, ${two(interval.high)}]`;
}

const critics = (rows: readonly Row[]): readonly string[] => [
  ...new Set(rows.flatMap(({ critic }) => (critic === undefined ? [] : [critic.name]))),
];

/** The column that says who answers; none where all are answered by the same, or by nobody. */
function answerers(rows: readonly Row[]) {
  const isAsked = critics(rows).length > 1;
  return {
    head: isAsked ? ["who answers"] : [],
    cell: ({ critic }: Row, most: number) =>
      isAsked ? [critic === undefined ? "nobody" : visible(critic.name, most)] : [],
  };
}

const perEpisode = (count: number, { episodes }: CreditPart["facts"]): string => {
  const each = episodes === 0 ? 0 : count / episodes;
  return each === 0 ? "0" : each < 10 ? each.toFixed(1) : each.toFixed(0);
};

const roleMark = ({ role }: Row): string => (role === "reference" ? "= " : role === "floor" ? "_ " : "");

/** The scores on the steps that were looked at. */
export function scoreTable({ rows }: CreditPart): Table {
  const who = answerers(rows);
  return {
    head: [
      "assigner",
      ...who.head,
      "kind",
      "rank",
      "wrong-step AUC",
      "sign F1",
      "gradient",
      "regret",
      "error hit",
      "fatal hit",
      "looked at",
    ],
    rows: rows.map((row) => {
      const { name, kind, figures } = row;
      const { spearman, wrongAuc, signF1, alignment, regretRecall, coverage } = figures.scores.known;
      const { error, fatal } = figures.located;
      return [
        roleMark(row) + visible(name, 60),
        ...who.cell(row, 60),
        kind,
        ...[spearman, wrongAuc].map((score) => meanText(score)),
        ...[signF1, alignment, regretRecall, error.hit, fatal.hit, coverage].map((score) => meanText(score, "short")),
      ];
    }),
    numbersFrom: 2 + who.head.length,
  };
}

/** Scores and costs in what a terminal has room for. */
export function terminalTable({ rows, facts }: CreditPart): Table {
  const who = answerers(rows);
  return {
    head: ["assigner", ...who.head, "rank", "AUC", "sign", "grad", "error", "fatal", "env steps", "calls"],
    rows: rows.map((row) => {
      const { name, figures, costs } = row;
      const { spearman, wrongAuc, signF1, alignment } = figures.scores.known;
      const { error, fatal } = figures.located;
      return [
        roleMark(row) + visible(name, 34),
        ...who.cell(row, 26),
        meanText(spearman),
        ...[wrongAuc, signF1, alignment, error.hit, fatal.hit].map((score) => meanText(score, "short")),
        ...[costs.envSteps, costs.calls].map((count) => perEpisode(count, facts)),
      ];
    }),
    numbersFrom: 1 + who.head.length,
  };
}

export function costTable({ rows, facts }: CreditPart): Table {
  const who = answerers(rows);
  return {
    head: ["assigner", ...who.head, "env steps", "restores", "calls", "tokens in", "tokens out", "unread", "dropped"],
    rows: rows.map((row) => {
      const { name, costs } = row;
      return [
        roleMark(row) + visible(name, 60),
        ...who.cell(row, 60),
        ...[costs.envSteps, costs.restores, costs.calls, costs.tokensIn, costs.tokensOut].map((count) =>
          perEpisode(count, facts),
        ),
        String(costs.unread),
        String(costs.dropped),
      ];
    }),
    numbersFrom: 1 + who.head.length,
  };
}

export function factLines({ told, facts }: CreditPart): readonly string[] {
  const { groups, episodes, steps, won, fatal, wrongShare, frameTells, couldBe } = facts;
  const tells = {
    "the state": "In these episodes a frame tells the state, so exact credit is the same for one who only sees.",
    "less than the state":
      "A frame tells less than the state here: the reference has full information, and for one who only sees it is not computed.",
    "not known":
      "Parts of a level are out of sight: the reference has full information, and for one who only sees it is not computed.",
  }[frameTells];
  return [
    visible(told, 400),
    `${groups} ${groups === 1 ? "group" : "groups"}, ${episodes} episodes, ${steps} steps; ${won} won; success lost for good in ${fatal.time} by time and in ${fatal["dead end"]} by a dead end; ${(100 * wrongShare).toFixed(0)} % of the steps did not shorten the way.`,
    couldBe === undefined
      ? `${tells} Error and fatal hits are against full information.`
      : `Reference, error and fatal hits are of what the agent could know: means over those of ${couldBe} levels, all as likely, that would have shown the same so far.`,
  ];
}

/** What became of repairs, of assigners that propose any. */
export function repairLine({ rows }: CreditPart): string | undefined {
  const told = rows.flatMap(({ name, critic, edits: { proposed, verified } }) =>
    proposed === 0
      ? []
      : [
          `${visible(name, 40)}${critic === undefined ? "" : ` < ${visible(critic.name, 40)}`} ${verified} of ${proposed}`,
        ],
  );
  return told.length === 0 ? undefined : `Repairs verified, of those proposed: ${told.join("; ")}.`;
}

export const creditHead = ({ policy, against, parts }: CreditResult): readonly string[] => {
  const asked = parts.flatMap(({ rows }) => rows.flatMap(({ critic }) => (critic === undefined ? [] : [critic.kind])));
  const isModel = asked.includes("model") || asked.includes("replayed");
  return [
    `Reference: exact credit of success, ${against === "on policy" ? `under: ${policy}` : "optimal (minus regret)"}; computed, not estimated. ${parts.every(({ facts }) => facts.couldBe !== undefined) ? "INFORMATION STATE; the continuation has full information." : "FULL INFORMATION."}`,
    ...(isModel ? [] : ["No language model was asked. Answers are the truth's, simulated errors of it, or programs'."]),
    "0 human labels.",
  ];
};

export const CREDIT_WORDS: readonly string[] = [
  "rank: Spearman's correlation with the reference. AUC: chance that a wrong step has less credit than a right one (0.5: by chance).",
  "sign (F1): mean F1 of minus, zero, plus. grad(ient): cosine with the exact policy gradient. regret: share of all regret on blamed steps.",
  "error, fatal (hit): episodes whose first error, or first step after which success was out of reach, was named (none and none named: a hit). looked at: share of steps.",
  "Means over episodes that have a value, on the steps that were looked at; 95 % intervals resample groups (levels). –: no episode has a value. More scores, and those with the unknown as 0, are in scores.csv.",
  "= a reference, no contestant; _ a floor. Costs are per episode, beyond the episode itself; unread and dropped are totals.",
];

/** One line per score, scope and assigner. */
export function creditCsvRows(parts: readonly CreditPart[]): readonly (readonly string[])[] {
  return parts.flatMap(({ title, rows }) =>
    rows.flatMap(({ name, kind, role, critic, figures }) => {
      const about = [title, name, kind, role, critic?.name ?? "", critic?.kind ?? ""];
      const line = (score: string, scope: string, { mean, interval, episodes, without }: Mean) => [
        ...about,
        score,
        scope,
        mean === undefined ? "" : String(mean),
        interval.ok ? String(interval.low) : "",
        interval.ok ? String(interval.high) : "",
        String(episodes),
        Object.entries(without)
          .map(([why, count]) => `${count}: ${why}`)
          .join("; "),
      ];
      const { scores, located, calibrationError } = figures;
      const scopes = (["known", "all"] as const).flatMap((scope) =>
        Object.entries(scores[scope]).map(([score, mean]) => line(score, scope, mean)),
      );
      return [
        ...scopes,
        line("firstErrorHit", "known", located.error.hit),
        line("firstFatalHit", "known", located.fatal.hit),
        ...(calibrationError === undefined
          ? []
          : [[...about, "calibrationError10", "known", String(calibrationError), "", "", "", ""]]),
      ];
    }),
  );
}

export const CREDIT_CSV_HEAD = [
  "part",
  "assigner",
  "kind",
  "role",
  "critic",
  "critic_kind",
  "score",
  "scope",
  "mean",
  "low",
  "high",
  "episodes",
  "without",
] as const;
