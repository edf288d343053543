/** Pieces that, repeated without end, have made parsers slow: of brackets, quotes, names, escapes. */
import { parseVerdicts } from "../../calm/parse.js";

export const HOSTILE_UNITS = [
  "{",
  "[",
  "}",
  '"',
  "'",
  "\\",
  "{}",
  '{"',
  "{'a':",
  '{"a":[',
  '{"a":{',
  "{{",
  " ",
  "\n",
  "#",
  "/*",
  "//",
  ",",
  ":",
  "`",
  "```",
  "<think>",
  "</think>",
  '{"open the door": true}',
  '{"open the door": fal',
  '"open the door": true, ',
  '"open the door": true\n',
  '{"a": "x\n',
  '{"a": "b" "c"\n',
  '{"a": "x"y"\n"b":',
  "open the door:",
  "a,",
  "a ",
  "\\n",
  '\\"',
  "“",
  "é",
  "\u200b",
  "\ud800",
  '"a" ',
  '" ',
  "true, ",
  '{"subgoal": "open the door", "achieved": true}',
  '"x": { ',
  "< think",
];

/** Milliseconds of the processor (another busy program does not count) for the slowest of four texts of that length. */
export function slowestReading(unit: string, length: number): number {
  const times = ["", "{", '{"open the door": ', '{"open the door": "'].map((start) => {
    const text = start + unit.repeat(Math.ceil(length / unit.length));
    const before = process.cpuUsage();
    if (parseVerdicts(text, ["open the door"]).verdicts.length !== 1) throw new Error("one verdict is wanted");
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.max(...times);
}
