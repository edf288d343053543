/**
 * The viewer: one judged transition a screen, the two frames in the game's colours, changed cells inverse; on a second
 * page all that was asked and answered. Both fit the window, and quitting gives the terminal back as it was.
 */
import { Box, Text, useApp, useInput } from "ink";
import { useReducer } from "react";
import type { StoredResult } from "../../calm/index.js";
import { visible, visibleLines } from "../../envs/index.js";
import { type Entry, entryPrompt, entryTitle, framePair, referenceName, subgoalLines } from "../view-model.js";
import { wrapped } from "../wrapped.js";
import { cutOut, type Shares, shares } from "./layout.js";
import { Cells, GAP, keysOf, Lines, showScreen, useWindow } from "./parts.js";
import { afterKey, entriesAt, type Place, type ViewState } from "./view-state.js";

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
          {wrong ? "✗" : " "} {name.padEnd(names)} {referenceName(entry.item)} {truth.padEnd(8)} answered {verdict}
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

export function ViewScreen({ stored, start }: { stored: StoredResult; start: ViewState }) {
  const { exit } = useApp();
  const { columns, rows } = useWindow();
  // Title, keys, and the row that ink needs for itself.
  const room = Math.max(1, rows - 3);
  const textOf = (entry: Entry) => allText(stored, entry, columns);
  const around = { stored, room, lines: (entry: Entry) => textOf(entry).length };
  const press = (from: Place, key: string): Place => afterKey(from, key, around);
  const [place, take] = useReducer(press, { ...start, index: start.index ?? 0, page: "judged", line: 0 });
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

/** Shows the screen until the person leaves it. */
export const showView = (stored: StoredResult, start: ViewState): Promise<void> =>
  showScreen(<ViewScreen stored={stored} start={start} />);
