/**
 * `calmhack view RESULT`: on a terminal a screen to walk through, elsewhere plain text of every entry.
 */
import { readStoredResult, type StoredResult } from "../../calm/index.js";
import { InputError, visible, visibleLines } from "../../envs/index.js";
import { rowText } from "../colour.js";
import { print } from "../output.js";
import { defaultRow, type Entry, entriesOf, entryPrompt, entryTitle, framePair, subgoalLines } from "../view-model.js";

export interface ViewFlags {
  readonly wrong?: true | undefined;
  readonly row?: string | undefined;
}

/** One entry as plain text. */
export function entryText(stored: StoredResult, entry: Entry): string {
  const { item, failure, raw } = entry;
  const window = stored.result.prompt.template.window === "crop" ? "crop" : "map";
  const { before, after } = framePair(item, window);
  const width = Math.max(24, ...before.map((row) => row.length)) + 4;
  const frames = Array.from({ length: Math.max(before.length, after.length) }, (_, y) =>
    `${rowText(before[y] ?? [], "plain").padEnd(width)}${rowText(after[y] ?? [], "plain")}`.trimEnd(),
  );
  return [
    entryTitle(entry),
    `action ${visible(item.action)}; message before "${visible(item.before.message)}", after "${visible(item.after.message)}"`,
    ...frames,
    ...subgoalLines(entry).map(
      ({ name, truth, verdict, wrong }) => `${wrong ? "✗" : " "} ${name}: truth ${truth}, answered ${verdict}`,
    ),
    ...(failure === undefined ? [] : [`not read: ${visible(failure)}`]),
    ...(raw === undefined ? [] : ["raw answer:", ...visibleLines(raw).map((line) => `  ${line}`)]),
    "prompt:",
    ...visibleLines(entryPrompt(stored, entry)).map((line) => `  ${line}`),
  ].join("\n");
}

export async function viewCommand(folder: string, flags: ViewFlags): Promise<void> {
  const stored = readStoredResult(folder);
  const row = flags.row ?? defaultRow(stored);
  const all = entriesOf(stored, row);
  const shown = flags.wrong === true ? all.filter(({ wrong }) => wrong) : all;
  if (shown.length === 0) {
    return print(`${visible(row)} is right on all ${all.length} transitions.`);
  }
  if (process.stdout.isTTY && process.stdin.isTTY) {
    const { showView } = await import("../screens/view.js");
    return showView(stored, { row, filter: flags.wrong === true ? "wrong" : "all" });
  }
  if (process.stdout.isTTY) throw new InputError("The viewer needs a keyboard; pipe its output for plain text.");
  await print(`${shown.length} of ${all.length} transitions; screens regenerated from recorded maps and numbers.\n`);
  for (const entry of shown) await print(`${entryText(stored, entry)}\n`);
}
