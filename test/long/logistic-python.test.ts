/**
 * Our logistic regression against scikit-learn's, on random problems. It is looked for in the Python that
 * CALMHACK_PYTHON names (such as venv/bin/python), else in python3.
 */
import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { randomStream } from "../../envs/index.js";
import { logistic } from "../../stats/index.js";

const python = process.env.CALMHACK_PYTHON ?? "python3";

const isThere = ((): boolean => {
  try {
    execFileSync(python, ["-c", "import sklearn"], { stdio: "ignore" });
    return true;
  } catch {
    console.warn(`${python} has no scikit-learn: our logistic regression is not compared with it here.`);
    return false;
  }
})();

const PROGRAM = `
import json, sys
import numpy as np
from sklearn.linear_model import LogisticRegression
found = []
for problem in json.load(sys.stdin):
    X, y, w = [], [], []
    for row, yes, no in zip(problem["rows"], problem["yes"], problem["no"]):
        values = np.zeros(problem["width"]); values[row] = 1
        for label, count in ((1, yes), (0, no)):
            if count: X.append(values); y.append(label); w.append(count)
    model = LogisticRegression(C=1 / problem["penalty"], tol=1e-12, max_iter=10000, solver="newton-cholesky")
    model.fit(np.array(X), y, sample_weight=w)
    found.append([float(model.intercept_[0]), *map(float, model.coef_[0])])
print(json.dumps(found))
`;

function problem(number: number) {
  const stream = randomStream(number, "logistic problem");
  const width = 1 + stream.below(60);
  const rows = Array.from({ length: 20 + stream.below(300) }, () =>
    Array.from({ length: width }, (_, column) => column).filter(() => stream.uniform() < 0.2),
  );
  const yes = rows.map((row) => (row.includes(0) ? stream.below(5) : stream.below(20) === 0 ? 1 : 0));
  const no = rows.map((row) => (row.includes(0) ? stream.below(2) : 1 + stream.below(4)));
  yes[0] = 1;
  return { width, rows, yes, no, penalty: [0.3, 1, 3, 10, 100][number % 5]! };
}

it.skipIf(!isThere)(
  "has the weights of scikit-learn on 200 random problems",
  () => {
    const problems = Array.from({ length: 200 }, (_, number) => problem(number));
    const input = JSON.stringify(problems);
    const found = JSON.parse(
      execFileSync(python, ["-c", PROGRAM], { input, maxBuffer: 1 << 28 }).toString(),
    ) as number[][];
    problems.forEach(({ width, rows, yes, no, penalty }, i) => {
      const starts = [0];
      for (const row of rows) starts.push(starts.at(-1)! + row.length);
      const data = {
        rows: { starts: Int32Array.from(starts), columns: Int32Array.from(rows.flat()), width },
        yes: Float64Array.from(yes),
        no: Float64Array.from(no),
      };
      const { bias, weights } = logistic.fitLogistic(data, { penalty, tolerance: 1e-10 });
      [bias, ...weights].forEach((weight, k) => {
        expect(Math.abs(weight - found[i]![k]!)).toBeLessThan(1e-5);
      });
    });
  },
  600_000,
);
