/**
 * What the screens share: the size of the window, a frame's cells, lines that take one row each, keys, and the way into
 * and out of the terminal's second screen.
 */
import { Box, type Key, render, Text, useStdout } from "ink";
import { type ReactElement, useEffect, useState } from "react";
import type { Cell } from "../colour.js";
import type { Window } from "./layout.js";

/** Columns between two frames. */
export const GAP = 4;

/** The terminal's size, also after it was changed. */
export function useWindow(): Window {
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

/** A frame's cells in their colours under a title. */
export function Cells({ title, rows }: { title: string; rows: readonly (readonly Cell[])[] }) {
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
export function Lines({ lines, dim }: { lines: readonly string[]; dim?: true }) {
  return lines.map((line, y) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of a fixed text
    <Text key={y} wrap="truncate-end" {...(dim ? { dimColor: true } : {})}>
      {line === "" ? " " : line}
    </Text>
  ));
}

/** Several letters may come at once, as from somebody who types fast. */
export function keysOf(input: string, key: Key): readonly string[] {
  const named = (["rightArrow", "leftArrow", "downArrow", "upArrow", "pageDown", "pageUp", "return"] as const).find(
    (k) => key[k],
  );
  return named === undefined ? [...input] : [named.replace("Arrow", "")];
}

/** The second screen of a terminal: what was there before comes back when it is left. */
const ENTER = "\u001b[?1049h\u001b[H";
const LEAVE = "\u001b[?1049l";

/** Shows a screen until the person leaves it. */
export async function showScreen(shown: ReactElement): Promise<void> {
  const leave = () => void process.stdout.write(LEAVE);
  process.stdout.write(ENTER);
  process.once("exit", leave);
  try {
    const screen = render(shown);
    process.once("SIGTERM", () => screen.unmount());
    await screen.waitUntilExit();
  } finally {
    process.off("exit", leave);
    leave();
  }
}
