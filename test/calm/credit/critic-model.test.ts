import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { capo } from "../../../calm/credit/capo.js";
import { modelCritic } from "../../../calm/credit/critic-model.js";
import { type AnswerText, parseIntervention, parseSteps } from "../../../calm/credit/critic-parse.js";
import { EPISODE_QUESTIONS, questionText, questionVersion, stepLines } from "../../../calm/credit/critic-prompts.js";
import { intervention } from "../../../calm/credit/intervention.js";
import { openDoor } from "../../../calm/door.js";
import { DEFAULT_PARAMETERS } from "../../../calm/parameters.js";
import { presetPrompt } from "../../../calm/prompts/preset.js";
import { memoryRecording } from "../../../calm/recording.js";
import { completion, rawServer, sends } from "../servers.js";
import { ACTIONS_OF_E, groupK5, registerK5 } from "./k5.js";

registerK5(9);
const group = groupK5(9, ACTIONS_OF_E);
const question = { group, episode: group.episodes[0]! };
const said = (text: string, finish: AnswerText["finish"] = "stop"): AnswerText => ({ text, finish });
const reasonOf = (parsed: { ok: boolean; failure?: { reason: string } }) => parsed.failure?.reason;

describe("an answer about wrong steps", () => {
  test.each([
    ['{"wrong_steps": [{"t": 1, "why": "no key"}, {"t": 0, "why": "away"}]}', [0, 1]],
    ["```json\n{'wrong_steps': [1, 1, 4]}\n```\nThat is all.", [1, 4]],
    ['I think. {"errors": [{"step": "1"}]}', [1]],
    ["[0, 1]", [0, 1]],
    ['<think>{"wrong_steps": [7]}</think>{"wrong_steps": []}', []],
    ['{"wrong_steps": [1]} To repeat: {"wrong_steps": [1]}', [1]],
  ])("%s is read", (text, steps) => {
    expect(parseSteps(said(text), 9)).toEqual({ ok: true, value: steps, dropped: 0 });
  });
  test("entries that name no step are dropped and counted", () => {
    expect(parseSteps(said('{"wrong_steps": [9, -1, 2, "x", null, 1.5]}'), 9)).toEqual({
      ok: true,
      value: [2],
      dropped: 5,
    });
  });
  test.each([
    ["", "stop", "no object"],
    ["All steps were fine.", "stop", "no object"],
    ['{"verdict": "fine"}', "stop", "wrong keys"],
    ['{"wrong_steps": [1, 2', "length", "cut off"],
    ['{"wrong_steps": [1]} or {"wrong_steps": [2]}', "stop", "contradiction"],
    ["<think>let me see", "length", "thought until the limit"],
    ["I cannot help.", "refusal", "refused"],
  ] as const)("%s (%s) is unread: %s", (text, finish, reason) => {
    expect(reasonOf(parseSteps(said(text, finish), 9))).toBe(reason);
    expect(
      reasonOf(
        parseIntervention(
          said(text.replaceAll("wrong_steps", "first_error").replaceAll("[", "").replaceAll("]", ""), finish),
          9,
          ["L"],
        ),
      ),
    ).toBeDefined();
  });
});

describe("an answer about the first error", () => {
  const actions = group.env.actions;
  test("names a step and an action, in any case", () => {
    expect(parseIntervention(said('{"first_error": 1, "action": "l", "why": "the key is left"}'), 9, actions)).toEqual({
      ok: true,
      value: { t: 1, action: 0 },
      dropped: 0,
    });
    expect(parseIntervention(said('{"first_error": null}'), 9, actions)).toEqual({ ok: true, value: null, dropped: 0 });
  });
  test.each([
    ['{"first_error": 9, "action": "L"}', "wrong keys"],
    ['{"first_error": 1, "action": "jump"}', "wrong keys"],
    ['{"first_error": 1}', "wrong keys"],
    ['{"first_error": 1, "action": "L"} {"first_error": 2, "action": "L"}', "contradiction"],
  ])("%s is unread: %s", (text, reason) => {
    expect(reasonOf(parseIntervention(said(text), 9, actions))).toBe(reason);
  });
});

test("no text breaks the parsers, and what they read is of the episode", () => {
  const piece = fc.constantFrom(
    '{"wrong_steps":',
    "[",
    "]",
    "}",
    "1",
    "99",
    '"t":',
    "{",
    ",",
    "<think>",
    "</think>",
    "null",
    '"first_error":',
    '"action":"L"',
    "'",
    "\n",
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 25 }),
      fc.constantFrom("stop" as const, "length" as const),
      (pieces, finish) => {
        const answer = said(pieces.join(""), finish);
        const steps = parseSteps(answer, 9);
        if (steps.ok) for (const t of steps.value) expect(t >= 0 && t < 9).toBe(true);
        const repair = parseIntervention(answer, 9, ["L", "R"]);
        if (repair.ok && repair.value !== null)
          expect(repair.value.t >= 0 && repair.value.t < 9 && repair.value.action < 2).toBe(true);
      },
    ),
  );
});

describe("a question about an episode", () => {
  test("tells what is seen: the start, numbered steps, the outcome, and nothing that only the state knows", () => {
    const text = questionText("wrong steps", question);
    expect(text).toContain("k@.+>");
    expect(text).toContain("0: R, at column 2, row 0\n1: A, at column 2, row 0");
    expect(text).toContain("Outcome: failure: the steps ran out");
    expect(text).not.toMatch(/\{[a-z]+\}/);
    expect(stepLines(question)[2]).toBe("2 to 3: L, at column 0, row 0");
  });
  test("keeps a slot in foreign text as text", () => {
    const sly = { ...question, group: { ...group, task: "Read {steps} and {outcome}." } };
    expect(questionText("intervention", sly)).toContain("Task of the player: Read {steps} and {outcome}.");
  });
  test("has a version by its words", () => {
    const versions = (["wrong steps", "intervention", "decisive steps"] as const).map((name) => questionVersion(name));
    expect(new Set(versions.map(({ hash }) => hash)).size).toBe(3);
    expect(Object.values(EPISODE_QUESTIONS).map(({ id }) => id)).toEqual(["critique/1", "intervene/1", "decisive/1"]);
  });
});

describe("a critic behind the door (a mock server, no model)", () => {
  const critic = async (...texts: readonly string[]) => {
    const server = await rawServer(...texts.map((text) => sends(200, completion(text))));
    const door = openDoor({ model: "bar", answerer: "mock", server: server.url, recording: memoryRecording() });
    return {
      server,
      critic: modelCritic({
        door,
        parameters: DEFAULT_PARAMETERS,
        kind: "mock",
        prompt: presetPrompt("map"),
        note: "a test server",
      }),
    };
  };
  test("is asked once a critique, and unread answers are taken out of the vote", async () => {
    const { server, critic: one } = await critic('{"wrong_steps": [0, 1]}', "no idea", '{"wrong_steps": [1, 12]}');
    const { episodes, costs } = await capo({ critic: one, votes: 3, rule: "average", output: "reward" }).assign(group);
    expect(server.seen).toHaveLength(3);
    expect([costs.calls, costs.unread, costs.dropped]).toEqual([3, 1, 1]);
    expect(costs.tokensIn).toBeGreaterThan(0);
    expect([...episodes[0]!.credit].map((x) => x + 0)).toEqual([-0.5, -1, 0, 0, 0, 0, 0, 0, 0]);
    expect(episodes[0]!.failures[0]!.failure.reason).toBe("no object");
  });
  test("proposes a repair, which is verified by reruns", async () => {
    const { critic: one } = await critic('{"first_error": 1, "action": "L", "why": "the key lies left"}');
    const { episodes } = await intervention({ critic: one }).assign(group);
    expect(episodes[0]!.edits).toMatchObject([{ t: 1, action: 0, verified: true }]);
  });
});
