/** What `calmhack serve` answers: games as they are in process, snapshots, numbered requests, judgements. */
import { readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { describe, expect, it } from "vitest";
import { parseTransition, viewOf } from "../../annotations/index.js";
import {
  DEFAULT_PARAMETERS,
  judgeByRules,
  judging,
  openDoor,
  openRecording,
  presetPrompt,
  promptText,
} from "../../calm/index.js";
import { bytesOf, KEYS, spaceOf } from "../../cli/server/shapes.js";
import { make, type ObservationKey, randomStream, vector } from "../../envs/index.js";
import { allFalse, answering, openServer, subgoalsOf } from "./mock-server.js";
import { temporaryFolder } from "./run.js";
import { decoded, S5, serving, tableOf } from "./serving.js";

const CROP = ["chars_crop", "blstats", "message"] as const;

const base64 = (array: ArrayBufferView): string =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");

const all = (observation: Readonly<Record<string, ArrayBufferView>>): Record<string, string> =>
  Object.fromEntries(Object.entries(observation).map(([key, array]) => [key, base64(array)]));

describe("a served game", () => {
  it("is the game in process: observations, rewards, ends, info", async () => {
    const server = await serving();
    const path = `/envs/${await server.make({ observationKeys: CROP, actions: "paper" })}`;
    const env = make(S5, { observationKeys: CROP, actions: "paper" });
    const stream = randomStream(1, "serve");
    let [start, began] = [await server.post(`${path}/reset`, { seed: 7 }), env.reset({ seed: 7 })];
    for (let i = 0; i < 250; i++) {
      expect(start.body).toEqual({ turn: expect.anything(), observation: all(began.observation), info: began.info });
      const action = stream.below(6);
      const { body } = await server.post(`${path}/step`, { action });
      const step = env.step(action);
      const { reward, terminated, truncated, info } = step;
      expect(body).toEqual({ turn: i + start.body.turn, ...body, reward, terminated, truncated, info });
      expect(body.observation).toEqual(all(step.observation));
      if (terminated || truncated) [start, began] = [await server.post(`${path}/reset`, {}), env.reset()];
      else start = { ...start, body: { turn: body.turn, observation: body.observation, info: body.info } };
    }
  });

  it("comes with every key in the dtype and shape that are told", async () => {
    const server = await serving();
    const made = await server.post(`/envs/${S5}`, { observationKeys: KEYS, cropSize: 5 });
    const { observation } = (await server.post(`/envs/${made.body.instance}/reset`, { seed: 1 })).body;
    expect(Object.keys(observation).sort()).toEqual([...KEYS].sort());
    const keys = KEYS as readonly ObservationKey[];
    const own = make(S5, { observationKeys: keys, cropSize: 5 }).reset({ seed: 1 }).observation;
    for (const key of keys) {
      const space = made.body.observations[key];
      expect(space, key).toEqual(spaceOf(key, 5));
      expect(decoded(observation[key]).length, key).toBe(bytesOf(space));
      expect(`${space.dtype}`, key).toBe(own[key].constructor.name.replace("Array", "").toLowerCase());
    }
  });

  it("plays the level that is asked for, with other dice", async () => {
    const server = await serving();
    const path = `/envs/${await server.make({ observationKeys: ["chars"] })}`;
    const first = await server.post(`${path}/reset`, { seed: 5 });
    const again = await server.post(`${path}/reset`, { level: 5 });
    expect(again.body.observation).toEqual(first.body.observation);
  });

  it("shows its frame as transitions take it, and with every answer when asked to", async () => {
    const server = await serving();
    const path = `/envs/${await server.make({ frames: "each", actions: "paper" })}`;
    const start = await server.post(`${path}/reset`, { seed: 3 });
    const frame = await server.ask("GET", `${path}/frame`);
    expect(start.body.frame).toEqual(frame.body.frame);
    expect(frame.body.screen).toContain("@");
    const { body } = await server.post(`${path}/step`, { action: 0 });
    const transition = {
      task: "t",
      subgoals: ["open the door"],
      action: "N",
      before: start.body.frame,
      after: body.frame,
    };
    const judged = await server.post("/judge", transition);
    expect(judged.body.judgements[0].verdicts).toEqual({ "open the door": false });
  });

  it("goes back to a snapshot and on as before, in another instance and under another server with the same token", async () => {
    const [one, two] = [await serving(), await serving()];
    const path = `/envs/${await one.make({ observationKeys: CROP })}`;
    await one.post(`${path}/reset`, { seed: 11 });
    for (const action of [0, 1, 2, 3]) await one.post(`${path}/step`, { action });
    const { snapshot } = (await one.post(`${path}/snapshot`)).body;
    const play = async (server: typeof one, at: string) => {
      const played = [];
      for (const action of [4, 5, 6, 7, 0, 1]) played.push((await server.post(`${at}/step`, { action })).body);
      return played.map(({ turn: _, ...rest }) => rest);
    };
    const first = await play(one, path);
    expect((await one.post(`${path}/restore`, { snapshot })).status).toBe(200);
    expect(await play(one, path)).toEqual(first);
    const other = `/envs/${await two.make({ observationKeys: CROP })}`;
    expect((await two.post(`${other}/restore`, { snapshot })).status).toBe(200);
    expect(await play(two, other)).toEqual(first);
  });
});

describe("several served games", () => {
  it("are the vector in process, and tell how episodes ended of those that did", async () => {
    const server = await serving();
    const options = { observationKeys: CROP, actions: "paper", count: 3 } as const;
    const path = `/envs/${await server.make(options)}`;
    const games = vector(S5, options);
    const started = await server.post(`${path}/reset`, { seed: 2 });
    expect(started.body.observation).toEqual(all(games.reset({ seed: 2 }).observation));
    const stream = randomStream(2, "serve");
    let ends = 0;
    for (let i = 0; i < 260; i++) {
      const actions = [stream.below(6), stream.below(6), stream.below(6)];
      const { body } = await server.post(`${path}/step`, { actions });
      const step = games.step(actions);
      expect(body.observation).toEqual(all(step.observation));
      expect(body.rewards).toEqual([...step.rewards]);
      expect(body.terminated).toEqual([...step.terminated].map(Boolean));
      expect(body.truncated).toEqual([...step.truncated].map(Boolean));
      const ended = [...step.final.mask.keys()].filter((g) => step.final.mask[g] === 1);
      expect(body.final?.games ?? []).toEqual(ended);
      if (ended.length === 0) continue;
      ends++;
      expect(body.final.info.endStatus).toEqual(ended.map((g) => step.final.info.endStatus[g]));
      for (const key of CROP) {
        const rows = decoded(base64(step.final.observation[key]));
        const length = rows.length / 3;
        const expected = Buffer.concat(ended.map((g) => rows.subarray(g * length, (g + 1) * length)));
        expect(decoded(body.final.observation[key]), key).toEqual(expected);
      }
    }
    expect(ends).toBeGreaterThan(0);
    const { snapshot } = (await server.post(`${path}/snapshot`)).body;
    const next = (await server.post(`${path}/step`, { actions: [0, 1, 2] })).body;
    await server.post(`${path}/restore`, { snapshot });
    expect((await server.post(`${path}/step`, { actions: [0, 1, 2] })).body).toEqual({ ...next, turn: next.turn + 2 });
    expect((await server.ask("GET", `${path}/frame`)).body.frames).toHaveLength(3);
  });

  it("take a seed each", async () => {
    const server = await serving();
    const path = `/envs/${await server.make({ observationKeys: ["chars"], count: 2 })}`;
    const { observation } = (await server.post(`${path}/reset`, { seed: [4, 9] })).body;
    const own = [4, 9].map((seed) => make(S5, { observationKeys: ["chars"] }).reset({ seed }).observation.chars);
    expect(decoded(observation.chars)).toEqual(Buffer.concat(own));
  });
});

describe("requests on one instance", () => {
  it("are carried out one after another, whole, when many come at once", async () => {
    const server = await serving();
    const path = `/envs/${await server.make({ observationKeys: CROP })}`;
    await server.post(`${path}/reset`, { seed: 1 });
    const answers = await Promise.all(Array.from({ length: 40 }, () => server.post(`${path}/step`, { action: 0 })));
    expect(answers.map(({ body }) => body.turn).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, i) => i + 2),
    );
    const env = make(S5, { observationKeys: CROP });
    env.reset({ seed: 1 });
    const steps = answers.map(() => all(env.step(0).observation));
    const inTurn = [...answers].sort((a, b) => a.body.turn - b.body.turn);
    expect(inTurn.map(({ body }) => body.observation)).toEqual(steps);
  });

  it("are not carried out twice when a numbered one is sent again", async () => {
    const server = await serving();
    const path = `/envs/${await server.make({ observationKeys: CROP })}`;
    await server.post(`${path}/reset`, { seed: 1, turn: 1 });
    const first = await server.post(`${path}/step`, { action: 1, turn: 2 });
    expect(await server.post(`${path}/step`, { action: 1, turn: 2 })).toEqual(first);
    for (const [word, body] of [
      ["step", { action: 2, turn: 2 }],
      ["snapshot", { turn: 2 }],
      ["step", { action: 1, turn: 5 }],
      ["step", { action: 1, turn: 1 }],
    ] as const) {
      const other = await server.post(`${path}/${word}`, body);
      expect(other.status).toBe(409);
      expect(other.body.error).toMatch(/carried out 2 requests.*accepted is number 3/);
    }
    expect((await server.post(`${path}/step`, { action: 1, turn: 3 })).body.turn).toBe(3);
  });

  it("outlive a client that goes away before its answer: the next one can ask for it again", async () => {
    const server = await serving();
    const path = `/envs/${await server.make({ observationKeys: CROP })}`;
    await server.post(`${path}/reset`, { seed: 1, turn: 1 });
    const body = JSON.stringify({ action: 1, turn: 2 });
    await new Promise<void>((resolve) => {
      const headers = { authorization: "Bearer a-token-of-tests-MARKER", "content-length": body.length };
      const request = httpRequest({ port: server.port, method: "POST", path: `${path}/step`, headers });
      request.on("error", () => undefined).on("close", () => resolve());
      request.end(body, () => setTimeout(() => request.destroy(), 50));
    });
    const env = make(S5, { observationKeys: CROP });
    env.reset({ seed: 1 });
    const again = await server.post(`${path}/step`, { action: 1, turn: 2 });
    expect(again.body).toMatchObject({ turn: 2, observation: all(env.step(1).observation) });
  });
});

describe("the description", () => {
  it("names every request, and every reference leads somewhere", async () => {
    const server = await serving();
    const { body } = await server.ask("GET", "/openapi.json");
    const described = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(
      tableOf()
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    );
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(references.filter((name) => body.components.schemas[name ?? ""] === undefined)).toEqual([]);
    const ids = [...JSON.stringify(body).matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(body.components.schemas.Transition.properties.before).toBeDefined();
  });

  it("lists environments, cards and open instances", async () => {
    const server = await serving();
    const { environments } = (await server.ask("GET", "/envs")).body;
    expect(environments.find(({ id }: { id: string }) => id === S5)).toMatchObject({
      limit: 200,
      subgoals: ["pick up the key", "open the door"],
      observations: { chars: { dtype: "uint8", shape: [21, 79] } },
    });
    expect((await server.ask("GET", `/envs/${S5}`)).body.id).toBe(S5);
    const name = await server.make();
    expect((await server.ask("GET", "/")).body.instances).toMatchObject([{ instance: name, turn: 0 }]);
    expect((await server.ask("GET", `/envs/${name}`)).body).toMatchObject({ instance: name, id: S5 });
    await server.ask("DELETE", `/envs/${name}`);
    const other = await server.ask("POST", `/envs/${S5}/make`);
    await server.post(`/envs/${other.body.instance}/close`);
    expect((await server.ask("GET", "/")).body.instances).toEqual([]);
  });
});

const LINES = readFileSync("examples/transitions.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

describe("the judge", () => {
  it("is the text rules without a model, and says so with every answer", async () => {
    const server = await serving();
    const { body } = await server.post("/judge", { transitions: LINES });
    expect(body.judge).toMatchObject({ kind: "rules", name: "text rules", prompt: "map/1" });
    const verdict = { yes: true, no: false, unanswered: null };
    const own = LINES.map((line, i) => {
      const item = parseTransition({ number: i + 1, text: JSON.stringify(line) }, "lines");
      const { verdicts } = judgeByRules(promptText(presetPrompt("map"), viewOf(item)));
      return Object.fromEntries(item.subgoals.map((name, s) => [name, verdict[verdicts[s] ?? "unanswered"]]));
    });
    expect(body.judgements.map(({ verdicts }: { verdicts: object }) => verdicts)).toEqual(own);
    expect(JSON.stringify(own)).toMatch(/true.*false|false.*true/);
    expect((await server.post("/judge", LINES[0])).body.judgements).toEqual([body.judgements[0]]);
  });

  it("gives each subgoal without a verdict its own reason", async () => {
    const server = await serving();
    const subgoals = ["eat the apple", "open the door", "take the lamp"];
    const { body } = await server.post("/judge", {
      ...LINES[0],
      labels: undefined,
      subgoals,
      action: "pickup",
      message: "",
    });
    expect(body.judgements[0].verdicts).toMatchObject({ "eat the apple": null, "open the door": false });
    expect(body.judgements[0].failures).toMatchObject({
      "eat the apple": { reason: "no rule", detail: expect.stringContaining("eat the apple") },
      "take the lamp": { reason: "no rule", detail: expect.stringContaining("lamp") },
    });
  });

  /** As the command opens one; the server is a mock and says so. */
  function mockJudge(url: string, budget?: number) {
    const prompt = presetPrompt("map");
    const recording = openRecording(`${temporaryFolder()}/recording.jsonl`);
    const door = openDoor({
      model: "foo",
      answerer: "mock",
      server: url,
      recording,
      tries: 1,
      ...(budget === undefined ? {} : { budget: { unit: "tokens", limit: budget } as const }),
    });
    const parameters = DEFAULT_PARAMETERS;
    const annotator = judging.languageModel({ door, prompt, parameters, kind: "mock", note: "A test server." });
    return { annotator, door, recording, parameters };
  }

  it("is a model when one is named, asked once for the same text, its raw answer beside the verdicts", async () => {
    const mock = await openServer(answering((text) => JSON.stringify({ [subgoalsOf(text)[0] ?? ""]: true })));
    try {
      const server = await serving({ model: mockJudge(mock.url) });
      const twice = { transitions: [LINES[0], LINES[0]] };
      const { body } = await server.post("/judge", twice);
      expect(body.judge).toMatchObject({ kind: "mock", name: "foo" });
      const [first, second] = body.judgements;
      expect(first).toMatchObject({
        verdicts: { "pick up the key": true, "open the door": null },
        failures: { "open the door": { reason: "wrong keys" } },
        raw: '{"pick up the key":true}',
        requestHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(second.verdicts).toEqual(first.verdicts);
      await server.post("/judge", twice);
      expect(mock.seen).toHaveLength(1);
      expect((await server.ask("GET", "/")).body.spent).toMatchObject({ calls: 1 });
    } finally {
      await mock.close();
    }
  });

  it("refuses in one sentence when the budget is spent or the model's server is gone", async () => {
    const mock = await openServer(allFalse);
    const spent = await serving({ model: mockJudge(mock.url, 1) });
    const answers = [];
    for (const line of LINES.slice(0, 3)) answers.push(await spent.post("/judge", line));
    expect(answers.at(-1)).toMatchObject({
      status: 503,
      body: { error: expect.stringMatching(/^The judge .*: Stopped: .*budget/) },
    });
    await mock.close();
    const dead = await serving({ model: mockJudge(mock.url) });
    const refused = await dead.post("/judge", LINES[0]);
    expect(refused).toMatchObject({
      status: 503,
      body: { error: expect.stringMatching(/^The judge .*: No server answers/) },
    });
  });
});
