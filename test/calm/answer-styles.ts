/**
 * The ways in which models write a dictionary of booleans. Every boolean is a piece of its own.
 *
 * Invariant: distractors (a reason that quotes a verdict, a draft in the thinking, an echoed template) may say anything:
 * they are no verdicts and must never be read as such.
 */
import {
  jsonWords,
  type Known,
  opposite,
  type Piece,
  plainText,
  pythonWords,
  type Random,
  type Words,
} from "./answer-pieces.js";

const subgoalSets: readonly (readonly string[])[] = [
  ["pick up the key", "open the door"],
  ["pick up the key"],
  ["Collect key 1", "Collect key 2", "unlock door 1"],
  ["go to the key", "pick up the key", "go to the door", "unlock the door"],
  ["open_the_door", "pick_up_the_key"],
  ["find the wizard's key", "open the 'red' door", "reach the stairs"],
  ["pick up the key (yellow)", "open the door, then leave"],
  ['say "hello"', "cross the {gap}", "read C:\\runes", "__proto__"],
  ["constructor", "take the Schlüssel", "打开门"],
  ["achieved", "reach the stairs"],
];

const plainSets = subgoalSets.slice(0, 5);

export interface Style {
  readonly name: string;
  readonly sets: readonly (readonly string[])[];
  render(subgoals: readonly string[], known: readonly Known[], random: Random): Piece[];
}

function word(words: Words, verdict: Known): string {
  return verdict === "yes" ? words[0] : words[1];
}

function json(text: string): string {
  return JSON.stringify(text);
}

function python(text: string): string {
  return `'${text.replace(/[\\']/g, (char) => `\\${char}`)}'`;
}

interface Layout {
  readonly open: string;
  readonly between: string;
  readonly close: string;
  readonly colon: string;
  readonly words: Words;
  quote(name: string): string;
  quoteValue(value: string): string;
}

const asIs = (text: string) => text;
const compact: Layout = {
  open: "{",
  between: ", ",
  close: "}",
  colon: ": ",
  words: jsonWords,
  quote: json,
  quoteValue: asIs,
};
const pretty: Layout = { ...compact, open: "{\n  ", between: ",\n  ", close: "\n}" };
const dict: Layout = { ...compact, words: pythonWords, quote: python };

function pieces(layout: Layout, subgoals: readonly string[], known: readonly Known[]): Piece[] {
  const out: Piece[] = [{ text: layout.open }];
  for (const [index, subgoal] of subgoals.entries()) {
    if (index > 0) out.push({ text: layout.between });
    out.push({ text: layout.quote(subgoal) + layout.colon });
    const value = layout.quoteValue(word(layout.words, known[index]!));
    const from = value.indexOf(word(layout.words, known[index]!));
    if (from > 0) out.push({ text: value.slice(0, from) });
    out.push({ text: word(layout.words, known[index]!), judges: index });
    if (from > 0) out.push({ text: value.slice(from + word(layout.words, known[index]!).length) });
  }
  out.push({ text: layout.close });
  return out;
}

function around(before: string, inner: readonly Piece[], after: string): Piece[] {
  return [{ text: before }, ...inner, { text: after }];
}

/** Says the opposite of every verdict, as a model might quote it. */
function falseReason(subgoals: readonly string[], known: readonly Known[]): string {
  const claims = subgoals.map((subgoal, index) => `"${subgoal}": ${known[index] === "yes" ? "false" : "true"}`);
  return `One could say ${claims.join(", ")}, but the message doesn't fit.`;
}

function layoutStyle(name: string, layout: Layout, sets = subgoalSets, before = "", after = ""): Style {
  return { name, sets, render: (subgoals, known) => around(before, pieces(layout, subgoals, known), after) };
}

function records(names: readonly [string, string], reason: "with reasons" | "bare"): Style["render"] {
  return (subgoals, known) => {
    const out: Piece[] = [{ text: '{"subgoals": [' }];
    for (const [index, subgoal] of subgoals.entries()) {
      const why = reason === "bare" ? "" : `, "reason": ${json(falseReason(subgoals, known))}`;
      out.push({ text: `${index > 0 ? ",\n " : "\n "}{"${names[0]}": ${json(subgoal)}${why}, "${names[1]}": ` });
      out.push({ text: word(jsonWords, known[index]!), judges: index }, { text: "}" });
    }
    return [...out, { text: "\n]}" }];
  };
}

const template = (subgoals: readonly string[], values: string) =>
  `{${subgoals.map((subgoal) => `${json(subgoal)}: ${values}`).join(", ")}}`;

export const styles: readonly Style[] = [
  layoutStyle("JSON", compact),
  layoutStyle(
    "JSON, indented, fenced",
    pretty,
    subgoalSets,
    "Here is the dictionary:\n\n```json\n",
    "\n```\n\nThe hero isn't closer.",
  ),
  layoutStyle("Python", dict, subgoalSets, "```python\n", "\n```"),
  layoutStyle("Python, quoted booleans", { ...dict, quoteValue: (value) => `'${value}'` }),
  layoutStyle("JSON, quoted booleans", { ...pretty, quoteValue: (value) => `"${value}"` }, subgoalSets, "Answer: "),
  layoutStyle("yes and no", { ...compact, words: ["yes", "no"], quoteValue: (value) => `"${value}"` }),
  layoutStyle("bare yes and no", { ...pretty, words: ["Yes", "No"] }),
  layoutStyle("numbers", { ...compact, words: ["1", "0"] }, subgoalSets, "Result = ", "."),
  layoutStyle("trailing comma", { ...pretty, close: ",\n}" }),
  layoutStyle("no commas", { ...pretty, between: "\n  " }),
  layoutStyle("bare keys", { ...compact, quote: asIs }, plainSets),
  layoutStyle("bare keys, indented", { ...pretty, quote: asIs, words: pythonWords }, plainSets),
  layoutStyle("curly quotes", { ...compact, quote: (name) => `“${name}”` }, plainSets),
  layoutStyle(
    "capitals",
    { ...compact, quote: (name) => json(name.toUpperCase()), words: ["TRUE", "FALSE"] },
    plainSets,
  ),
  layoutStyle("snake case", { ...dict, quote: (name) => python(name.replaceAll(" ", "_")) }, plainSets),
  layoutStyle("line comments", { ...pretty, between: ', // the message says so, "true"\n  ', close: " // seen\n}" }),
  layoutStyle("hash comments", {
    ...dict,
    open: "{\n",
    between: ",  # isn't shown: True\n",
    close: "  # False, maybe\n}",
  }),
  layoutStyle("wrapped", { ...compact, open: '{"achieved": {', close: "}}" }, subgoalSets.slice(0, 9)),
  layoutStyle("doubled braces", { ...compact, open: "{{", close: "}}" }),
  {
    name: "object inside a string",
    sets: subgoalSets,
    render: (subgoals, known) => {
      const inside: Layout = { ...compact, quote: (name) => json(json(name)).slice(1, -1) };
      return around('"', pieces(inside, subgoals, known), '"');
    },
  },
  {
    name: "draft in the thinking",
    sets: subgoalSets,
    render: (subgoals, known) => {
      const draft = plainText(pieces(compact, subgoals, opposite(known)));
      const tag = (text: string): Piece => ({ text, role: "tag" });
      const thought = [tag("<think>"), { text: `Maybe ${draft}? Wait, no.` }, tag("</think>")];
      return [...thought, ...around("\n", pieces(compact, subgoals, known), "")];
    },
  },
  {
    name: "thinking without its opening tag",
    sets: subgoalSets,
    render: (subgoals, known) => {
      const draft = plainText(pieces(dict, subgoals, opposite(known)));
      return around(`Okay, so ${draft}... no.\n</think>\n\n`, pieces(pretty, subgoals, known), "");
    },
  },
  {
    name: "echoed template",
    sets: subgoalSets,
    render: (subgoals, known, random) => {
      const echo = template(subgoals, random.pick(["true or false", "<true|false>", "True/False", "bool"]));
      return around(`The format is ${echo}.\nMy answer: `, pieces(compact, subgoals, known), "");
    },
  },
  {
    name: "reason first",
    sets: subgoalSets,
    render: (subgoals, known) => {
      const reason = json(falseReason(subgoals, known));
      return pieces({ ...compact, open: `{"reason": ${reason}, ` }, subgoals, known);
    },
  },
  {
    name: "reason last, indented",
    sets: subgoalSets,
    render: (subgoals, known) => {
      const reason = json(falseReason(subgoals, known));
      return pieces({ ...pretty, close: `,\n  "explanation": ${reason}\n}` }, subgoals, known);
    },
  },
  {
    name: "other objects beside",
    // Not where a subgoal is called like the wrapper: then the wrapper is that subgoal.
    sets: subgoalSets.slice(0, 9),
    render: (subgoals, known) => {
      const other = plainText(pieces(compact, subgoals, opposite(known)));
      return pieces({ ...compact, open: `{"before": ${other}, "achieved": {`, close: "}}" }, subgoals, known);
    },
  },
  {
    name: "an object per subgoal",
    sets: subgoalSets.slice(0, 9),
    render: (subgoals, known) => {
      const out: Piece[] = [{ text: "{" }];
      for (const [index, subgoal] of subgoals.entries()) {
        out.push({ text: `${index > 0 ? "," : ""}\n  ${json(subgoal)}: {"achieved": ` });
        out.push({ text: word(jsonWords, known[index]!), judges: index });
        out.push({ text: `, "reason": ${json(falseReason(subgoals, known))}}` });
      }
      return [...out, { text: "\n}" }];
    },
  },
  { name: "records", sets: subgoalSets.slice(0, 9), render: records(["subgoal", "achieved"], "bare") },
  {
    name: "records with reasons",
    sets: subgoalSets.slice(0, 9),
    render: records(["name", "completed"], "with reasons"),
  },
  {
    name: "said twice",
    sets: subgoalSets,
    render: (subgoals, known) => [
      ...around("First ", pieces(compact, subgoals, known), "\n"),
      ...around("so the final answer is\n", pieces(pretty, subgoals, known), ""),
    ],
  },
];
