/**
 * Every statistic of agreement and classification on 1,000 random tables against the packages that people trust:
 * scikit-learn, scipy, statsmodels and `krippendorff` (irrCAC for Gwet's AC1, where it is installed; it rounds to five
 * places and wants an old scipy, so install it with --no-deps, and pandas). A value that does not exist here must not
 * exist there: NaN or a refusal.
 */
import { describe, expect, it } from "vitest";
import {
  ac1Statistic,
  agreementTable,
  alphaStatistic,
  fleissStatistic,
  type RatedItem,
} from "../../annotations/labelling/agreement-table.js";
import type { Verdict } from "../../annotations/verdict.js";
import { type RandomStream, randomStream } from "../../envs/index.js";
import {
  accuracy,
  bestAssignment,
  calibration,
  cohenKappa,
  confusionStatistic,
  type Estimate,
  f1,
  fleissKappa,
  gwetAc1,
  holm,
  interquartileMean,
  krippendorffAlpha,
  mcc,
  newcombeDifference,
  precision,
  probabilityOfImprovement,
  quantile,
  recall,
  wilson,
} from "../../stats/index.js";
import { pythonWith } from "./python.js";

const TABLES = 1000;

const python = pythonWith(
  [
    { module: "sklearn", name: "scikit-learn" },
    { module: "scipy", name: "scipy" },
    { module: "statsmodels", name: "statsmodels" },
    { module: "krippendorff", name: "krippendorff" },
  ],
  "agreement statistics are not compared with them",
);
const irr = pythonWith([{ module: "irrCAC", name: "irrCAC" }], "AC1 is not compared with it");
if (python.isThere) console.log(python.versions);

type Value = number | null;

/** Reads cases as JSON lines, prints what `f(case)` gives, NaN and refusals as null. */
const FRAME = `
import json, sys, math, warnings
import numpy as np
warnings.filterwarnings("ignore")
def plain(value):
    value = float(value)
    return None if math.isnan(value) else value
def attempt(case):
    try:
        found = f(case)
    except (ValueError, ZeroDivisionError):
        return None
    return [plain(one) for one in found] if isinstance(found, (list, tuple)) else plain(found)
`;

function theirs(program: string, cases: readonly unknown[]): readonly (Value | readonly Value[])[] {
  const ask = `${FRAME}\n${program}\nfor line in sys.stdin:\n    print(json.dumps(attempt(json.loads(line))))\n`;
  const printed = python.run(ask, { input: cases.map((one) => `${JSON.stringify(one)}\n`).join("") });
  return printed
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const value = (estimate: Estimate): Value => (estimate.ok ? estimate.value : null);
const finite = (number: number): Value => (Number.isNaN(number) ? null : number);

/** 1,000 cases from a stream of their own; ours equals theirs, undefined where theirs is. */
function compare<Case>(
  name: string,
  made: (stream: RandomStream, i: number) => Case,
  ours: (one: Case) => Value | readonly Value[],
  program: string,
  digits = 10,
): void {
  const stream = randomStream(1, `references ${name}`);
  const cases = Array.from({ length: TABLES }, (_, i) => made(stream, i));
  const found = theirs(program, cases);
  expect(found).toHaveLength(TABLES);
  let missing = 0;
  cases.forEach((one, i) => {
    const [mine, other] = [[ours(one)].flat(), [found[i] ?? null].flat()];
    // A refusal of everything is one null.
    const wanted = other.length === 1 && other[0] === null ? mine.map(() => null) : other;
    mine.forEach((number, k) => {
      const where = `${name}: case ${i}, value ${k}: ${JSON.stringify(one).slice(0, 300)}`;
      const reference = wanted[k];
      if (number === null || reference === null || reference === undefined) {
        missing += 1;
        expect(number, where).toBe(reference);
      } else expect(number, where).toBeCloseTo(reference, digits);
    });
  });
  console.log(`${name}: ${TABLES} the same, ${missing} values undefined on both sides`);
}

const counts = (stream: RandomStream, size: number): readonly number[] => {
  // Of every size, and skewed: many tables have empty rows, columns or a single cell.
  const most = [1, 3, 20, 500][stream.below(4)]!;
  const gaps = stream.uniform();
  return Array.from({ length: size }, () => (stream.uniform() < gaps ? 0 : stream.below(most + 1)));
};

const square = (stream: RandomStream): readonly (readonly number[])[] => {
  const k = 2 + stream.below(4);
  const table = Array.from({ length: k }, () => counts(stream, k));
  // Nothing counted is a refusal of the packages' own making (no labels at all), so at least one item.
  return table.flat().some((count) => count > 0)
    ? table
    : table.map((row, i) => (i === 0 ? [1, ...row.slice(1)] : row));
};

const EXPAND = `
from sklearn.metrics import cohen_kappa_score
def pairs(table):
    k = len(table)
    a = np.repeat(np.repeat(np.arange(k), k), np.array(table).ravel())
    b = np.repeat(np.tile(np.arange(k), k), np.array(table).ravel())
    return a, b
`;

describe.skipIf(!python.isThere)("on 1,000 random tables", () => {
  it("Cohen's kappa equals scikit-learn's", () => {
    compare(
      "cohen",
      square,
      (table) => value(cohenKappa(table)),
      `${EXPAND}
def f(table):
    a, b = pairs(table)
    return cohen_kappa_score(a, b, labels=list(range(len(table))))`,
    );
  });

  it.skipIf(!irr.isThere)("Gwet's AC1 equals irrCAC's, to the five places that it prints", () => {
    compare(
      "AC1",
      (stream) => {
        // irrCAC wants every category in use by somebody.
        const table = square(stream);
        return table.map((row, i) => row.map((count, j) => (i === j ? count + 1 : count)));
      },
      (table) => value(gwetAc1(table)),
      `
import pandas as pd
from irrCAC.table import CAC
def f(table):
    names = [str(i) for i in range(len(table))]
    return CAC(pd.DataFrame(table, index=names, columns=names)).gwet()["est"]["coefficient_value"]`,
      4.9,
    );
  });

  it("precision, recall, F1, accuracy and MCC equal scikit-learn's, which calls an empty MCC 0 as we do", () => {
    compare(
      "confusion",
      (stream) => {
        const [tp = 0, fp = 0, fn = 0, tn = 0] = counts(stream, 4);
        return tp + fp + fn + tn === 0 ? { tp, fp, fn, tn: 1 } : { tp, fp, fn, tn };
      },
      (table) => [precision, recall, f1, accuracy, mcc].map((score) => value(score(table))),
      `
from sklearn.metrics import precision_score, recall_score, f1_score, accuracy_score, matthews_corrcoef
def f(c):
    n = [c["tp"], c["fp"], c["fn"], c["tn"]]
    said, true = np.repeat([1, 1, 0, 0], n), np.repeat([1, 0, 1, 0], n)
    scores = [score(true, said, zero_division=np.nan) for score in (precision_score, recall_score, f1_score)]
    return scores + [accuracy_score(true, said), matthews_corrcoef(true, said)]`,
    );
  });

  it("Fleiss' kappa equals statsmodels'", () => {
    compare(
      "fleiss",
      (stream) => {
        const [raters, categories] = [2 + stream.below(5), 2 + stream.below(4)];
        const used = 1 + stream.below(categories);
        return Array.from({ length: 1 + stream.below(20) }, () => {
          const row = Array.from({ length: categories }, () => 0);
          for (let r = 0; r < raters; r++) row[stream.below(used)]! += 1;
          return row;
        });
      },
      (table) => value(fleissKappa(table)),
      `
from statsmodels.stats.inter_rater import fleiss_kappa
def f(table):
    return fleiss_kappa(np.array(table), method="fleiss")`,
    );
  });

  it("Krippendorff's alpha equals krippendorff's on three scales, with missing ratings", () => {
    const scales = ["nominal", "ordinal", "interval"] as const;
    compare(
      "alpha",
      (stream) => {
        const [raters, items, values] = [2 + stream.below(4), 1 + stream.below(20), 1 + stream.below(5)];
        const gap = 0.8 * stream.uniform();
        return Array.from({ length: raters }, () =>
          Array.from({ length: items }, () => (stream.uniform() < gap ? null : stream.below(values))),
        );
      },
      (ratings) => scales.map((scale) => value(krippendorffAlpha(ratings, scale))),
      // The package refuses a domain of one value, and by its own formula gives 1 - 0/0 where all ratings that count are
      // equal but others were seen; items without a partner do not count for it either.
      `
import krippendorff
def alpha(data, scale):
    try:
        return krippendorff.alpha(reliability_data=data, level_of_measurement=scale)
    except (ValueError, ZeroDivisionError, AssertionError):
        return np.nan
def f(ratings):
    data = np.array([[np.nan if one is None else one for one in row] for row in ratings], dtype=float)
    return [alpha(data, scale) for scale in ("nominal", "ordinal", "interval")]`,
    );
  });

  it("what `agreement` prints equals them all on ratings with gaps: pairs, alpha and Fleiss' kappa", () => {
    const answers: readonly (Verdict | undefined)[] = ["yes", "no", "no", "unanswered", undefined];
    compare(
      "agreement",
      (stream) => {
        const raters = 2 + stream.below(3);
        const choice = [5, 3, 2, 1][stream.below(4)]!;
        return Array.from({ length: 1 + stream.below(40) }, () =>
          Array.from({ length: raters }, () => answers[stream.below(choice)] ?? null),
        );
      },
      (items) => {
        const raters = items[0]!.length;
        const rated = items.map(
          (said, i): RatedItem => ({ episode: `e ${i % 7}`, said: said.map((one) => one ?? undefined) }),
        );
        const table = agreementTable(rated, [{ first: 0, second: 1 }], raters);
        const sums = new Float64Array(table.width);
        table.counts.forEach((count, i) => {
          sums[i % table.width]! += count;
        });
        const statistics = [
          confusionStatistic("kappa", table.pairAt(0)),
          alphaStatistic(table.alphaAt),
          fleissStatistic(table.fleissAt, raters),
        ];
        // AC1 by its other way, which was compared above.
        const at = table.pairAt(0);
        const four = [...sums.subarray(at, at + 4)];
        const ac1 = gwetAc1([four.slice(0, 2), four.slice(2)]);
        const printed = finite(ac1Statistic(at)(sums));
        if (printed === null) expect(ac1.ok).toBe(false);
        else expect(printed).toBeCloseTo(value(ac1) ?? Number.NaN, 10);
        return statistics.map((statistic) => finite(statistic(sums)));
      },
      `
import krippendorff
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import fleiss_kappa
code = {"yes": 1.0, "no": 0.0}
def f(items):
    data = np.array([[code.get(one, np.nan) for one in item] for item in items])
    both = data[~np.isnan(data[:, :2]).any(axis=1)]
    full = data[~np.isnan(data).any(axis=1)]
    kappa = cohen_kappa_score(both[:, 0], both[:, 1], labels=[0.0, 1.0]) if len(both) else np.nan
    try:
        alpha = krippendorff.alpha(reliability_data=data.T, level_of_measurement="nominal")
    except (ValueError, ZeroDivisionError, AssertionError):
        alpha = np.nan
    yes = full.sum(axis=1).astype(int)
    fleiss = fleiss_kappa(np.stack([yes, data.shape[1] - yes], axis=1), method="fleiss") if len(full) else np.nan
    return [kappa, alpha, fleiss]`,
    );
  });

  it("Brier's score equals scikit-learn's, and the calibration error its calibration curve's", () => {
    compare(
      "calibration",
      (stream) => ({
        bins: 1 + stream.below(10),
        pairs: Array.from({ length: 1 + stream.below(60) }, () => [stream.uniform(), stream.below(2)] as const),
      }),
      ({ bins, pairs }) => {
        const [forecasts, outcomes] = [pairs.map(([p]) => p), pairs.map(([, y]) => y)];
        const error = calibration.calibrationError(forecasts, outcomes, bins);
        return [value(calibration.brierScore(forecasts, outcomes)), error.ok ? error.value : null];
      },
      `
from sklearn.metrics import brier_score_loss
from sklearn.calibration import calibration_curve
def f(case):
    p, y = np.array([a for a, _ in case["pairs"]]), np.array([b for _, b in case["pairs"]])
    ids = np.searchsorted(np.linspace(0, 1, case["bins"] + 1)[1:-1], p)
    count = np.bincount(ids, minlength=case["bins"])
    brier = brier_score_loss(y, p, pos_label=1, labels=[0, 1])
    if len(set(y)) < 2:
        # The curve needs both outcomes.
        weighted = sum(abs(p[ids == b].mean() - y[ids == b].mean()) * n for b, n in enumerate(count) if n)
        return [brier, weighted / len(p)]
    true, said = calibration_curve(y, p, n_bins=case["bins"], strategy="uniform")
    return [brier, float(np.sum(np.abs(true - said) * count[count > 0]) / len(p))]`,
    );
  });

  it("Wilson's interval equals scipy's", () => {
    compare(
      "wilson",
      (stream) => {
        const trials = 1 + stream.below(300);
        return { trials, successes: [0, trials, stream.below(trials + 1), stream.below(trials + 1)][stream.below(4)]! };
      },
      (one) => {
        const found = wilson(one);
        return found.ok ? [found.low, found.high] : [null, null];
      },
      `
from scipy.stats import binomtest
def f(c):
    found = binomtest(c["successes"], c["trials"]).proportion_ci(0.95, method="wilson")
    return [found.low, found.high]`,
    );
  });

  it("Newcombe's interval of a difference equals statsmodels'", () => {
    compare(
      "newcombe",
      (stream) =>
        [1, 2].map(() => {
          const trials = 1 + stream.below(200);
          return { trials, successes: stream.below(trials + 1) };
        }),
      ([first, second]) => {
        const found = newcombeDifference(first!, second!);
        return found.ok ? [found.low, found.high] : [null, null];
      },
      `
from statsmodels.stats.proportion import confint_proportions_2indep
def f(c):
    a, b = c
    return list(confint_proportions_2indep(a["successes"], a["trials"], b["successes"], b["trials"], method="newcomb"))`,
    );
  });

  it("the exact assignment has the sum of scipy's", () => {
    compare(
      "assignment",
      (stream) => {
        const [rows, columns] = [1 + stream.below(8), 1 + stream.below(8)];
        return Array.from({ length: rows }, () =>
          Array.from({ length: columns }, () => [0, 1, 0.5, stream.uniform(), stream.uniform()][stream.below(5)]!),
        );
      },
      (scores) => bestAssignment(scores).reduce((sum, { score }) => sum + score, 0),
      `
from scipy.optimize import linear_sum_assignment
def f(scores):
    scores = np.array(scores)
    rows, columns = linear_sum_assignment(scores, maximize=True)
    return scores[rows, columns].sum()`,
    );
  });

  it("Holm's correction equals statsmodels', with ties", () => {
    compare(
      "holm",
      (stream) =>
        Array.from({ length: 1 + stream.below(40) }, () => [stream.uniform(), stream.below(20) / 20][stream.below(2)]!),
      (ps) => holm(ps),
      `
from statsmodels.stats.multitest import multipletests
def f(ps):
    return list(multipletests(ps, method="holm")[1])`,
    );
  });

  it("quantiles equal numpy's, the interquartile mean scipy's, the probability of improvement Mann and Whitney's U", () => {
    compare(
      "runs",
      (stream) => {
        const list = () =>
          Array.from({ length: 1 + stream.below(30) }, () => [stream.uniform(), stream.below(4)][stream.below(2)]!);
        return { x: list(), y: list(), q: stream.uniform() };
      },
      ({ x, y, q }) => [
        value(quantile(x, q)),
        value(interquartileMean([x])),
        value(probabilityOfImprovement([x], [y])),
      ],
      `
from scipy.stats import mannwhitneyu, trim_mean
def f(c):
    x, y = c["x"], c["y"]
    return [np.quantile(x, c["q"]), trim_mean(x, 0.25), mannwhitneyu(x, y).statistic / (len(x) * len(y))]`,
    );
  });
});
