/**
 * The rater's screen: instructions, then one step of play after the other with its subgoals. It shows what a model is
 * shown and no more: neither the item's id nor its part, kind or episode, which tell what the truth is likely to be.
 */
import { Box, type Key, Text, useApp, useInput } from "ink";
import { useRef, useState } from "react";
import type { labelling, Transition } from "../../annotations/index.js";
import { visible } from "../../envs/index.js";
import { afterKey, type Desk, finishedCount, groupStart, medianSeconds, type Saved, sheetAt } from "../annotating.js";
import { framePair } from "../view-model.js";
import { fitted, wrapped } from "../wrapped.js";
import { deskShares, firstShown, proseWidth } from "./annotate-layout.js";
import { cutOut, scrolled } from "./layout.js";
import { Cells, GAP, keysOf, Lines, showScreen, useWindow } from "./parts.js";

export interface Annotating {
  readonly rater: string;
  readonly instructions: string;
  readonly window: "crop" | "map";
  /** Aligned with the plan. */
  readonly items: readonly Transition[];
  /** What others said, per showing and subgoal: of an adjudication. */
  readonly votes?: readonly (readonly string[])[];
  readonly start: Desk;
  readonly now: () => number;
  /** Called before the screen shows the change; what it throws ends the screen. */
  readonly save: (saved: Saved) => void;
}

const MARKS: Readonly<Record<labelling.Mark, string>> = { yes: "yes", no: "no", unsure: "unsure", open: "–" };
const COLOURS = { yes: "green", no: "white", unsure: "yellow", open: "gray" } as const;

const KEYS = [
  "1-9 yes/no  0 the rest is no  u unsure  ↓↑ select  enter next  b back",
  "s skip  n note  z undo  i instructions  q quit (everything is saved)",
];

/** What was pressed: pasted or fast typed characters one by one, so that none is lost. */
function pressed(input: string, key: Key): readonly string[] {
  if (key.escape) return ["escape"];
  if (key.backspace || key.delete) return ["backspace"];
  return keysOf(input, key).map((one) =>
    one === "\r" || one === "\n" ? "return" : one === "\u007f" || one === "\b" ? "backspace" : one,
  );
}

function Instructions({
  shown,
  from,
  columns,
  rows,
}: {
  shown: Annotating;
  from: number;
  columns: number;
  rows: number;
}) {
  const lines = instructionLines(shown, columns);
  const room = Math.max(1, rows - 3);
  const first = Math.min(from, Math.max(0, lines.length - room));
  const more =
    lines.length > room ? `${first + 1}-${Math.min(lines.length, first + room)} of ${lines.length}, ↓↑  ` : "";
  return (
    <Box flexDirection="column">
      <Text bold wrap="truncate-end">
        Instructions for {visible(shown.rater, 60)}
      </Text>
      <Lines lines={lines.slice(first, first + room)} />
      <Text dimColor wrap="truncate-end">
        {more}any other key goes on, q quits
      </Text>
    </Box>
  );
}

function instructionLines({ instructions, items }: Annotating, columns: number): readonly string[] {
  const text = instructions.split(/\r\n|\n|\r/).flatMap((line) => wrapped(visible(line), proseWidth(columns)));
  const task =
    items[0] === undefined
      ? []
      : ["", ...wrapped(`Task of the player: ${visible(items[0].task)}`, proseWidth(columns))];
  return [...text, ...task];
}

function Subgoals({
  desk,
  item,
  votes,
  room,
}: {
  desk: Desk;
  item: Transition;
  votes: readonly string[];
  room: number;
}) {
  const { marks } = sheetAt(desk, desk.at);
  const first = firstShown(desk.selected, marks.length, room);
  const group = groupStart(desk.selected);
  const names = Math.min(48, Math.max(...item.subgoals.map((name) => visible(name, 48).length)));
  return marks.slice(first, first + room).map((mark, offset) => {
    const i = first + offset;
    const digit = i >= group && i < group + 9 ? String(i - group + 1) : " ";
    const vote = votes[i] === undefined ? "" : `  (${votes[i]})`;
    return (
      <Text key={item.subgoals[i]} wrap="truncate-end">
        {i === desk.selected ? "›" : " "}
        {digit} {visible(item.subgoals[i] ?? "", 48).padEnd(names)}{" "}
        <Text bold={mark !== "open"} color={COLOURS[mark]}>
          {MARKS[mark]}
        </Text>
        {vote}
      </Text>
    );
  });
}

function title({ rater, start }: Annotating, desk: Desk): string {
  const seconds = medianSeconds(desk);
  const pace = seconds === undefined ? "" : `, ${seconds.toFixed(1)} s an item (median)`;
  const place = `${desk.at + 1} of ${start.plan.length}, ${finishedCount(desk)} finished`;
  const state = desk.sheets[desk.at]?.state;
  return `${place}${pace}, ${visible(rater, 40)}${state === undefined || state === "open" ? "" : ` [${state}]`}`;
}

/** Messages, and where the data tell it and the map is shown, what is carried: as in a model's prompt. */
function itemLines({ before, after }: Transition, window: "crop" | "map"): readonly string[] {
  const carried = (frame: Transition["before"]) =>
    frame.inventory?.map(({ letter, text }) => visible(letter === "" ? text : `${letter} - ${text}`, 60)).join("; ");
  const [had, has] = [carried(before), carried(after)];
  return [
    `message before: ${visible(before.message, 300) || "(none)"}`,
    `message after:  ${visible(after.message, 300) || "(none)"}`,
    ...(window === "crop" || had === undefined ? [] : [`carried before: ${had || "nothing"}`]),
    ...(window === "crop" || has === undefined ? [] : [`carried after:  ${has || "nothing"}`]),
  ];
}

function Item({ shown, desk, columns, rows }: { shown: Annotating; desk: Desk; columns: number; rows: number }) {
  const item = shown.items[desk.at];
  if (item === undefined) return null;
  const pair = framePair(item, shown.window);
  const task = wrapped(`Task: ${visible(item.task)}`, proseWidth(columns));
  const told = itemLines(item, shown.window);
  // Two of the lines are the messages, for which there is room anyway.
  const share = deskShares(rows - told.length + 2, {
    task: task.length,
    frame: Math.max(pair.before.length, pair.after.length),
    subgoals: item.subgoals.length,
  });
  const [before, after] = cutOut([pair.before, pair.after], {
    columns: Math.max(1, Math.floor(columns / 2) - GAP),
    rows: share.frame,
  });
  const taskShown =
    task.length > share.task
      ? [...task.slice(0, share.task - 1), fitted(task.slice(share.task - 1).join(" "), proseWidth(columns))]
      : task;
  const note = visible(sheetAt(desk, desk.at).note);
  const end = Math.max(10, columns - 36);
  const tail = note.length > end ? `…${note.slice(-end)}` : note;
  return (
    <Box flexDirection="column">
      <Text bold wrap="truncate-end">
        {title(shown, desk)}
      </Text>
      <Lines lines={share.task > 0 ? taskShown : []} dim />
      <Text wrap="truncate-end">
        action{" "}
        <Text bold color="green">
          {visible(item.action, 60)}
        </Text>
      </Text>
      <Box>
        <Cells title="before" rows={before} />
        <Cells title="after" rows={after} />
      </Box>
      <Lines lines={told} />
      <Subgoals desk={desk} item={item} votes={shown.votes?.[desk.at] ?? []} room={share.subgoals} />
      <Text wrap="truncate-end" {...(desk.page === "note" ? {} : { dimColor: true })}>
        {desk.page === "note" ? `note: ${tail}▏ (enter keeps, esc drops)` : tail === "" ? " " : `note: ${tail}`}
      </Text>
      <Text color="yellow" wrap="truncate-end">
        {desk.remark === "" ? " " : desk.remark}
      </Text>
      <Lines lines={KEYS} dim />
    </Box>
  );
}

export function AnnotateScreen({ shown }: { shown: Annotating }) {
  const { exit } = useApp();
  const { columns, rows } = useWindow();
  const latest = useRef(shown.start);
  const [desk, show] = useState(shown.start);
  const [line, setLine] = useState(0);
  const press = (key: string): "stay" | "leave" => {
    const held = latest.current;
    if (held.page === "instructions" && (key === "down" || key === "up")) {
      const count = instructionLines(shown, columns).length;
      setLine((from) => scrolled(from, key === "down" ? 1 : -1, count, Math.max(1, rows - 3)));
      return "stay";
    }
    if (held.page !== "note" && (key === "q" || key === "escape")) return "leave";
    const step = afterKey(held, key, shown.now());
    // Saved first: what the screen shows is on disk.
    if (step.saved !== undefined) shown.save(step.saved);
    latest.current = step.desk;
    return "stay";
  };
  useInput((input, key) => {
    try {
      for (const name of pressed(input, key)) {
        if (press(name) === "leave") return exit();
      }
      show(latest.current);
    } catch (error) {
      exit(error instanceof Error ? error : new Error(String(error)));
    }
  });
  if (desk.page === "instructions") return <Instructions shown={shown} from={line} columns={columns} rows={rows} />;
  if (desk.at < desk.plan.length) return <Item shown={shown} desk={desk} columns={columns} rows={rows} />;
  return (
    <Box flexDirection="column">
      <Text bold>All {desk.plan.length} are finished. Thank you.</Text>
      <Text dimColor>b back to the last one z undo q quit (everything is saved)</Text>
    </Box>
  );
}

/** Shows the screen until the rater leaves it. */
export const showAnnotating = (shown: Annotating): Promise<void> => showScreen(<AnnotateScreen shown={shown} />);
