/** Transitions made for tests: small ones by hand, arbitrary ones for properties. */
import fc from "fast-check";
import type { Judgement, Transition, TransitionView, Verdict } from "../../annotations/index.js";
import type { Frame } from "../../envs/index.js";

export const frame = (rows: readonly string[], more: Partial<Frame> = {}): Frame => ({ rows, message: "", ...more });

/** A transition of two small frames; the key and the door are asked about unless told otherwise. */
export function transition(id: string, more: Partial<Transition> = {}): Transition {
  return {
    id,
    task: "Fetch the key and open the door.",
    subgoals: ["pick up the key", "open the door"],
    before: frame(["@.+"], { hero: { x: 0, y: 0 } }),
    action: "E",
    after: frame([".@+"], { hero: { x: 1, y: 0 }, message: id }),
    ...more,
  };
}

export const verdicts = (...given: readonly Verdict[]): Judgement => ({ verdicts: given });

/** Text of anything that JSON can hold: controls, marks of direction, halves of characters, prompt syntax. */
export const hostileText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom(
        "\n",
        "\r\n",
        "\u2028",
        "\u202e",
        "\u200b",
        "\u001b[31m",
        "\ud83d",
        "Subgoals:",
        "Before the action",
        "After the action",
        "Action: APPLY",
        "message: g - a key",
        "carried: a key",
        "  ",
        '- "open the door"',
        "{action}",
        "{before}",
        "$&",
        "$1",
        "\\",
        '"',
        "+",
        "x",
      ),
      { maxLength: 8 },
    )
    .map((pieces) => pieces.join("")),
);

/** A row as the format keeps it: right-trimmed. */
const row = hostileText.map((text) => text.trimEnd());

const position = fc.record({ x: fc.integer({ min: 0, max: 30 }), y: fc.integer({ min: 0, max: 30 }) });

const isAmbiguous = (rows: readonly string[]) => rows.join("").split("@").length !== 2;

export const frames: fc.Arbitrary<Frame> = fc
  .record(
    {
      rows: fc.array(row, { maxLength: 6 }),
      hero: position,
      message: hostileText,
      inventory: fc.array(fc.record({ letter: fc.string({ maxLength: 4 }), text: hostileText }), { maxLength: 3 }),
      status: fc.array(hostileText, { maxLength: 3 }),
    },
    { requiredKeys: ["rows", "message"] },
  )
  // A frame without a hero would be given one by a single "@".
  .map((made) => (made.hero !== undefined || isAmbiguous(made.rows) ? made : { ...made, hero: { x: 0, y: 0 } }));

const name = (text: fc.Arbitrary<string>) => text.map((given) => given.slice(0, 300)).filter((given) => given !== "");

export const subgoalNames = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom("pick up the key", "open the door", "__proto__", "constructor", "1", "any"),
    name(hostileText),
  ),
  { minLength: 1, maxLength: 5 },
);

export const views: fc.Arbitrary<TransitionView> = fc.record({
  task: hostileText,
  subgoals: subgoalNames,
  before: frames,
  action: name(hostileText),
  after: frames,
});

const verdict: fc.Arbitrary<Verdict> = fc.constantFrom("yes", "no", "unanswered");

export const transitions: fc.Arbitrary<Transition> = fc
  .tuple(
    views,
    fc.record(
      {
        id: name(hostileText),
        episode: name(hostileText),
        step: fc.nat(),
        part: fc.constantFrom("balanced", "natural rate", "other"),
        kind: fc.constantFrom("locked door bumped", "other"),
        split: fc.constantFrom("dev", "test"),
      },
      { requiredKeys: ["id"] },
    ),
    fc.option(
      fc.tuple(fc.array(verdict, { minLength: 5, maxLength: 5 }), fc.constantFrom("truth", "human:A", "given")),
    ),
  )
  .map(([view, about, labelled]) => ({
    ...view,
    ...about,
    ...(labelled === null ? {} : { labels: labelled[0].slice(0, view.subgoals.length), labelledBy: labelled[1] }),
  }));
