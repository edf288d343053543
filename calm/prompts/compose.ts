/**
 * From choices to a prompt template. The choices of crop/1 and map/1 give exactly those prompts, id and hash included, so
 * that answers recorded by `evaluate` serve a grid and the other way round.
 *
 * What is not shown is not spoken of: with the action hidden no sentence mentions the action as given. Choices that
 * contradict one another have no template (`contradiction`).
 */
import { InputError, visible } from "../../envs/index.js";
import {
  BASES,
  type BaseName,
  type Choices,
  FACTORS,
  FACTORS_VERSION,
  type FactorName,
  FIELDS,
  FRAMES,
  NAMED_BY_MODEL,
  NETHACK_WORDS,
  ONE_SHOT,
  SHOWN,
} from "./factors.js";
import { PRESET_PROMPTS } from "./preset.js";
import { type PromptTemplate, promptHash, promptSchema } from "./template.js";

export const isFactor = (name: string): name is FactorName => Object.hasOwn(FACTORS, name);

export const FACTOR_NAMES: readonly FactorName[] = Object.keys(FACTORS).filter(isFactor);

/** The variants of a factor on data of this kind; the kind's own first. */
export function variantsOf(factor: FactorName, base: BaseName): readonly string[] {
  const all = Object.keys(FACTORS[factor]);
  const own = BASES[base][factor];
  const left = base === "crop" ? [] : (NETHACK_WORDS[factor] ?? []);
  return [own, ...all.filter((name) => name !== own && !left.includes(name))];
}

function textOf(factor: FactorName, variant: string): string {
  const texts: Readonly<Record<string, string>> = FACTORS[factor];
  if (Object.hasOwn(texts, variant)) return texts[variant] ?? "";
  throw new InputError(
    `The prompt's ${factor} has no variant "${visible(variant, 40)}"; it has ${Object.keys(texts).join(", ")}.`,
  );
}

/** Why these choices cannot be one prompt, or undefined. */
export function contradiction(choices: Choices): string | undefined {
  if (choices.subgoals !== "preset" && choices.task === "steps") {
    return "steps that name the subgoals tell a model what it is to name itself";
  }
  if (choices.action === "hidden" && choices.instruction === "action") {
    return "an instruction about the action needs the action";
  }
  return undefined;
}

const TRANSITION = [
  "Before the action",
  "message: {messageBefore}",
  "carried: {inventoryBefore}",
  "{before}",
  "Action: {action}",
  "After the action",
  "message: {messageAfter}",
  "carried: {inventoryAfter}",
  "{after}",
];

/** CALM's fields of a time step. */
const TRAJECTORY = [
  "Time: 0",
  "Last action: not told",
  "Current message: {messageBefore}",
  "Carried: {inventoryBefore}",
  "Current observation:",
  "{before}",
  "Next action: {action}",
  "Time: 1",
  "Last action: {action}",
  "Current message: {messageAfter}",
  "Carried: {inventoryAfter}",
  "Current observation:",
  "{after}",
  "Next action: not told",
];

function inputText({ input, action, message, inventory }: Choices): string {
  const hidden = [
    ...(action === "hidden" ? [/^(Action|Last action|Next action): /] : []),
    ...(message === "hidden" ? [/^(message|Current message): /] : []),
    ...(inventory === "hidden" ? [/^(carried|Carried): /] : []),
  ];
  const lines = input === "trajectory" ? TRAJECTORY : TRANSITION;
  return lines.filter((line) => !hidden.some((pattern) => pattern.test(line))).join("\n");
}

/** A remark that speaks of what is shown only. */
function remarkText({ remark, action, message }: Choices): string {
  const speaksOf = (what: "action" | "message", shown: string) =>
    (remark === what || remark === "both") && shown === "shown";
  const [ofAction, ofMessage] = [speaksOf("action", action), speaksOf("message", message)];
  if (ofAction && ofMessage) return textOf("remark", "both");
  return textOf("remark", ofAction ? "action" : ofMessage ? "message" : "none");
}

function legendText({ legend, input, window }: Choices): string {
  const signs = textOf("legend", legend);
  if (signs === "") return "";
  return [signs, FRAMES[window], ...(legend === "fields" ? [FIELDS[input]] : [])].join("\n");
}

/** How an answer to this prompt is read. */
function answerOf({ subgoals, format }: Choices): PromptTemplate["answer"] {
  if (subgoals !== "preset") return "found";
  if (format === "times") return "times";
  return format === "generic" ? "free" : "verdicts";
}

/** All choices that differ from the kind's own, in the order of the factors. */
const changes = (choices: Choices, base: BaseName): readonly FactorName[] =>
  FACTOR_NAMES.filter((name) => choices[name] !== BASES[base][name]);

/** The prompt of these choices. Throws an InputError for a variant that does not exist and for a contradiction. */
export function composed(choices: Choices, base: BaseName): PromptTemplate {
  for (const name of FACTOR_NAMES) textOf(name, choices[name]);
  const why = contradiction(choices);
  if (why !== undefined) throw new InputError(`These parts make no prompt: ${why}.`);
  const { subgoals, format, input, action, window } = choices;
  const given = subgoals === "preset" ? "given" : "named";
  const answer = answerOf(choices);
  const example = ONE_SHOT[given]?.[format === "times" ? "times" : "verdicts"] ?? "";
  const changed = changes(choices, base).map((name) => `.${name}-${choices[name]}`);
  const template = promptSchema.parse({
    id: `${base}${changed.join("")}/${FACTORS_VERSION}`,
    window,
    separator: window === "screen" ? "" : textOf("separator", choices.separator),
    ...(answer === "verdicts" ? {} : { answer }),
    ...(choices.message === "hidden" ? { message: "hidden" } : {}),
    parts: {
      role: textOf("role", choices.role),
      legend: legendText(choices),
      task: textOf("task", choices.task),
      subgoals: textOf("subgoals", subgoals),
      instruction: `${SHOWN[input]?.[action]} ${textOf("instruction", choices.instruction)}`,
      remark: remarkText(choices),
      format: (given === "named" ? NAMED_BY_MODEL[format] : undefined) ?? textOf("format", format),
      input: inputText(choices),
      closing: textOf("closing", choices.closing).replace("{oneShot}", () => example),
    },
  });
  // Words that are shipped under a name keep it.
  const shipped = PRESET_PROMPTS.find((preset) => promptHash({ ...template, id: preset.id }) === promptHash(preset));
  return shipped ?? template;
}
