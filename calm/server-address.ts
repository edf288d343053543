/**
 * Reads what people write as a base URL: with or without a scheme, a port, "/v1", a trailing slash, a user and password.
 *
 * Invariants: `origin` and `shown` never hold credentials or a query; a path that somebody wrote is kept as it is,
 * because /openai/v1 and /api/v3 are real servers; only an absent path becomes /v1.
 */
import { InputError, visible } from "../envs/index.js";

export interface ServerAddress {
  /** Without credentials, query and trailing slash: what "/chat/completions" is appended to. */
  readonly baseURL: string;
  /** Scheme, host, port: what recordings keep. */
  readonly origin: string;
  /** For people: origin and path. */
  readonly shown: string;
  readonly query: Readonly<Record<string, string>>;
  /** The header value that stands for a user and password in the URL. */
  readonly authorization?: string;
  /** What must not be printed or written. */
  readonly secrets: readonly string[];
}

export const openaiServer = "https://api.openai.com/v1";

const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;
const LOCAL = /^(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\])(:\d+)?(\/|$)/i;

export function parseServer(text: string): ServerAddress {
  const given = text.trim();
  const url = parse(given);
  const path = url.pathname.replace(/\/+$/, "").replace(/\/chat\/completions$/, "");
  const baseURL = url.origin + (path === "" ? "/v1" : path);
  const user = decoded(url.username);
  const password = decoded(url.password);
  const query = Object.fromEntries(url.searchParams);
  const secrets = [password, url.password, ...Object.values(query)].filter((secret) => secret !== "");
  const address = { baseURL, origin: url.origin, shown: visible(baseURL, 120), query, secrets };
  if (user === "" && password === "") return address;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}`;
  return { ...address, authorization, secrets: [...secrets, authorization.slice("Basic ".length)] };
}

function parse(given: string): URL {
  const accepted = "a base URL is, for example, http://localhost:11434 or https://api.openai.com/v1";
  if (given === "") throw new InputError(`The base URL is empty; ${accepted}.`);
  const scheme = SCHEME.exec(given)?.[1]?.toLowerCase();
  if (scheme === undefined && !LOCAL.test(given)) {
    // What stands before an "@" may be a password, so it is not repeated.
    const host = visible(given.slice(given.lastIndexOf("@") + 1).replace(/[?#].*$/, ""), 80);
    throw new InputError(`The base URL "${host}" has no scheme; write http://${host} or https://${host}.`);
  }
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") {
    throw new InputError(`The base URL begins with "${visible(scheme, 20)}://", not with http:// or https://.`);
  }
  const full = scheme === undefined ? `http://${given}` : given;
  if (!URL.canParse(full)) throw new InputError(`The base URL cannot be read; ${accepted}.`);
  return new URL(full);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray "%" stands for itself
  }
}
