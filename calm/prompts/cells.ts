/**
 * The cells of a prompt grid: a base, and either one factor at a time changed from it or all combinations. Cells that
 * come to the same words (a separator on a screen) are one; combinations that contradict themselves are left out; both
 * are named.
 */
import { InputError, visible } from "../../envs/index.js";
import { composed, contradiction, FACTOR_NAMES, isFactor, variantsOf } from "./compose.js";
import { BASES, type BaseName, type Choices, type FactorName } from "./factors.js";
import { type PromptTemplate, promptHash } from "./template.js";

export interface Cell {
  /** What differs from the base, for people: "base", "legend none", "legend none, action hidden". */
  readonly label: string;
  readonly choices: Choices;
  readonly template: PromptTemplate;
  readonly hash: string;
}

export type Design = "one at a time" | "full";

export interface GridPlan {
  readonly base: BaseName;
  readonly design: Design;
  readonly factors: readonly FactorName[];
  /** The base first. */
  readonly cells: readonly Cell[];
  readonly leftOut: readonly { readonly label: string; readonly why: string }[];
}

export interface GridQuestion {
  readonly base: BaseName;
  /** FACTOR=VARIANT: where the grid starts, if not at the base's own. */
  readonly start?: readonly string[];
  /** FACTOR, or FACTOR=VARIANT for one of its variants; all factors when empty. */
  readonly vary: readonly string[];
  readonly design: Design;
}

export const MOST_CELLS = 400;

interface Varied {
  readonly factor: FactorName;
  readonly variant: string | undefined;
}

function readFactor(text: string, base: BaseName): Varied {
  const [name = "", variant, more] = text.split("=").map((part) => part.trim());
  if (!isFactor(name) || more !== undefined) {
    throw new InputError(`The prompt has no factor "${visible(text, 40)}"; it has ${FACTOR_NAMES.join(", ")}.`);
  }
  const variants = variantsOf(name, base);
  if (variant !== undefined && !variants.includes(variant)) {
    const here = base === "map" ? " on data of one's own" : "";
    throw new InputError(
      `The prompt's ${name} has no variant "${visible(variant, 40)}"${here}; it has ${variants.join(", ")}.`,
    );
  }
  return { factor: name, variant };
}

function startOf({ base, start = [] }: GridQuestion): Choices {
  const chosen = start.map((text) => {
    const { factor, variant } = readFactor(text, base);
    if (variant === undefined) throw new InputError(`The base needs FACTOR=VARIANT, not "${visible(text, 40)}".`);
    return [factor, variant] as const;
  });
  return { ...BASES[base], ...Object.fromEntries(chosen) };
}

/** Factor and what it is varied over beside its place in the base. */
function variations({ base, vary }: GridQuestion, start: Choices): ReadonlyMap<FactorName, readonly string[]> {
  const asked = (vary.length === 0 ? FACTOR_NAMES : vary).map((text) => readFactor(text, base));
  const found = new Map<FactorName, readonly string[]>();
  for (const { factor, variant } of asked) {
    const wanted = variant === undefined ? variantsOf(factor, base) : [variant];
    const others = wanted.filter((name) => name !== start[factor]);
    found.set(factor, [...new Set([...(found.get(factor) ?? []), ...others])]);
  }
  return new Map([...found].filter(([, others]) => others.length > 0));
}

const single = (start: Choices, varied: ReadonlyMap<FactorName, readonly string[]>): readonly Choices[] => [
  start,
  ...[...varied].flatMap(([factor, others]) => others.map((variant) => ({ ...start, [factor]: variant }))),
];

function combined(start: Choices, varied: ReadonlyMap<FactorName, readonly string[]>): readonly Choices[] {
  const count = [...varied.values()].reduce((product, others) => product * (others.length + 1), 1);
  if (count > MOST_CELLS) {
    throw new InputError(
      `All combinations of ${[...varied.keys()].join(", ")} are ${count} cells; at most ${MOST_CELLS} are asked, so vary fewer.`,
    );
  }
  return [...varied].reduce<readonly Choices[]>(
    (cells, [factor, others]) =>
      cells.flatMap((choices) => [choices, ...others.map((variant) => ({ ...choices, [factor]: variant }))]),
    [start],
  );
}

function labelOf(choices: Choices, start: Choices): string {
  const changed = FACTOR_NAMES.filter((name) => choices[name] !== start[name]);
  return changed.length === 0 ? "base" : changed.map((name) => `${name} ${choices[name]}`).join(", ");
}

/** Throws an InputError for a factor or variant that does not exist, a base that contradicts itself, too many cells. */
export function planGrid(question: GridQuestion): GridPlan {
  const { base, design } = question;
  const start = startOf(question);
  const varied = variations(question, start);
  if (varied.size === 0) throw new InputError("The grid has one cell: what is varied is the base's own.");
  const leftOut: { label: string; why: string }[] = [];
  const cells = new Map<string, Cell>();
  for (const choices of design === "full" ? combined(start, varied) : single(start, varied)) {
    const label = labelOf(choices, start);
    const why = label === "base" ? undefined : contradiction(choices);
    if (why !== undefined) {
      leftOut.push({ label, why });
      continue;
    }
    const template = composed(choices, base);
    const words = promptHash({ ...template, id: "words/1" });
    const same = cells.get(words);
    if (same !== undefined) leftOut.push({ label, why: `the same words as "${same.label}"` });
    else cells.set(words, { label, choices, template, hash: promptHash(template) });
  }
  return { base, design, factors: [...varied.keys()], cells: [...cells.values()], leftOut };
}
