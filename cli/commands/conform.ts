/**
 * `calmhack conform FILES`: recorded episodes of the real MiniHack, replayed on our rules.
 */
import { basename } from "node:path";
import { conforming, InputError, visible } from "../../envs/index.js";
import { integerFlag } from "../options.js";
import { print } from "../output.js";
import { type Table, tableText } from "../text-table.js";

export interface ConformFlags {
  readonly json?: true | undefined;
  readonly misses: string;
}

const percent = ({ steps, conforming }: { steps: number; conforming: number }): string =>
  steps === 0 ? "–" : `${((100 * conforming) / steps).toFixed(3)} %`;

function byEnvironment(rows: readonly conforming.ConformanceRow[]): Table {
  return {
    head: ["environment", "file", "episodes", "steps", "conforming", "share"],
    rows: rows.map((row) => [
      visible(row.environment),
      visible(row.file),
      String(row.episodes),
      String(row.steps),
      String(row.conforming),
      percent(row),
    ]),
    numbersFrom: 2,
  };
}

function byClass(rows: readonly conforming.ConformanceRow[]): Table {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.classes)))];
  const totals = names.map((name) =>
    rows.reduce(
      (sum, { classes }) => ({
        steps: sum.steps + (classes[name]?.steps ?? 0),
        conforming: sum.conforming + (classes[name]?.conforming ?? 0),
      }),
      { steps: 0, conforming: 0 },
    ),
  );
  return {
    head: ["event class (a step may be of several)", "steps", "conforming", "share"],
    rows: names.map((name, i) => [name, String(totals[i]!.steps), String(totals[i]!.conforming), percent(totals[i]!)]),
    numbersFrom: 1,
  };
}

export async function conformCommand(files: readonly string[], flags: ConformFlags): Promise<void> {
  const most = integerFlag("--misses", flags.misses, 0, Number.MAX_SAFE_INTEGER);
  const rows: conforming.ConformanceRow[] = [];
  for (const file of files) {
    const found = await conforming.conformance(conforming.readTraces(file), basename(file));
    // Nothing compared must not look like nothing wrong.
    if (found.length === 0) throw new InputError(`${visible(file)} holds no recorded episode.`);
    rows.push(...found);
  }
  if (flags.json === true) {
    const plain = rows.map(({ environment, file, episodes, steps, conforming }) => ({
      environment,
      file,
      episodes,
      steps,
      conforming,
      share: steps === 0 ? 0 : conforming / steps,
    }));
    return print(JSON.stringify(plain));
  }
  const misses = rows.flatMap((row) => row.misses.map((miss) => `${row.environment} ${miss}`));
  const total = rows.reduce(
    (sum, row) => ({ steps: sum.steps + row.steps, conforming: sum.conforming + row.conforming }),
    { steps: 0, conforming: 0 },
  );
  const reasons = [...new Set(rows.flatMap(({ undecided }) => Object.keys(undecided)))].sort();
  const undecided = reasons.map((name) => ({
    name,
    steps: rows.reduce((sum, row) => sum + (row.undecided[name] ?? 0), 0),
  }));
  const apart = undecided.reduce((sum, { steps }) => sum + steps, 0);
  const turns = rows.flatMap(({ doorTurns }) => doorTurns);
  const dice =
    turns.length === 0
      ? []
      : [
          `Doors unlocked and opened: ${turns.length}, by turns ${[...new Set(turns)]
            .sort((a, b) => a - b)
            .map((t) => `${t}: ${turns.filter((turn) => turn === t).length}`)
            .join(", ")}.`,
        ];
  await print(
    [
      tableText(byEnvironment(rows)),
      "",
      tableText(byClass(rows)),
      "",
      `${total.conforming} of ${total.steps} steps conform (${percent(total)}). Compared: map, message, reward, place, time, pack,`,
      "end; where recorded, glyphs, colours, specials, crops, terminal, descriptions, pack glyphs",
      "and internals. Turns of an unlocking are read from the recording.",
      ...dice,
      ...(apart === 0 ? [] : [`Beside them ${apart} steps that a recording cannot decide, by reason:`]),
      ...undecided.map(({ name, steps }) => `  ${steps} ${name}`),
      ...misses.slice(0, most).map((miss) => `- ${visible(miss, 300)}`),
    ].join("\n"),
  );
}
