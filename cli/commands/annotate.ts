/**
 * `calmhack annotate DATA --as human:NAME`: a person labels the steps of a data set, one key per subgoal.
 */
import { readFileSync } from "node:fs";
import { labelling, loadDataSet, select, shippedDataSets } from "../../annotations/index.js";
import { presetPrompt } from "../../calm/index.js";
import { InputError, visible } from "../../envs/index.js";
import { requireHand, requireKeyboard, sit } from "../annotating-run.js";
import { readScript } from "../annotating-script.js";
import { integerFlag, numberFlag } from "../options.js";
import { print } from "../output.js";

export interface AnnotateFlags {
  readonly as: string;
  readonly items: string;
  readonly repeat: string;
  readonly split?: string | undefined;
  readonly instructions?: string | undefined;
  readonly script?: string | undefined;
  readonly out?: string | undefined;
}

/** Unless others are given: the built-in words, and for shipped data the legend that a model reads, too. */
export function instructionsFlag(path: string | undefined, window: "crop" | "map"): labelling.Instructions {
  if (path === undefined) {
    const { text: own } = labelling.INSTRUCTIONS;
    return window === "map"
      ? labelling.INSTRUCTIONS
      : labelling.instructionsOf(`${own}\n\n${presetPrompt("crop").parts.legend}`);
  }
  let text: string;
  try {
    text = readFileSync(path, "utf8").trim();
  } catch {
    throw new InputError(`The instructions ${visible(path)} cannot be read; they are a text file.`);
  }
  if (text === "") throw new InputError(`The instructions ${visible(path)} are empty.`);
  return labelling.instructionsOf(text);
}

/** As `evaluate` shows frames to a model unless told otherwise. */
export const windowOf = (dataName: string): "crop" | "map" => (shippedDataSets().includes(dataName) ? "crop" : "map");

export async function annotateCommand(dataName: string, flags: AnnotateFlags): Promise<void> {
  const rater = labelling.parseRater(flags.as);
  requireHand(rater, flags.script);
  const limit = integerFlag("--items", flags.items, 1, 100_000);
  const repeat = numberFlag("--repeat", flags.repeat, 0, 0.5);
  const window = windowOf(dataName);
  const instructions = instructionsFlag(flags.instructions, window);
  const data = loadDataSet(dataName, { labels: "optional" });
  const items = select(data, { size: "full", limit, ...(flags.split === undefined ? {} : { split: flags.split }) });
  const script = flags.script === undefined ? undefined : readScript(flags.script);
  requireKeyboard(script);
  const path = flags.out ?? labelling.labelFileName(rater);
  const ids = items.map(({ id }) => id);
  const said = await sit({ data, rater, path, instructions, window, ids, repeat, script });
  await print(`${rater.name}: ${said}\nLabels: ${visible(path)}`);
  await print(`How far raters agree: npx calmhack agreement ${visible(dataName)} ${visible(path)} OTHER…`);
}
