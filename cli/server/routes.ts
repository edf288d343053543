/**
 * Every request that is answered, as a table: method, path, what the body may be, what is done. The description in
 * /openapi.json is made from this table.
 */
import type { z } from "zod";
import { environmentIds, packageVersion, RULES, visible } from "../../envs/index.js";
import { jsonText } from "../output.js";
import { checked, jsonOf } from "./checked.js";
import type { Told } from "./games.js";
import { cardOf, type Instances } from "./instances.js";
import type { Judging } from "./judging.js";
import { Refusal } from "./refusal.js";
import { emptyRequest, makeRequest, resetRequest, restoreRequest, snapshotRequest, stepRequest } from "./schemas.js";
import { KEYS } from "./shapes.js";

interface Call {
  /** The part of the path that is a name. */
  readonly name: string;
  readonly body: Buffer;
  /** The client has gone, or the server is stopping: nothing more is to be done for it. */
  readonly isGone: () => boolean;
}

/** A status and the JSON of the answer. */
export interface Reply {
  readonly status: 200 | 201;
  readonly text: string;
}

type Method = "GET" | "POST" | "DELETE";

export interface Route {
  readonly method: Method;
  /** One segment may be {name}. */
  readonly path: string;
  readonly does: string;
  /** Absent where no body is read; "transitions" for the published line format. */
  readonly takes?: z.ZodObject | "transitions";
  /** A component of the description. */
  readonly gives: string;
  answer(call: Call): Promise<Reply> | Reply;
}

const ok = (told: Told): Reply => ({ status: 200, text: jsonText(told) });

/** `describe` makes the description from the finished table. */
export function routesOf(instances: Instances, judging: Judging, describe: (routes: readonly Route[]) => Told) {
  type Operation = Pick<Route, "does" | "gives"> & { readonly takes: z.ZodObject };
  /** An operation on an instance: body checked, carried out in its turn. */
  function operation<S extends z.ZodObject>(
    word: string,
    { does, gives, takes }: Operation & { readonly takes: S },
    run: (games: Parameters<Parameters<Instances["run"]>[3]>[0], request: z.infer<S>) => Told,
  ): Route {
    const answer: Route["answer"] = ({ name, body }) => {
      const request = checked(takes, jsonOf(body, `POST …/${word}`), `POST …/${word}`);
      const { turn } = request as { turn?: number };
      const text = instances.run(name, { operation: word, body }, { turn }, (games) => run(games, request));
      return { status: 200, text };
    };
    return { method: "POST", path: `/envs/{name}/${word}`, does, takes, gives, answer };
  }
  const make = (path: string): Route => ({
    method: "POST",
    path,
    does: "Makes an instance of an environment: one game, or several that are stepped together.",
    takes: makeRequest,
    gives: "Instance",
    answer: ({ name, body }) => {
      const request = checked(makeRequest, jsonOf(body, "POST /envs/ID"), "POST /envs/ID");
      return { status: 201, text: jsonText(instances.open(name, request)) };
    },
  });

  const routes: readonly Route[] = [
    {
      method: "GET",
      path: "/",
      does: "What this server is, who judges, which instances are open.",
      gives: "About",
      answer: () =>
        ok({
          calmhack: packageVersion(),
          rules: RULES,
          judge: judging.provenance,
          ...(judging.spent() === undefined ? {} : { spent: judging.spent() }),
          instances: instances.list(),
          requests: routes.map(({ method, path }) => `${method} ${path}`),
        }),
    },
    {
      method: "GET",
      path: "/openapi.json",
      does: "This description.",
      gives: "Description",
      answer: () => ok(describe(routes)),
    },
    {
      method: "GET",
      path: "/envs",
      does: "The environments: actions, step limit, observation keys with dtype and shape, task and subgoals.",
      gives: "Environments",
      answer: () => ok({ environments: environmentIds().map((id) => cardOf(id, KEYS)) }),
    },
    {
      method: "GET",
      path: "/envs/{name}",
      does: "One environment, or what an instance was made as and how many requests it has carried out.",
      gives: "Card",
      answer: ({ name }) => ok(instances.about(name)),
    },
    make("/envs/{name}"),
    make("/envs/{name}/make"),
    operation(
      "reset",
      { does: "Starts an episode in every game of the instance.", takes: resetRequest, gives: "Start" },
      (games, request) => games.reset(request),
    ),
    operation(
      "step",
      {
        does: "One action for each game. Several games reset themselves in the same step when their episode ends.",
        takes: stepRequest,
        gives: "Step",
      },
      (games, request) => games.step(request),
    ),
    operation(
      "snapshot",
      { does: "The whole state of the instance, sealed.", takes: snapshotRequest, gives: "Snapshot" },
      (games) => games.snapshot(),
    ),
    operation(
      "restore",
      { does: "Puts a state back; what comes next is what came next then.", takes: restoreRequest, gives: "Start" },
      (games, { snapshot }) => games.restore(snapshot),
    ),
    {
      method: "GET",
      path: "/envs/{name}/frame",
      does: "What an observer sees now: the frame, as transitions take it, and the screen as text.",
      gives: "Frames",
      answer: ({ name }) => ok(instances.frame(name)),
    },
    {
      method: "POST",
      path: "/envs/{name}/close",
      does: "Ends an instance.",
      takes: emptyRequest,
      gives: "Closed",
      answer: ({ name, body }) => {
        checked(emptyRequest, jsonOf(body, "POST …/close"), "POST …/close");
        return ok(instances.close(name));
      },
    },
    {
      method: "DELETE",
      path: "/envs/{name}",
      does: "Ends an instance.",
      gives: "Closed",
      answer: ({ name }) => ok(instances.close(name)),
    },
    {
      method: "POST",
      path: "/judge",
      does: "Judges one transition (the whole body), or a list of them.",
      takes: "transitions",
      gives: "Judgements",
      answer: async ({ body, isGone }) => ok(await judging.judge(jsonOf(body, "POST /judge"), isGone)),
    },
  ];
  return routes;
}

interface Found {
  readonly route: Route;
  readonly name: string;
}

/** Finds the route of a request, or refuses: 404 for a path that is none, 405 for a method that the path does not know. */
export type Finder = (method: string, url: string) => Found;

/** Segments of a path that is asked for; undefined where an escape is none. */
function segmentsOf(path: string): readonly string[] | undefined {
  const segments = path.split("/");
  if (!path.includes("%")) return segments;
  try {
    return segments.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

export function finder(routes: readonly Route[]): Finder {
  const wanted = routes.map((route) => {
    const parts = route.path.split("/");
    return { route, parts, at: parts.indexOf("{name}") };
  });
  return (method, url) => {
    const [path = "", query] = url.split("?", 2);
    const segments = segmentsOf(path) ?? [];
    const matching = wanted.filter(
      ({ parts, at }) =>
        parts.length === segments.length &&
        parts.every((part, i) => (i === at ? segments[i] !== "" : part === segments[i])),
    );
    if (matching.length === 0) {
      throw new Refusal(404, `There is nothing at ${visible(url, 80)}; GET / lists what there is.`);
    }
    const found = matching.find(({ route }) => route.method === method);
    if (found === undefined) {
      const allowed = [...new Set(matching.map(({ route }) => route.method))].join(", ");
      throw new Refusal(405, `The path knows no ${visible(method, 20)} request; accepted is ${allowed}.`, {
        allow: allowed,
      });
    }
    if (query !== undefined) throw new Refusal(400, "The path has a query (?…); accepted is a JSON body alone.");
    return { route: found.route, name: segments[found.at] ?? "" };
  };
}
