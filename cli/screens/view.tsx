/**
 * The viewer: one judged transition a screen, the two frames in the game's colours, changed cells inverse; on a second
 * page all that was asked and answered. Both fit the window, and quitting gives the terminal back as it was.
 */
import { Box, type Key, render, Text, useApp, useInput, useStdout } from "ink";
import { useEffect, useReducer, useState } from "react";
import type { StoredResult } from "../../calm/index.js";
import { visible, visibleLines } from "../../envs/index.js";
import type { Cell } from "../colour.js";
import { type Entry, entryPrompt, entryTitle, framePair, subgoalLines } from "../view-model.js";
import { wrapped } from "../wrapped.js";
import { cutOut, type Shares, shares, type Window } from "./layout.js";
import { afterKey, entriesAt, type Place, type ViewState } from "./view-state.js";

const GAP = 4;

function useWindow(): Window {
  const { stdout } = useStdout();
  const measure = (): Window => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 });
  const [size, setSize] = useState(measure);
  useEffect(() => {
    const onResize = () => setSize({ columns: stdout.columns || 80, rows: stdout.rows || 24 });
    stdout.on("resize", onResize);
    return () => void stdout.off("resize", onResize);
  }, [stdout]);
  return size;
}

function Cells({ title, rows }: { title: string; rows: readonly (readonly Cell[])[] }) {
  return (
    <Box flexDirection="column" marginRight={GAP} minWidth={12}>
      <Text bold>{title}</Text>
      {rows.map((cells, y) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell's place is its identity
        <Text key={y}>
          {cells.length === 0 ? " " : null}
          {cells.map(({ text, colour, changed }, x) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell's place is its identity
            <Text key={x} color={colour} inverse={changed}>
              {text}
            </Text>
          ))}
        </Text>
      ))}
    </Box>
  );
}

/** Lines that are one row each, whatever they hold. */
function Lines({ lines, dim }: { lines: readonly string[]; dim?: true }) {
  return lines.map((line, y) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of a fixed text
    <Text key={y} wrap="truncate-end" {...(dim ? { dimColor: true } : {})}>
      {line === "" ? " " : line}
    </Text>
  ));
}

function Judged({ entry, room, columns }: { entry: Entry; room: Shares; columns: number }) {
  const all = subgoalLines(entry);
  // Where not all fit, the wrong ones are those one came for.
  const ordered = all.length > room.subgoals ? [...all].sort((a, b) => Number(b.wrong) - Number(a.wrong)) : all;
  const names = Math.min(40, Math.max(...all.map(({ name }) => name.length)));
  const raw = entry.raw === undefined ? [] : wrapped(`raw answer: ${visible(entry.raw)}`, columns - 1);
  // Of a long answer the end, where the verdict stands after the thinking.
  const end = ["raw answer, its end (t shows all of it):", ...raw.slice(Math.min(-1, 1 - room.raw))];
  const shown = raw.length <= room.raw ? raw : end.slice(0, room.raw);
  return (
    <Box flexDirection="column" marginTop={1}>
      {ordered.slice(0, room.subgoals).map(({ name, truth, verdict, wrong }) => (
        <Text key={name} wrap="truncate-end" {...(wrong ? { color: "red" } : {})}>
          {wrong ? "✗" : " "} {name.padEnd(names)} truth {truth.padEnd(8)} answered {verdict}
        </Text>
      ))}
      {all.length > room.subgoals ? <Text dimColor>and {all.length - room.subgoals} more subgoals</Text> : null}
      {entry.failure === undefined ? null : (
        <Text color="yellow" wrap="truncate-end">
          not read: {visible(entry.failure, 200)}
        </Text>
      )}
      <Lines lines={shown} dim />
    </Box>
  );
}

const KEYS = "n/→ next  p/← previous  w wrong/all  r row  t prompt and answer  q quit";
const TEXT_KEYS = "↓/↑ line  space/b page  n/→ next  p/← previous  t back  q quit";

/** Everything that was asked and answered, as lines. */
function allText(stored: StoredResult, entry: Entry, columns: number): readonly string[] {
  const { failure, raw } = entry;
  const block = (title: string, foreign: string): readonly string[] => [
    title,
    ...visibleLines(foreign).flatMap((line) => wrapped(line, columns - 3).map((part) => `  ${part}`)),
  ];
  return [
    ...(raw === undefined ? [] : [...block("raw answer", raw), ""]),
    ...(failure === undefined ? [] : [...block("not read", failure), ""]),
    ...block(raw === undefined ? "what a model is asked here" : "prompt", entryPrompt(stored, entry)),
  ];
}

/** Several letters may come at once, as from somebody who types fast. */
function keysOf(input: string, key: Key): readonly string[] {
  const named = (["rightArrow", "leftArrow", "downArrow", "upArrow", "pageDown", "pageUp"] as const).find(
    (k) => key[k],
  );
  return named === undefined ? [...input] : [named.replace("Arrow", "")];
}

export function ViewScreen({ stored, start }: { stored: StoredResult; start: ViewState }) {
  const { exit } = useApp();
  const { columns, rows } = useWindow();
  // Title, keys, and the row that ink needs for itself.
  const room = Math.max(1, rows - 3);
  const textOf = (entry: Entry) => allText(stored, entry, columns);
  const around = { stored, room, lines: (entry: Entry) => textOf(entry).length };
  const press = (from: Place, key: string): Place => afterKey(from, key, around);
  const [place, take] = useReducer(press, { ...start, index: 0, page: "judged", line: 0 });
  useInput((input, key) => {
    for (const name of keysOf(input, key)) take(name);
    if (input.includes("q") || key.escape) exit();
  });
  const entries = entriesAt(stored, place);
  const entry = entries[place.index];
  if (entry === undefined) {
    return (
      <Box flexDirection="column">
        <Text>
          {visible(place.row, 40)} is right on all {stored.items.length} transitions.
        </Text>
        <Text dimColor>{KEYS}</Text>
      </Box>
    );
  }
  const title = `${place.index + 1} of ${entries.length} ${place.filter === "wrong" ? "wrong" : "judged"}: ${entryTitle(entry)}`;
  if (place.page === "text") {
    const text = textOf(entry);
    const from = Math.min(place.line, Math.max(0, text.length - room));
    const to = Math.min(text.length, from + room);
    return (
      <Box flexDirection="column">
        <Text bold wrap="truncate-end">
          {title}
        </Text>
        <Lines lines={text.slice(from, to)} />
        <Text dimColor wrap="truncate-end">
          {from + 1}-{to} of {text.length}: {TEXT_KEYS}
        </Text>
      </Box>
    );
  }
  const { item } = entry;
  const pair = framePair(item, stored.result.prompt.template.window === "crop" ? "crop" : "map");
  const share = shares(rows, {
    frame: Math.max(pair.before.length, pair.after.length),
    subgoals: item.subgoals.length,
    failure: entry.failure === undefined ? 0 : 1,
  });
  const [before, after] = cutOut([pair.before, pair.after], {
    columns: Math.max(1, Math.floor(columns / 2) - GAP),
    rows: share.frame,
  });
  const step = item.episode === undefined ? "" : ` (step ${item.step ?? "?"} of ${visible(item.episode, 120)})`;
  return (
    <Box flexDirection="column">
      <Text bold wrap="truncate-end">
        {title}
      </Text>
      <Text wrap="truncate-end">
        action{" "}
        <Text bold color="green">
          {visible(item.action, 60)}
        </Text>
        {step}
      </Text>
      <Box marginTop={1}>
        <Cells title="before" rows={before} />
        <Cells title="after" rows={after} />
      </Box>
      <Lines
        lines={[
          `message before: ${visible(item.before.message, 300) || "(none)"}`,
          `message after:  ${visible(item.after.message, 300) || "(none)"}`,
        ]}
      />
      <Judged entry={entry} room={share} columns={columns} />
      <Text dimColor wrap="truncate-end">
        {KEYS}
      </Text>
    </Box>
  );
}

/** The second screen of a terminal: what was there before comes back when it is left. */
const ENTER = "\u001b[?1049h\u001b[H";
const LEAVE = "\u001b[?1049l";

/** Shows the screen until the person leaves it. */
export async function showView(stored: StoredResult, start: ViewState): Promise<void> {
  const leave = () => void process.stdout.write(LEAVE);
  process.stdout.write(ENTER);
  process.once("exit", leave);
  try {
    const screen = render(<ViewScreen stored={stored} start={start} />);
    process.once("SIGTERM", () => screen.unmount());
    await screen.waitUntilExit();
  } finally {
    process.off("exit", leave);
    leave();
  }
}
