/**
 * `calmhack prompt DATA`: the very text that a model would be asked, with the version and hash of its words.
 */
import { loadDataSet, shippedDataSets, viewOf } from "../../annotations/index.js";
import { promptHash, promptText } from "../../calm/index.js";
import { InputError, visible, visibleLines } from "../../envs/index.js";
import { promptFlag } from "../options.js";
import { jsonText, print } from "../output.js";

export interface PromptFlags {
  readonly prompt?: string | undefined;
  readonly item?: string | undefined;
  readonly template?: true | undefined;
  readonly json?: true | undefined;
}

export async function promptCommand(dataName: string, flags: PromptFlags): Promise<void> {
  const template = promptFlag(flags.prompt ?? (shippedDataSets().includes(dataName) ? "crop" : "map"));
  if (flags.template === true) return print(jsonText(template, 2));
  const { items, name } = loadDataSet(dataName);
  const item = flags.item === undefined ? items[0] : items.find(({ id }) => id === flags.item);
  if (item === undefined) {
    const first = visible(items[0]?.id ?? "", 40);
    throw new InputError(
      `${visible(name, 40)} has no item "${visible(flags.item ?? "", 40)}"; its ids are like "${first}".`,
    );
  }
  const text = promptText(template, viewOf(item));
  const hash = promptHash(template);
  if (flags.json === true) return print(jsonText({ prompt: template.id, hash, item: item.id, text }));
  await print(
    `Prompt ${template.id} (${hash.slice(0, 12)}), item ${visible(item.id)}\n\n${visibleLines(text).join("\n")}`,
  );
}
