/**
 * The table of order and wording sensitivity: for the terminal, Markdown, HTML and CSV. Pure.
 */
import type { Figure } from "../annotations/index.js";
import type { prompting } from "../calm/index.js";
import { visible } from "../envs/index.js";
import { headingHtml, htmlPage, noteHtml } from "./html-page.js";
import { figureText, humanLabels, type Section, valueText } from "./report.js";
import { csvText, escapeHtml, escapeMarkdown, type Table, tableHtml, tableMarkdown } from "./text-table.js";

type Result = prompting.SensitivityResult;
type Part = prompting.SensitivityPart;
type Rater = Result["raters"][number];

const LEVEL = 0.05;

const pText = (p: number | undefined): string =>
  p === undefined ? "" : `${p < 0.001 ? "<0.001" : p.toFixed(3)}${p <= LEVEL ? "*" : " "}`;

/** wide: flips per subgoal, kappa, every interval; narrow: for small terminals. */
export type SensitivityStyle = "wide" | "narrow";

/** One line per variant; flips over all subgoals, then of each. */
export function sensitivityTable(result: Result, part: Part, style: SensitivityStyle): Table {
  const columns = part.variants.find((variant) => variant.columns.length > 0)?.columns ?? [];
  const apart = columns.slice(0, -1);
  const only = <T>(when: SensitivityStyle, cells: readonly T[]): readonly T[] => (when === style ? cells : []);
  const isDeclared = part.role === "declared";
  const head = [
    visible(part.name, 40),
    "flips",
    ...only("wide", ["rate [95 %]", ...apart.map(({ name }) => visible(name, 24)), "κ with base [95 %]"]),
    ...only("narrow", ["rate"]),
    "?",
    "right",
    ...only("wide", ["right − base [95 %]"]),
    ...(isDeclared ? ["p Holm "] : []),
  ];
  const rows = result.variants.map(({ label }, v) => {
    const { columns: own, right, difference, holm } = part.variants[v]!;
    const all = own.at(-1);
    const text = (of: (column: NonNullable<typeof all>) => string) => (all === undefined ? "" : of(all));
    return [
      visible(label, style === "wide" ? 70 : 38),
      text(({ flips, compared }) => `${flips} of ${compared}`),
      ...only("wide", [
        text(({ rate }) => figureText(rate)),
        ...apart.map((_, c) => (own[c] === undefined ? "" : valueText(own[c].rate))),
        text(({ kappa }) => figureText(kappa)),
      ]),
      ...only("narrow", [text(({ rate }) => valueText(rate))]),
      text(({ open }) => String(open)),
      valueText(right),
      ...only("wide", [difference === undefined ? "" : figureText(difference)]),
      ...(isDeclared ? [pText(holm)] : []),
    ];
  });
  return { head, rows, numbersFrom: 1 };
}

export function sensitivityHead(result: Result, leftOut: readonly string[] = []): readonly string[] {
  const { data, prompt, statistics, variants } = result;
  return [
    `Order and wording sensitivity: ${variants.length - 1} variants of prompt ${visible(prompt.template.id, 80)} (${prompt.hash.slice(0, 12)}), each asked on the same transitions.`,
    `${visible(data.name, 60)} ${visible(data.version, 20)} (${data.hash.slice(0, 12)}), ${visible(data.selection)}: ${data.items} of ${data.of} transitions. ${visible(data.labels, 200)} ${humanLabels(data.humanLabels)}.`,
    `Episode bootstrap, ${statistics.repetitions} repetitions, seed ${statistics.seed}; the same items and resamples for every variant.`,
    ...(leftOut.length === 0
      ? []
      : [
          `Left out, because the prompt shows nothing of it: ${leftOut.map((label) => visible(label, 80)).join("; ")}.`,
        ]),
  ];
}

const perCent = (figure: Figure): string => {
  const text = (value: number | null) => (value === null ? "?" : (100 * value).toFixed(0));
  return figure.value === null ? "–" : `${text(figure.value)} % [${text(figure.low)}, ${text(figure.high)}]`;
};

export function sensitivityNotes(result: Result, rater: Rater, part: Part): readonly string[] {
  const tested = part.variants.filter(({ p }) => p !== undefined).length;
  const starred = part.variants.filter(({ holm }) => holm !== undefined && holm <= LEVEL).length;
  const least = (2 / (result.statistics.repetitions + 1)) * tested;
  const repeats = result.variants.some(({ change }) => change.kind === "again");
  const tasks = result.variants.flatMap(({ label, change }) =>
    change.kind === "task" ? [`${label}: ${visible(change.words, 300)}`] : [],
  );
  return [
    "flips: verdicts that are yes for the one and no for the other of base and variant; ?: given by only one of them or by neither; right: of all labelled verdicts, unanswered counts as wrong.",
    `${perCent(part.unstable)} of ${part.items} transitions have a flip in some variant of order or words.`,
    ...(repeats
      ? ["again, same words: what flips by chance alone; a variant says something where it flips more."]
      : []),
    ...(part.role !== "declared"
      ? ["Not the declared part: intervals are uncorrected and support no claim."]
      : tested === 0
        ? ["No difference could be tested: there is one episode only, or nothing is labelled."]
        : [
            `p: two-sided bootstrap of right − base, corrected over ${tested} variants (Holm 1979); * at most ${LEVEL}: ${starred}.`,
            ...(least > LEVEL
              ? [
                  `With ${result.statistics.repetitions} repetitions no corrected p can fall to ${LEVEL}; ask for more with --repetitions.`,
                ]
              : []),
          ]),
    ...(rater.provenance.kind === "rules"
      ? [
          "The text rules are a program that knows the shipped names only: what words do to it is no evidence about language models.",
        ]
      : []),
    ...tasks,
  ];
}

export const raterLine = ({ provenance }: Rater): string =>
  `${visible(provenance.name, 60)} (${provenance.kind}): ${visible(provenance.note, 400)}`;

const sectionsOf = (result: Result): readonly Section[] =>
  result.raters.flatMap((rater) =>
    rater.parts.map((part) => ({
      title: `${visible(rater.provenance.name, 60)}: ${visible(part.name, 60)}, ${part.items} transitions of ${part.episodes} episodes`,
      tables: [sensitivityTable(result, part, "wide")],
      notes: [raterLine(rater), ...sensitivityNotes(result, rater, part)],
    })),
  );

const CSV_HEAD =
  "rater,kind,part,role,variant,change,column,compared,flips,open,flip rate,low,high,kappa,low,high,right,low,high,difference,low,high,p,p holm";

const limits = (figure: Figure | undefined): readonly string[] =>
  figure === undefined || figure.value === null
    ? ["", "", ""]
    : [figure.value, figure.low, figure.high].map((value) => (value === null ? "" : String(value)));

function csv(result: Result): string {
  const rows = result.raters.flatMap(({ provenance, parts }) =>
    parts.flatMap((part) =>
      result.variants.flatMap(({ label, change }, v) => {
        const { columns, right, difference, p, holm } = part.variants[v]!;
        const who = [provenance.name, provenance.kind, part.name, part.role, label].map((text) => visible(text));
        return columns.map((column, c) => {
          const isAll = c === columns.length - 1;
          const accuracy = isAll ? [...limits(right), ...limits(difference), p ?? "", holm ?? ""] : Array(8).fill("");
          const counts = [column.compared, column.flips, column.open];
          return [
            ...who,
            change.kind,
            visible(column.name),
            ...counts.map(String),
            ...limits(column.rate),
            ...limits(column.kappa),
            ...accuracy.map(String),
          ];
        });
      }),
    ),
  );
  return csvText(CSV_HEAD.split(","), rows);
}

const TITLE = "Do verdicts hang on order and words?";

export function sensitivityFiles(result: Result, leftOut: readonly string[]): ReadonlyMap<string, string> {
  const sections = sectionsOf(result);
  const head = sensitivityHead(result, leftOut);
  const markdown = [
    `# ${TITLE}`,
    ...head.map(escapeMarkdown),
    ...sections.flatMap(({ title, tables, notes }) => [
      `## ${escapeMarkdown(title)}`,
      ...tables.map(tableMarkdown),
      ...notes.map((note) => `- ${escapeMarkdown(note).replace(/^\*/, "\\*")}`),
    ]),
  ];
  const body = sections.flatMap(({ title, tables, notes }) => [
    headingHtml(title),
    ...tables.map(tableHtml),
    ...notes.map(noteHtml),
  ]);
  return new Map([
    ["report.md", `${markdown.join("\n\n")}\n`],
    ["report.html", htmlPage(TITLE, [...head.map((line) => `<p>${escapeHtml(line)}</p>`), ...body])],
    ["flips.csv", csv(result)],
  ]);
}
