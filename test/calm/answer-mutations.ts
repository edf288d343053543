/** The ways in which an answer is damaged on its way, each knowing whether it touched a boolean. */
import { verdictOf } from "../../calm/parse-names.js";
import { jsonWords, type Piece, plainText, pythonWords, type Random } from "./answer-pieces.js";

const noise = [..."\"'`{}[],:;\\/#*|<>=!?()-_. \n\tabcdeflnorstuyTFYN012é\u200b“”’"];

interface Mutated {
  readonly text: string;
  readonly flipped?: number;
}

type Mutation = (all: readonly Piece[], random: Random) => Mutated;

function isBoolean(piece: Piece): boolean {
  return piece.judges !== undefined;
}

/** Changes one piece; undefined where there is none of that kind. */
function changeOne(
  all: readonly Piece[],
  random: Random,
  where: (piece: Piece) => boolean,
  change: (text: string) => string,
): Piece[] {
  const candidates = all.flatMap((piece, index) => (piece.text !== "" && where(piece) ? [index] : []));
  const chosen = random.pick(candidates);
  return all.map((piece, index) => (index === chosen ? { ...piece, text: change(piece.text) } : piece));
}

function damage(
  kind: "delete" | "duplicate" | "insert" | "swap" | "replace",
  random: Random,
): (text: string) => string {
  return (text) => {
    const at = random.below(text.length);
    const [before, here, after] = [text.slice(0, at), text[at]!, text.slice(at + 1)];
    switch (kind) {
      case "delete":
        return before + after;
      case "duplicate":
        return before + here + here + after;
      case "insert":
        return before + random.pick(noise) + here + after;
      case "replace":
        return before + random.pick(noise) + after;
      case "swap":
        return after === "" ? text : before + after[0]! + here + after.slice(1);
    }
  };
}

function outside(kind: Parameters<typeof damage>[0], times: number): Mutation {
  return (all, random) => {
    let current = all;
    for (let time = 0; time < times; time++) {
      // Both thinking tags and the answer broken, the draft whole: then the draft is what the text says.
      const mayBreak = (piece: Piece) => !isBoolean(piece) && (times === 1 || piece.role !== "tag");
      current = changeOne(current, random, mayBreak, damage(kind, random));
    }
    return { text: plainText(current) };
  };
}

/** A damaged boolean that happens to be its opposite ("0" to "1") is no damage: it is another answer, so try again. */
function inside(kind: Parameters<typeof damage>[0]): Mutation {
  return (all, random) => {
    for (;;) {
      const changed = changeOne(all, random, isBoolean, damage(kind, random));
      const turned = changed.some((piece, index) => {
        const verdict = verdictOf(piece.text);
        return isBoolean(piece) && verdict !== undefined && verdict !== verdictOf(all[index]!.text);
      });
      if (!turned) return { text: plainText(changed) };
    }
  };
}

function everywhere(change: (text: string, random: Random) => string): Mutation {
  return (all, random) => ({ text: change(plainText(all), random) });
}

const proseBefore = [
  "Sure! ",
  "The message {says} you see a key. ",
  "I'm looking at [the] transition: ",
  'Let\'s see:\n- key: the hero "holds" it\n',
];
const proseAfter = [
  "\nHope this helps!",
  "\n\nNote: the door isn't open.",
  ' (based on the message "You see here a key")',
  "\n{end}",
];

export const mutations: ReadonlyMap<string, Mutation> = new Map<string, Mutation>([
  ["none", (all) => ({ text: plainText(all) })],
  ["delete outside", outside("delete", 1)],
  ["duplicate outside", outside("duplicate", 1)],
  ["insert outside", outside("insert", 1)],
  ["swap outside", outside("swap", 1)],
  ["replace outside", outside("replace", 1)],
  ["delete 3 outside", outside("delete", 3)],
  ["delete inside", inside("delete")],
  ["duplicate inside", inside("duplicate")],
  ["insert inside", inside("insert")],
  ["swap inside", inside("swap")],
  ["replace inside", inside("replace")],
  ["drop all quotes", everywhere((text) => text.replace(/["'“”]/g, ""))],
  ["drop one quote", everywhere((text, random) => dropOne(text, /["'“”]/g, random))],
  ["drop one bracket", everywhere((text, random) => dropOne(text, /[{}[\]]/g, random))],
  ["drop one comma or colon", everywhere((text, random) => dropOne(text, /[,:]/g, random))],
  ["drop one backslash", everywhere((text, random) => dropOne(text, /\\/g, random))],
  ["cut", everywhere((text, random) => text.slice(0, random.below(text.length + 1)))],
  ["lose the beginning", everywhere((text, random) => text.slice(random.below(text.length + 1)))],
  ["prose around", everywhere((text, random) => random.pick(proseBefore) + text + random.pick(proseAfter))],
  ["other case", everywhere((text, random) => (random.below(2) === 0 ? text.toUpperCase() : text.toLowerCase()))],
  ["said again", everywhere((text, random) => text + random.pick(["\n", " ", "\n\nAgain: "]) + text)],
  ["said again, cut", everywhere((text, random) => `${text}\n${text.slice(0, random.below(text.length + 1))}`)],
  ["one line", everywhere((text) => text.replace(/\n\s*/g, " "))],
  ["Windows line ends", everywhere((text) => text.replaceAll("\n", "\r\n"))],
  [
    "damaged key",
    (all, random) => ({
      text: plainText(
        changeOne(
          all,
          random,
          isKey,
          damage(random.pick(["delete", "duplicate", "insert", "swap", "replace"]), random),
        ),
      ),
    }),
  ],
  ["flip one boolean", flip],
]);

function isKey(piece: Piece): boolean {
  return !isBoolean(piece) && /[\p{L}]{3}.*[:=] *$/u.test(piece.text);
}

function dropOne(text: string, pattern: RegExp, random: Random): string {
  const places = [...text.matchAll(pattern)].map((match) => match.index);
  if (places.length === 0) return text;
  const at = random.pick(places);
  return text.slice(0, at) + text.slice(at + 1);
}

function flip(all: readonly Piece[], random: Random): Mutated {
  const chosen = random.pick(all.flatMap((piece, index) => (isBoolean(piece) ? [index] : [])));
  const turned = new Map(
    [...[jsonWords, pythonWords, ["1", "0"], ["yes", "no"], ["Yes", "No"], ["TRUE", "FALSE"]]].flatMap(([yes, no]) => [
      [yes!, no!] as const,
      [no!, yes!] as const,
    ]),
  );
  const text = plainText(
    all.map((piece, index) => (index === chosen ? { ...piece, text: turned.get(piece.text)! } : piece)),
  );
  return { text, flipped: all[chosen]!.judges! };
}
