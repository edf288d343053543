/** From the log-probabilities of an answer's tokens to how sure its verdicts are. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AnswerToken, harmlessTokens, readTokens } from "../../calm/answer-tokens.js";
import { readCompletion } from "../../calm/completion.js";
import { statedConfidence } from "../../calm/confidence.js";
import { parsePlaced, parseVerdicts } from "../../calm/parse.js";
import { verdictOf } from "../../calm/parse-names.js";
import { redactor } from "../../calm/secrets.js";
import { mutations } from "./answer-mutations.js";
import { Random } from "./answer-pieces.js";
import { makeAnswer } from "./answers.js";

const subgoals = ["pick up the key", "open the door"];

/** Tokens of certain text, and of choices with their probabilities, the first of them said. */
function tokens(...pieces: readonly (string | readonly (readonly [string, number])[])[]): readonly AnswerToken[] {
  return pieces.map((piece): AnswerToken => {
    if (typeof piece === "string") return [piece, [[piece, 0]]];
    return [piece[0]![0], piece.map(([token, p]) => [token, Math.log(p)])];
  });
}

const said = (given: readonly AnswerToken[]) => given.map(([token]) => token).join("");

function confidence(given: readonly AnswerToken[], names: readonly string[] = subgoals, text = said(given)) {
  return statedConfidence(text, given, parsePlaced(text, names));
}

describe("the place of a verdict", () => {
  it("holds that verdict, in whatever style it was written and however it was damaged", () => {
    const random = new Random(20261125);
    const names = [...mutations.keys()];
    let judged = 0;
    for (let i = 0; i < 3000; i++) {
      const made = makeAnswer(random, names[i % names.length]!);
      const { read, places } = parsePlaced(made.text, made.subgoals, { begins: made.begins });
      expect(read).toEqual(parseVerdicts(made.text, made.subgoals, { begins: made.begins }));
      for (const [s, verdict] of read.verdicts.entries()) {
        const place = places[s];
        expect(place === undefined, made.text).toBe(verdict === "unanswered");
        if (place === undefined) continue;
        judged++;
        expect(verdictOf(made.text.slice(place.from, place.to)), made.text).toBe(verdict);
      }
    }
    expect(judged).toBeGreaterThan(1500);
  });
});

describe("confidence", () => {
  it("is p(yes) / (p(yes) + p(no)) at the verdict", () => {
    const given = tokens(
      '{"',
      'pick up the key": ',
      [
        ["true", 0.6],
        ["false", 0.2],
        ["maybe", 0.2],
      ],
      ', "open the door":',
      [
        [" false", 0.9],
        [" true", 0.05],
      ],
      "}",
    );
    const stated = confidence(given);
    expect(stated.noConfidence).toBeUndefined();
    expect(stated.confidence?.[0]).toBeCloseTo(0.75, 12);
    expect(stated.confidence?.[1]).toBeCloseTo(0.05 / 0.95, 12);
  });

  it.each([
    [
      "a blank in the token",
      [
        '{"door":',
        [
          [" true", 0.8],
          [" false", 0.2],
        ],
        "}",
      ],
    ],
    [
      "quotes in the token",
      [
        '{"door": ',
        [
          ['"yes"', 0.8],
          ['"no"', 0.2],
        ],
        "}",
      ],
    ],
    [
      "the opening quote in the token",
      [
        '{"door": ',
        [
          ['"yes', 0.8],
          ['"no', 0.2],
        ],
        '"',
        "}",
      ],
    ],
    [
      "the separator in the token",
      [
        '{"door"',
        [
          [": True", 0.8],
          [": False", 0.2],
        ],
        "}",
      ],
    ],
    [
      "the comma in the token",
      [
        '{"door": ',
        [
          ["true,", 0.8],
          ["false,", 0.2],
        ],
        '"b": 1}',
      ],
    ],
    [
      "a number",
      [
        '{"door": ',
        [
          ["1", 0.8],
          ["0", 0.2],
        ],
        "}",
      ],
    ],
    [
      "a word cut in two",
      [
        '{"door": ',
        [
          ["tr", 0.8],
          ["fal", 0.2],
        ],
        "ue",
        "}",
      ],
    ],
    [
      "other spellings of the same side",
      [
        '{"door": ',
        [
          ["true", 0.5],
          ["True", 0.3],
          ["False", 0.1],
          ["FALSE", 0.1],
        ],
        "}",
      ],
    ],
    [
      "the key's end in the token",
      [
        '{"do',
        [
          ['or": true', 0.8],
          ['or": false', 0.2],
          ['or" : maybe', 0.2],
        ],
        "}",
      ],
    ],
  ] as const)("reads %s", (_, pieces) => {
    expect(confidence(tokens(...pieces), ["door"]).confidence?.[0]).toBeCloseTo(0.8, 12);
  });

  it("takes the first of two equal verdicts, and looks behind the thinking", () => {
    const given = tokens(
      "<think>true or false?",
      "</think>",
      '{"door": ',
      [
        ["true", 0.7],
        ["false", 0.3],
      ],
      '}\n{"door": ',
      [
        ["true", 0.99],
        ["false", 0.01],
      ],
      "}",
    );
    expect(confidence(given, ["door"]).confidence?.[0]).toBeCloseTo(0.7, 12);
  });

  it("is found where blanks or the thinking were taken out of the text, or an end mark put behind it", () => {
    const verdict = [
      ["true", 0.7],
      ["false", 0.3],
    ] as const;
    const text = '{"door": true}';
    for (const given of [
      tokens(" \n", '{"door": ', verdict, "}"),
      tokens('{"door": ', verdict, "}", "\n", "<|im_end|>"),
      tokens("I think.", "</think>\n\n", '{"door": ', verdict, "}", "<|eot|>"),
    ]) {
      expect(confidence(given, ["door"], text).confidence?.[0]).toBeCloseTo(0.7, 12);
    }
  });

  it("counts an alternative that is not listed as nothing", () => {
    const given = tokens(
      '{"door": ',
      [
        ["true", 0.9],
        ["\n", 0.1],
      ],
      "}",
    );
    expect(confidence(given, ["door"])).toEqual({ confidence: [1] });
  });

  it("says not offered without a list, or with a list of what was said alone", () => {
    const text = '{"door": true}';
    const offered = { noConfidence: "not offered" };
    expect(statedConfidence(text, undefined, parsePlaced(text, ["door"]))).toEqual(offered);
    expect(confidence(tokens('{"door": ', [["true", 0.9]], "}"), ["door"])).toEqual(offered);
  });

  it("says not located where tokens and text differ, or the token at the place is another's", () => {
    const given = tokens(
      '{"door": ',
      [
        ["true", 0.9],
        ["false", 0.1],
      ],
      "}",
    );
    expect(confidence(given, ["door"], '{ "door": true }')).toEqual({ noConfidence: "not located" });
    const other: readonly AnswerToken[] = [
      [
        '{"door": true}',
        [
          ['{"door": true}', 0],
          ["x", -1],
        ],
      ],
    ];
    expect(confidence(other, ["door"]).noConfidence).toBeUndefined(); // one token may be the whole answer
    expect(confidence(other, ["door"]).confidence).toEqual([1]);
  });

  it("is missing where the number of what was said is no number, rather than certain of the opposite", () => {
    const given: readonly AnswerToken[] = [
      ['{"door": ', [['{"door": ', 0]]],
      [
        "true",
        [
          ["false", -3],
          ["no", -4],
        ],
      ],
      ["}", [["}", 0]]],
    ];
    expect(confidence(given, ["door"])).toEqual({ noConfidence: "not located" });
  });

  it("is missing for the subgoal that was not answered, and that is no fault of the numbers", () => {
    const given = tokens(
      '{"pick up the key": ',
      [
        ["true", 0.9],
        ["false", 0.1],
      ],
      "}",
    );
    expect(confidence(given)).toEqual({ confidence: [expect.closeTo(0.9, 10), null] });
  });

  it("is a probability or missing, whatever the tokens: nothing throws", () => {
    const piece = fc.oneof(
      fc.constantFrom("true", "false", " true", '"', "{", "}", ":", '"door"', "door", "", "1", "0", "</think>", "\\"),
      fc.string({ unit: "binary", maxLength: 6 }),
    );
    const number = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, 1e300, -0, 1, "x", null, {}));
    const hostile = fc.record({
      token: fc.oneof(piece, fc.constantFrom(null, 3, {}, "x".repeat(2000))),
      logprob: number,
      top_logprobs: fc.oneof(
        fc.array(fc.record({ token: piece, logprob: number }), { maxLength: 60 }),
        fc.constantFrom(null, undefined, "x", 3, [null], [{}]),
      ),
    });
    fc.assert(
      fc.property(
        fc.array(hostile, { maxLength: 12 }),
        fc.array(piece, { maxLength: 12 }),
        fc.boolean(),
        (list, pieces, same) => {
          const read = readTokens(list);
          const text = same ? (read ?? []).map(([token]) => token).join("") : pieces.join("");
          const stated = statedConfidence(text, read, parsePlaced(text, ["door"]));
          for (const value of stated.confidence ?? []) {
            if (value !== null) expect(value >= 0 && value <= 1).toBe(true);
          }
          for (const [, choices] of read ?? []) {
            expect(choices.length).toBeLessThanOrEqual(33);
            for (const [, logprob] of choices) expect(Number.isFinite(logprob) && logprob <= 0).toBe(true);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it("of an answer that is cut into tokens anyhow is the same, as long as the verdict's token is whole", () => {
    const text = 'Here: {"pick up the key": true, "open the door": false} Good luck.';
    const at = text.indexOf("true");
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (cuts, p) => {
        const edges = [...new Set([0, at, at + 4, text.length, ...cuts.filter((c) => c <= at || c >= at + 4)])].sort(
          (a, b) => a - b,
        );
        const pieces = edges.slice(1).map((edge, i) => text.slice(edges[i], edge));
        const given = tokens(
          ...pieces.map((one) =>
            one === "true"
              ? ([
                  ["true", p],
                  ["false", 1 - p],
                ] as const)
              : one,
          ),
        );
        expect(confidence(given).confidence?.[0]).toBeCloseTo(p, 9);
      }),
    );
  });

  it("takes no longer than it should on a long hostile list", () => {
    const many: readonly AnswerToken[] = Array.from({ length: 16_000 }, () => [
      "a".repeat(40),
      [
        ["a".repeat(40), -1],
        ["b", -2],
      ],
    ]);
    const text = `${"a".repeat(300_000)}b`;
    const began = performance.now();
    statedConfidence(text, many, parsePlaced(text, ["door"]));
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe("log-probabilities at the edge", () => {
  const list = (...content: readonly unknown[]) =>
    readCompletion(
      JSON.stringify({ choices: [{ message: { content: "x" }, finish_reason: "stop", logprobs: { content } }] }),
    );

  it("are read with their alternatives, what was said first", () => {
    const top = [
      { token: "b", logprob: -0.7 },
      { token: "a", logprob: -0.69 },
    ];
    expect(list({ token: "a", logprob: -0.69, bytes: [97], top_logprobs: top })).toMatchObject({
      answer: {
        tokens: [
          [
            "a",
            [
              ["a", -0.69],
              ["b", -0.7],
            ],
          ],
        ],
      },
    });
  });

  it.each([
    ["positive", 0.5],
    ["no number", "high"],
    ["absent", undefined],
    ["null, as JSON writes minus infinity", null],
  ])("that are %s are left out of their token", (_, logprob) => {
    const top = [
      { token: "b", logprob: -1 },
      { token: "c", logprob },
    ];
    expect(list({ token: "a", logprob, top_logprobs: top })).toMatchObject({
      answer: { tokens: [["a", [["b", -1]]]] },
    });
  });

  it("a trace above zero are rounding, and become 0", () => {
    expect(list({ token: "a", logprob: 1e-7 })).toMatchObject({ answer: { tokens: [["a", [["a", 0]]]] } });
  });

  it.each([
    ["no list", [3]],
    ["a token without text", [{ logprob: -1 }]],
    ["a token of a megabyte", [{ token: "x".repeat(1_000_000), logprob: -1 }]],
    ["a million tokens", Array.from({ length: 20_000 }, () => ({ token: "x", logprob: -1 }))],
    ["nothing", []],
  ])("of %s are none, and the answer stays", (_, content) => {
    const read = list(...content);
    expect(read).toMatchObject({ kind: "answer", answer: { text: "x" } });
    expect(read.kind === "answer" && "tokens" in read.answer).toBe(false);
  });

  it("that spell a key, in one token or over several, are not kept", () => {
    const redact = redactor(["sk-test-MARKER-0123456789"]);
    expect(harmlessTokens(tokens("You sent ", "sk-test-", "MARKER-", "0123456789"), redact)).toBeUndefined();
    expect(
      harmlessTokens(
        tokens([
          ["no", 0.9],
          ["sk-test-MARKER-0123456789", 0.1],
        ]),
        redact,
      ),
    ).toBeUndefined();
    expect(harmlessTokens(tokens("You sent ", "nothing"), redact)).toHaveLength(2);
  });
});
