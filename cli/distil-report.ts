/**
 * What `distil` found as tables and sentences.
 */
import { ANY, type Figure } from "../annotations/index.js";
import type { distilling } from "../calm/index.js";
import { visible } from "../envs/index.js";
import { wilson } from "../stats/index.js";
import { figureText } from "./report.js";
import type { Table } from "./text-table.js";

type Measures = distilling.DistilMeasures;
type Compared = distilling.Compared;

/** With a sign, because it is a difference. */
export function signed(figure: Figure, digits = 2): string {
  if (figure.value === null) return "–";
  // What rounds to nothing has no sign.
  const show = (value: number) => {
    const text = value.toFixed(digits);
    return Number(text) === 0 ? text.replace("-", "") : (value > 0 ? "+" : "") + text;
  };
  if (figure.low === null || figure.high === null) return show(figure.value);
  return `${show(figure.value)} [${show(figure.low)}, ${show(figure.high)}]`;
}

/** A rate per 1,000 steps with one digit. */
export function rate(figure: Figure): string {
  if (figure.value === null) return "–";
  if (figure.low === null || figure.high === null) return figure.value.toFixed(1);
  return `${figure.value.toFixed(1)} [${figure.low.toFixed(1)}, ${figure.high.toFixed(1)}]`;
}

const scopeName = ({ part, texts, column }: distilling.Scope): string =>
  [
    visible(part, 30),
    ...(column === ANY ? [] : [visible(column, 30)]),
    ...(texts === "all" ? [] : ["unseen texts"]),
  ].join(", ");

const last = <T>(list: readonly T[]): T => list[list.length - 1]!;

/** Teacher, student, difference; the first and the last are empty where the teacher was not asked. */
const three = (rows: readonly string[], difference: string): readonly string[] =>
  rows.length > 1 ? [...rows, difference] : ["", ...rows, ""];

export function kappaTable({ scopes }: Measures): Table {
  return {
    head: ["κ with the labels", "items", "achieved", "teacher [95 %]", "student [95 %]", "student − teacher [95 %]"],
    rows: scopes
      .filter(({ compared }) => compared.achieved > 0)
      .map((scope) => {
        const { items, achieved, kappa, kappaDifference } = scope.compared;
        return [
          scopeName(scope),
          String(items),
          String(achieved),
          ...three(kappa.map(figureText), signed(kappaDifference)),
        ];
      }),
    numbersFrom: 1,
  };
}

export function falseRewardTable({ scopes }: Measures): Table {
  return {
    head: ["false rewards per 1,000", "items", "teacher [95 %]", "student [95 %]", "student − teacher [95 %]"],
    rows: scopes
      .filter(({ column }) => column === ANY)
      .map((scope) => {
        const { items, falseRewards, falseRewardsDifference } = scope.compared;
        const difference = signed(falseRewardsDifference, 1);
        return [scopeName(scope), String(items), ...three(falseRewards.map(rate), difference)];
      }),
    numbersFrom: 1,
  };
}

export function curveTable({ curve }: Measures): Table {
  return {
    head: ["answers", "texts", "student κ [95 %]", "− teacher [95 %]", "false/1000 [95 %]", "missed [95 %]"],
    rows: curve.map(({ answers, texts, student }) => {
      const counts = [String(answers), String(texts)];
      if (!student.ok) return [...counts, "nothing learned", "", "", ""];
      const { kappa, kappaDifference, falseRewards, missed } = student.compared;
      const difference = kappa.length > 1 ? signed(kappaDifference) : "";
      return [...counts, figureText(last(kappa)), difference, rate(last(falseRewards)), figureText(last(missed))];
    }),
    numbersFrom: 0,
  };
}

const percent = (share: number): string => `${Number((100 * share).toFixed(1))} %`;

export function doubtTable({ doubt, heldOut }: Measures): Table {
  return {
    head: [
      "asks when unsure of",
      "teacher asked",
      "calls saved",
      "κ [95 %]",
      "− student alone [95 %]",
      "false/1000 [95 %]",
    ],
    rows: doubt.map(({ share, asked, compared }) => [
      percent(share),
      `${asked} of ${heldOut.texts}`,
      percent(1 - asked / heldOut.texts),
      figureText(compared.kappa[1]!),
      signed(compared.kappaDifference),
      rate(compared.falseRewards[1]!),
    ]),
    numbersFrom: 1,
  };
}

/** "better" only where the interval of the paired difference lies beyond zero. */
function verdict(where: string, compared: Compared): string {
  const { kappaDifference: by } = compared;
  const figures = `κ difference ${signed(by)}`;
  if (by.value === null || by.low === null || by.high === null) {
    return `On ${where}, nothing can be said about student and teacher: ${figures}.`;
  }
  if (by.low > 0) return `On ${where}, the student is better than its teacher: ${figures}.`;
  if (by.high < 0) return `On ${where}, the teacher is better than its student: ${figures}.`;
  return `On ${where}, no difference between student and teacher is shown: ${figures}.`;
}

export function distilSentences(judge: distilling.DistilledJudge, measures: Measures): readonly string[] {
  const { heldOut, scopes, agreement } = measures;
  const { lessons } = judge;
  const compared = scopes.filter(({ column, compared: { achieved }, part }) => {
    const isRate = part === "natural rate" || part === "all held out";
    return column === ANY && achieved > 0 && isRate;
  });
  return [
    ...(agreement === undefined
      ? ["The teacher was not asked about what is held out: the student stands alone."]
      : [
          ...compared.map((scope) => verdict(scopeName(scope), scope.compared)),
          `Student with teacher, any flagged: κ ${figureText(agreement.kappa[0]!)} on all held out.`,
        ]),
    ...zeroSentence(scopes),
    `Held out: ${heldOut.items} transitions of ${heldOut.episodes} episodes, ${heldOut.texts} distinct texts; the texts of ${heldOut.seenItems} (${percent(heldOut.seenItems / heldOut.items)}) occurred in training, and "unseen texts" leaves these out.`,
    `Calls: ${lessons.texts} distinct texts were answered by the teacher to learn from; the ${heldOut.texts} held out took the student none.`,
  ];
}

/** No false reward at all is no rate of 0: what that many items leave open. */
function zeroSentence(scopes: Measures["scopes"]): readonly string[] {
  const rated = scopes.filter(({ column, texts }) => column === ANY && texts === "all");
  const scope = rated.find(({ part }) => part === "natural rate") ?? rated[0];
  if (scope === undefined || last(scope.compared.falseRewards).value !== 0) return [];
  const { items } = scope.compared;
  const open = wilson({ successes: 0, trials: items });
  if (!open.ok) return [];
  return [
    `No false reward of the student in ${items} transitions (${visible(scope.part, 30)}) leaves up to ${(1000 * open.high).toFixed(1)} per 1,000 open (Wilson, 95 %); [0.0, 0.0] says only that no resample differed.`,
  ];
}

/** What the student is and was made from. */
export function judgeLines(judge: distilling.DistilledJudge): readonly string[] {
  const { teacher, lessons, subgoals, scorers, features } = judge;
  return [
    `Teacher: ${visible(teacher.name, 80)} (${teacher.kind}). ${visible(teacher.note, 400)}`,
    `Learned from ${lessons.transitions} answers on ${visible(lessons.data.name, 60)} (${visible(lessons.selection, 120)}): ${lessons.texts} distinct texts of ${lessons.episodes} episodes${lessons.unanswered === 0 ? "" : `, ${lessons.unanswered} more unanswered`}; ${features.names.length} features (${features.version}).`,
    ...subgoals.map((name, i) => {
      const { yes, no, threshold, penalty, unsure } = scorers[i]!;
      const doubt = unsure === undefined ? "" : `, unsure from ${unsure.low.toFixed(2)} to ${unsure.high.toFixed(2)}`;
      return `${visible(name, 60)}: ${yes} yes, ${no} no of the teacher; yes from ${threshold.toFixed(2)} on${doubt}; penalty ${penalty}, by cross-validation over episodes.`;
    }),
  ];
}
