/**
 * Confusion counts of a stream: what `judge` says at its end about transitions that carried labels.
 */
import { DefaultMap } from "mnemonist";
import { ANY, anyFlagged, type Judgement, type Transition, type Verdict } from "../annotations/index.js";
import { visible } from "../envs/index.js";
import { cohenKappa, confusionTable, type Estimate, f1 } from "../stats/index.js";
import type { Table } from "./text-table.js";

export interface Tally {
  count(item: Transition, judgement: Judgement): void;
  items(): number;
  /** Undefined when nothing was labelled. */
  table(): Table | undefined;
}

const estimate = (value: Estimate | { ok: true; value: number } | { ok: false }): string =>
  value.ok ? value.value.toFixed(2) : "–";

export function openTally(): Tally {
  const counts = new DefaultMap<string, { tp: number; fp: number; fn: number; tn: number; open: number }>(() => ({
    tp: 0,
    fp: 0,
    fn: 0,
    tn: 0,
    open: 0,
  }));
  let items = 0;
  const add = (column: string, label: Verdict, verdict: Verdict) => {
    if (label === "unanswered") return;
    const cell = counts.get(column);
    if (verdict === "unanswered") cell.open++;
    else if (verdict === "yes") cell[label === "yes" ? "tp" : "fp"]++;
    else cell[label === "yes" ? "fn" : "tn"]++;
  };
  return {
    count(item, { verdicts }) {
      items++;
      if (item.labels === undefined) return;
      add(ANY, anyFlagged(item.labels), anyFlagged(verdicts));
      item.subgoals.forEach((name, i) => {
        add(name, item.labels?.[i] ?? "unanswered", verdicts[i] ?? "unanswered");
      });
    },
    items: () => items,
    table() {
      if (counts.size === 0) return undefined;
      return {
        head: ["column (unanswered left out)", "TP", "FP", "FN", "TN", "?", "F1", "κ"],
        rows: [...counts.entries()].map(([name, { tp, fp, fn, tn, open }]) => {
          const table = { tp, fp, fn, tn };
          const scores = [estimate(f1(table)), estimate(cohenKappa(confusionTable(table)))];
          return [visible(name, 40), ...[tp, fp, fn, tn, open].map(String), ...scores];
        }),
        numbersFrom: 1,
      };
    },
  };
}
