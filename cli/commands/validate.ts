/**
 * `calmhack validate DATA`: recomputes what a data set claims; names every line that is no transition.
 */
import { existsSync } from "node:fs";
import { isDataSetFolder, shippedDataSets, validate } from "../../annotations/index.js";
import { assetPath, InputError, visible } from "../../envs/index.js";
import { jsonText, print } from "../output.js";

export interface ValidateFlags {
  readonly json?: true | undefined;
  readonly schema?: true | undefined;
}

export async function validateCommand(data: string, flags: ValidateFlags): Promise<void> {
  const folder = shippedDataSets().includes(data) ? assetPath(data) : data;
  const isFolder = isDataSetFolder(folder);
  if (!isFolder && data !== "-" && !existsSync(data)) {
    throw new InputError(
      `There is no data set "${visible(data, 80)}"; accepted are ${shippedDataSets().join(", ")}, a data-set folder, a JSONL file or "-".`,
    );
  }
  const { items, labelled, findings } = await validate(folder);
  if (flags.json === true) await print(jsonText({ data, items, labelled, findings }));
  else if (findings.length === 0) {
    await print(
      `${visible(data)} is valid: ${items} transitions, ${labelled} labelled${isFolder ? "; hash, counts, truth, splits and card recomputed" : ""}.`,
    );
  } else await print(findings.map((finding) => `- ${visible(finding)}`).join("\n"));
  if (findings.length > 0) {
    throw new InputError(
      `${visible(data)} is not valid: ${findings.length} findings, the first: ${visible(findings[0] ?? "", 160)}.`,
    );
  }
}
