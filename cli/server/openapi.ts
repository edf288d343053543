/**
 * The description of the server in OpenAPI 3.1, made from the table of routes and the schemas that check requests.
 */
import { z } from "zod";
import { dataSets } from "../../annotations/index.js";
import { packageVersion } from "../../envs/index.js";
import { ANSWERS } from "./answers.js";
import type { Told } from "./games.js";
import type { Route } from "./routes.js";
import { MOST_TRANSITIONS } from "./schemas.js";

const reference = (name: string): Told => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Told): Told => ({ "application/json": { schema } });

/** Without the word that names the dialect, which OpenAPI 3.1 has already. */
function schemaOf(schema: z.ZodType, io: "input" | "output"): Told {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}

const ERRORS: Readonly<Record<string, string>> = {
  400: "malformed: JSON, a field, a query, a snapshot",
  401: "no token, or another one",
  403: "a Host header that is not this machine's",
  404: "no such path, environment or instance",
  405: "another method",
  408: "the request took too long to arrive",
  409: "not in this state: not reset, ended, another number than the next",
  413: "the body is too large",
  415: "a body that is encoded",
  429: "as many instances as may be, or as much memory",
  503: "the judge does not answer, or the server is stopping",
};

function operation(route: Route): Told {
  const { path, method, does, takes, gives } = route;
  const words = path.split(/\W+/).filter((word) => word !== "");
  const body =
    takes === "transitions"
      ? { oneOf: [reference("Transition"), transitionList] }
      : takes === undefined
        ? undefined
        : schemaOf(takes, "input");
  return {
    operationId: [method.toLowerCase(), ...words].join("_"),
    summary: does,
    ...(path.includes("{name}")
      ? { parameters: [{ name: "name", in: "path", required: true, schema: { type: "string" } }] }
      : {}),
    ...(body === undefined ? {} : { requestBody: { content: json(body) } }),
    responses: {
      [path.endsWith("/make") || (method === "POST" && path === "/envs/{name}") ? "201" : "200"]: {
        description: does,
        content: json(reference(gives)),
      },
      ...Object.fromEntries(
        Object.entries(ERRORS).map(([status, description]) => [
          status,
          { description, content: json(reference("Error")) },
        ]),
      ),
    },
  };
}

const transitionList: Told = {
  type: "object",
  properties: {
    transitions: { type: "array", items: reference("Transition"), minItems: 1, maxItems: MOST_TRANSITIONS },
  },
  required: ["transitions"],
  additionalProperties: false,
};

export function description(routes: readonly Route[]): Told {
  const paths: Record<string, Record<string, Told>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  const { $schema: _, ...transition } = dataSets.transitionJsonSchema();
  return {
    openapi: "3.1.0",
    info: {
      title: "calmhack serve",
      version: packageVersion(),
      description: "Gridworlds with snapshots, and a judge of subgoals, over HTTP. Every request needs the token.",
    },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: {
        Transition: transition,
        ...Object.fromEntries(Object.entries(ANSWERS).map(([name, schema]) => [name, schemaOf(schema, "output")])),
      },
    },
  };
}
