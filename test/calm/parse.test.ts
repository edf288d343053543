import { describe, expect, it } from "vitest";
import { parseVerdicts } from "../../calm/parse.js";
import { read, subgoals } from "./answer-reading.js";

const answers: readonly (readonly [style: string, text: string, expected: string])[] = [
  ["plain JSON", '{"pick up the key": true, "open the door": false}', "yn"],
  ["one line in a fence", '```json\n{"pick up the key": false, "open the door": true}\n```', "ny"],
  ["a fence without a language", '```\n{"pick up the key": false, "open the door": false}\n```', "nn"],
  ["a fence that never closes", '```json\n{"pick up the key": false, "open the door": true}', "ny"],
  ["tildes as a fence", '~~~js\n{"pick up the key": true, "open the door": true}\n~~~', "yy"],
  [
    "llama with prose",
    'Based on the message, here is the answer:\n\n```\n{"pick up the key": True, "open the door": False}\n```\n\nThe agent picked up the key.',
    "yn",
  ],
  [
    "gemma with bold prose",
    '**Answer:**\n\n```python\n{\n    "pick up the key": False,\n    "open the door": False,\n}\n```\n\n**Explanation:** The message is empty.',
    "nn",
  ],
  ["mistral with a leading blank", ' { "pick up the key" : true , "open the door" : false }', "yn"],
  [
    "a Python assignment",
    "```python\nachieved = {'pick up the key': True, 'open the door': False}\nprint(achieved)\n```",
    "yn",
  ],
  ["single quotes", "{'pick up the key': 'false', 'open the door': 'true'}", "ny"],
  ["curly quotes", "{“pick up the key”: true, “open the door”: false}", "yn"],
  ["a curly opening and a straight closing quote", '{“pick up the key": true, “open the door": false}', "yn"],
  ["backticks", "{`pick up the key`: true, `open the door`: false}", "yn"],
  ["bare keys", "{pick up the key: true, open the door: false}", "yn"],
  ["bare keys on lines", "{\n pick up the key: yes\n open the door: no\n}", "yn"],
  ["equals signs", '{"pick up the key" = true, "open the door" = false}', "yn"],
  ["Ruby arrows", '{"pick up the key" => true, "open the door" => false}', "yn"],
  ["quoted booleans in any case", '{"pick up the key": "TRUE", "open the door": "fAlse"}', "yn"],
  ["Yes and No", '{"pick up the key": "Yes", "open the door": "No"}', "yn"],
  ["numbers", '{"pick up the key": 1, "open the door": 0}', "yn"],
  ["quoted numbers", '{"pick up the key": "0", "open the door": "1"}', "ny"],
  ["trailing commas", '{"pick up the key": true, "open the door": false,}', "yn"],
  ["missing commas across lines", '{\n"pick up the key": true\n"open the door": false\n}', "yn"],
  ["line comments", '{\n"pick up the key": true, // "open the door": true\n"open the door": false // not yet\n}', "yn"],
  ["hash comments", "{\n'pick up the key': True,  # it isn't on the floor\n'open the door': False  # closed\n}", "yn"],
  ["block comments", '{"pick up the key": true /* seen */, /* and */ "open the door": false}', "yn"],
  ["other case in keys", '{"Pick Up The Key": true, "OPEN THE DOOR": false}', "yn"],
  ["snake case", '{"pick_up_the_key": true, "open_the_door": false}', "yn"],
  ["hyphens and dots", '{"pick-up-the-key.": true, " open  the door ": false}', "yn"],
  ["colons inside the quotes", '{"pick up the key:": true, "open the door?": false}', "yn"],
  ["zero-width and full-width characters", '{"\u200bpick up the\u00a0key": true, "ｏｐｅｎ the door"： false}', "yn"],
  ["a wrapper", '{"achieved": {"pick up the key": true, "open the door": false}}', "yn"],
  ["another wrapper", '{"subgoals": {"pick up the key": false, "open the door": true}}', "ny"],
  ["two wrappers", '{"answer": {"achieved": {"pick up the key": false, "open the door": true}}}', "ny"],
  [
    "a tool call",
    '[TOOL_CALLS] [{"name": "judge", "arguments": {"pick up the key": true, "open the door": false}}]',
    "yn",
  ],
  [
    "a list of records",
    '[{"subgoal": "pick up the key", "achieved": true}, {"subgoal": "open the door", "achieved": false}]',
    "yn",
  ],
  [
    "wrapped records",
    '{"subgoals": [{"name": "open the door", "completed": "yes"}, {"name": "pick up the key", "completed": "no"}]}',
    "ny",
  ],
  ["a list of small objects", '[{"pick up the key": true}, {"open the door": false}]', "yn"],
  [
    "an object per subgoal",
    '{"pick up the key": {"achieved": true, "reason": "it says so"}, "open the door": {"achieved": false}}',
    "yn",
  ],
  ["doubled braces", '{{"pick up the key": true, "open the door": false}}', "yn"],
  ["LaTeX", '$\\boxed{{"pick up the key": true, "open the door": false}}$', "yn"],
  ["an object inside a string", '"{\\"pick up the key\\": true,\\n \\"open the door\\": false}"', "yn"],
  [
    "a reason first",
    '{"reason": "The hero stands on it, so {yes}.", "pick up the key": true, "open the door": false}',
    "yn",
  ],
  [
    "unescaped quotes in a reason",
    '{"pick up the key": true, "open the door": false, "reason": "It says "a key" here."}',
    "yn",
  ],
  [
    "unescaped quotes in a reason before",
    '{"reason": "It says "a key" here.", "pick up the key": true, "open the door": false}',
    "yn",
  ],
  ["a thought", '<think>{"pick up the key": false}</think>{"pick up the key": true, "open the door": false}', "yn"],
  [
    "an unopened thought",
    'so {"pick up the key": false}...\n</think>\n\n{"pick up the key": true, "open the door": false}',
    "yn",
  ],
  [
    "other thinking tags",
    '<Reasoning>false</Reasoning><thinking>x</thinking>{"pick up the key": true, "open the door": false}',
    "yn",
  ],
  [
    "a thought within a thought",
    '<think>a <think> tag: {"open the door": true}</think>{"pick up the key": true, "open the door": false}',
    "yn",
  ],
  [
    "Magistral's thought",
    '[THINK]{"open the door": true}[/THINK]{"pick up the key": true, "open the door": false}',
    "yn",
  ],
  [
    "channels",
    '<|channel|>analysis<|message|>{"open the door": true}<|end|><|start|>assistant<|channel|>final<|message|>{"pick up the key": true, "open the door": false}',
    "yn",
  ],
  [
    "the same said twice",
    '{"pick up the key": true, "open the door": false}\nFinal: {"pick up the key": true, "open the door": false}',
    "yn",
  ],
  [
    "an echoed template before",
    'Format: {"pick up the key": true or false, "open the door": <true|false>}\n{"pick up the key": true, "open the door": false}',
    "yn",
  ],
  ["set braces in prose", 'Keys {a, b} and {x}. {"pick up the key": true, "open the door": false}', "yn"],
  ["Windows line ends", '{\r\n"pick up the key": true,\r\n"open the door": false\r\n}', "yn"],
  ["a lost opening quote", '{pick up the key": true, "open the door": false}', "yn"],
  ["a doubled quote", '{""pick up the key": true, "open the door": false}', "yn"],
  ["a missing subgoal", '{"pick up the key": true}', "y-"],
  ["null", '{"pick up the key": true, "open the door": null}', "y-"],
  ["None", "{'pick up the key': None, 'open the door': False}", "-n"],
  ["unsure", '{"pick up the key": "unsure", "open the door": maybe}', "--"],
  ["other numbers", '{"pick up the key": 2, "open the door": -1}', "--"],
  ["an echoed template only", '{"pick up the key": true or false, "open the door": <true|false>}', "--"],
  ["a template over lines", '{"pick up the key": true\n or false, "open the door": false}', "--"],
  ["two values", '{"pick up the key": true, false, "open the door": false}', "--"],
  ["lists of names", '{"achieved": ["pick up the key"], "not achieved": ["open the door"]}', "--"],
  ["an unknown wrapper", '{"not achieved": {"pick up the key": true, "open the door": true}}', "--"],
  [
    "before and after",
    '{"before": {"pick up the key": false}, "result": {"pick up the key": true, "open the door": false}}',
    "yn",
  ],
  ["a name whose quote swallows the next", '{"pick up the key: true, "open the door": false}', "--"],
  ["a cut value", '{"pick up the key": true, "open the door": fal', "y-"],
  ["a value that ends at the cut", '{"pick up the key": true, "open the door": false', "y-"],
  ["a cut key", '{"pick up the key": true, "open th', "y-"],
  [
    "a contradiction",
    '{"pick up the key": true, "open the door": false} or {"pick up the key": false, "open the door": false}',
    "-n",
  ],
  ["a duplicate key", '{"pick up the key": true, "pick up the key": false, "open the door": false}', "-n"],
  ["a duplicate key that agrees", '{"pick up the key": true, "Pick_up_the_key": true, "open the door": false}', "yn"],
  ["no braces", "pick up the key: true\nopen the door: false", "--"],
  ["prose", "The hero opened the door.", "--"],
  ["an empty object", "{}", "--"],
  ["nothing", "", "--"],
];

describe("the styles of models", () => {
  it.each(answers)("reads %s", (_style, text, expected) => {
    expect(read(text)).toBe(expected);
    const { failure: why } = parseVerdicts(text, subgoals);
    expect(why === undefined).toBe(!expected.includes("-"));
    if (why !== undefined) {
      expect(why.detail).not.toMatch(/[\n\r]/);
      expect(Array.from(why.detail).length).toBeLessThanOrEqual(160);
    }
  });
});
