/**
 * The viewer: one judged transition a screen, the two frames in the game's colours, changed cells inverse.
 */
import { Box, render, Text, useApp, useInput } from "ink";
import { useState } from "react";
import type { StoredResult } from "../../calm/index.js";
import { visible, visibleLines } from "../../envs/index.js";
import type { Cell } from "../colour.js";
import { type Entry, entriesOf, entryPrompt, entryTitle, framePair, rowNames, subgoalLines } from "../view-model.js";

export interface ViewState {
  readonly row: string;
  readonly filter: "all" | "wrong";
}

function Cells({ title, message, rows }: { title: string; message: string; rows: readonly (readonly Cell[])[] }) {
  return (
    <Box flexDirection="column" marginRight={4} minWidth={24}>
      <Text bold>{title}</Text>
      {rows.map((cells, y) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell's place is its identity
        <Text key={y}>
          {cells.map(({ text, colour, changed }, x) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell's place is its identity
            <Text key={x} color={colour} inverse={changed}>
              {text}
            </Text>
          ))}
        </Text>
      ))}
      <Text wrap="wrap">message: {message === "" ? "(none)" : message}</Text>
    </Box>
  );
}

function Judged({ entry }: { entry: Entry }) {
  return (
    <Box flexDirection="column" marginTop={1}>
      {subgoalLines(entry).map(({ name, truth, verdict, wrong }) => (
        <Text key={name} {...(wrong ? { color: "red" } : {})}>
          {wrong ? "✗" : " "} {name.padEnd(28)} truth {truth.padEnd(10)} answered {verdict}
        </Text>
      ))}
      {entry.failure === undefined ? null : <Text color="yellow">not read: {visible(entry.failure, 200)}</Text>}
      {entry.raw === undefined ? null : <Text dimColor>raw answer: {visible(entry.raw, 400)}</Text>}
    </Box>
  );
}

const KEYS = "n/→ next  p/← previous  w wrong/all  r row  t prompt  q quit";

export function ViewScreen({ stored, start }: { stored: StoredResult; start: ViewState }) {
  const { exit } = useApp();
  const [state, setState] = useState(start);
  const [index, setIndex] = useState(0);
  const [prompt, setPrompt] = useState<"hidden" | "shown">("hidden");
  const all = entriesOf(stored, state.row);
  const entries = state.filter === "wrong" ? all.filter(({ wrong }) => wrong) : all;
  const at = Math.min(index, Math.max(0, entries.length - 1));
  useInput((input, key) => {
    if (input === "q" || key.escape) exit();
    if (input === "n" || key.rightArrow) setIndex(Math.min(entries.length - 1, at + 1));
    if (input === "p" || key.leftArrow) setIndex(Math.max(0, at - 1));
    if (input === "t") setPrompt(prompt === "hidden" ? "shown" : "hidden");
    if (input === "w") {
      setState({ ...state, filter: state.filter === "all" ? "wrong" : "all" });
      setIndex(0);
    }
    if (input === "r") {
      const names = rowNames(stored);
      setState({ ...state, row: names[(names.indexOf(state.row) + 1) % names.length] ?? state.row });
      setIndex(0);
    }
  });
  const entry = entries[at];
  if (entry === undefined) {
    return (
      <Box flexDirection="column">
        <Text>
          {visible(state.row, 40)} is right on all {all.length} transitions.
        </Text>
        <Text dimColor>{KEYS}</Text>
      </Box>
    );
  }
  const { item } = entry;
  const pair = framePair(item, stored.result.prompt.template.window === "crop" ? "crop" : "map");
  return (
    <Box flexDirection="column">
      <Text bold>
        {at + 1} of {entries.length} {state.filter === "wrong" ? "wrong" : "judged"}: {entryTitle(entry)}
      </Text>
      <Text>
        action{" "}
        <Text bold color="green">
          {visible(item.action, 60)}
        </Text>
        {item.episode === undefined ? "" : ` (step ${item.step ?? "?"} of ${visible(item.episode, 80)})`}
      </Text>
      <Box marginTop={1}>
        <Cells title="before" message={visible(item.before.message, 160)} rows={pair.before} />
        <Cells title="after" message={visible(item.after.message, 160)} rows={pair.after} />
      </Box>
      <Judged entry={entry} />
      {prompt === "hidden" ? null : (
        <Box flexDirection="column" marginTop={1} borderStyle="single" paddingX={1}>
          {visibleLines(entryPrompt(stored, entry)).map((line, y) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a fixed text
            <Text key={y}>{line === "" ? " " : line}</Text>
          ))}
        </Box>
      )}
      <Box marginTop={1}>
        <Text dimColor>{KEYS}</Text>
      </Box>
    </Box>
  );
}

/** Shows the screen until the person leaves it. */
export async function showView(stored: StoredResult, start: ViewState): Promise<void> {
  await render(<ViewScreen stored={stored} start={start} />).waitUntilExit();
}
