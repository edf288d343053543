/**
 * A prompt grid read back: its cells, and one of them as a result that the viewer opens, raters as rows.
 */
import { z } from "zod";
import { anyFlagged, type ProvenanceKind, type Transition, type Verdict } from "../annotations/index.js";
import { parsePrompt, type prompting, type StoredResult } from "../calm/index.js";
import { InputError, visible } from "../envs/index.js";
import { storedItems, storedLines, storedResult } from "./stored-json.js";

const gridSchema = z.looseObject({
  calmhack: z.string(),
  data: z.looseObject({
    name: z.string(),
    version: z.string(),
    hash: z.string(),
    labels: z.string(),
    humanLabels: z.number(),
    selection: z.string(),
    items: z.number(),
    of: z.number(),
  }),
  factors: z.looseObject({ version: z.number(), design: z.string() }),
  statistics: z.looseObject({ seed: z.number(), repetitions: z.number(), correction: z.string() }),
  cells: z
    .array(z.looseObject({ label: z.string(), hash: z.string(), template: z.looseObject({ id: z.string() }) }))
    .min(1),
  raters: z
    .array(z.looseObject({ provenance: z.looseObject({ kind: z.string(), name: z.string(), note: z.string() }) }))
    .min(1),
});

const verdict = z.enum(["yes", "no", "unanswered"]);

const lineSchema = z.object({
  id: z.string(),
  answers: z.array(
    z.object({
      rater: z.string(),
      cell: z.string(),
      verdicts: z.array(verdict),
      failure: z.object({ reason: z.string(), detail: z.string() }).optional(),
      raw: z.string().optional(),
      request: z.string().optional(),
    }),
  ),
});

const MADE = "a grid of an earlier version does not; run the same calmhack grid again";

/** The summary alone. The schema checks what readers rely on; the file was written from this type. */
export const readGrid = (folder: string): prompting.GridResult =>
  storedResult(folder, gridSchema) as unknown as prompting.GridResult;

interface StoredGrid {
  readonly result: prompting.GridResult;
  readonly items: readonly Transition[];
  /** Aligned with the items. */
  readonly lines: readonly z.infer<typeof lineSchema>[];
}

export function readStoredGrid(folder: string): StoredGrid {
  const result = readGrid(folder);
  const items = storedItems(folder, MADE);
  const lines = storedLines(folder, "judgements.jsonl", lineSchema, MADE);
  const fits = items.length === lines.length && items.every(({ id }, i) => lines[i]?.id === id);
  if (!fits) throw new InputError(`${visible(folder)}: judgements.jsonl does not belong to its items.jsonl.`);
  return { result, items, lines };
}

/** An item as a cell asked about it: all its subgoals, or any of them. */
function askedOf(item: Transition, answer: string | undefined): Transition {
  if (answer !== "found") return item;
  const labels: readonly Verdict[] = item.labels ?? item.subgoals.map(() => "unanswered");
  return { ...item, subgoals: ["any subgoal"], labels: [anyFlagged(labels)] };
}

/** One cell. Throws an InputError that says where cells are listed when there is none of that label. */
export function cellOf({ result, items, lines }: StoredGrid, label: string, folder: string): StoredResult {
  const cell = result.cells.find((one) => one.label === label);
  if (cell === undefined) {
    throw new InputError(
      `The grid has no cell "${visible(label, 80)}"; calmhack view ${visible(folder)} lists its ${result.cells.length} cells.`,
    );
  }
  const template = parsePrompt(JSON.stringify(cell.template), `the prompt of cell ${visible(label, 80)}`);
  const asked = items.map((item) => askedOf(item, template.answer));
  const { calmhack, data, statistics, raters } = result;
  return {
    result: {
      format: "calmhack-result/1",
      ...{ calmhack, data, statistics },
      prompt: { hash: cell.hash, template },
      annotators: raters.map(({ provenance }) => ({ provenance, texts: 0, tokensIn: 0, tokensOut: 0, failures: {} })),
      parts: [],
    },
    items: asked,
    judgements: lines.map(({ id, answers }, i) => ({
      id,
      answers: raters.map(({ provenance: { name } }) => {
        const found = answers.find((answer) => answer.rater === name && answer.cell === label);
        if (found === undefined || found.verdicts.length !== asked[i]?.subgoals.length) {
          throw new InputError(
            `${visible(folder)}: judgements.jsonl lacks ${visible(name, 60)} on ${visible(id, 60)}.`,
          );
        }
        const { rater: _rater, cell: _cell, ...said } = found;
        return { annotator: name, ...said };
      }),
    })),
  };
}

const isWrong = (item: Transition, verdicts: readonly Verdict[]): boolean =>
  item.labels?.some((label, s) => label !== "unanswered" && label !== verdicts[s]) ?? false;

export interface CellCount {
  readonly label: string;
  /** Per rater: wrong items, and items whose verdicts differ from those of the base cell (none to compare: undefined). */
  readonly raters: readonly {
    readonly kind: ProvenanceKind;
    readonly name: string;
    readonly wrong: number;
    readonly changed: number | undefined;
  }[];
}

/** How often each rater errs in each cell, and how often otherwise than in the first. */
export function cellCounts(grid: StoredGrid, folder: string): readonly CellCount[] {
  const cells = grid.result.cells.map(({ label }) => ({ label, stored: cellOf(grid, label, folder) }));
  const base = cells[0]?.stored;
  return cells.map(({ label, stored }) => ({
    label,
    raters: stored.result.annotators.map(({ provenance: { kind, name } }, r) => {
      const verdicts = stored.judgements.map(({ answers }) => answers[r]?.verdicts ?? []);
      const first = base?.judgements.map(({ answers }) => answers[r]?.verdicts ?? []) ?? [];
      const same = verdicts.every((one, i) => one.length === first[i]?.length);
      return {
        ...{ kind, name },
        wrong: stored.items.filter((item, i) => isWrong(item, verdicts[i] ?? [])).length,
        changed: same
          ? verdicts.filter((one, i) => one.some((verdict, s) => verdict !== first[i]?.[s])).length
          : undefined,
      };
    }),
  }));
}
