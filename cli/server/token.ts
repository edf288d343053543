/**
 * The token that every request carries. It is generated at the start and shown once, or comes from an environment
 * variable; it is written to no file, and snapshots are sealed with a key derived from it.
 */
import { createHash, createHmac, randomBytes, scryptSync, timingSafeEqual } from "node:crypto";
import { InputError, visible } from "../../envs/index.js";

/** Shorter ones could be guessed, offline from a snapshot's seal even without asking the server. */
const SHORTEST = 16;

export const makeToken = (): string => randomBytes(32).toString("base64url");

/** The token that an environment variable holds. */
export function tokenFrom(environment: Readonly<Record<string, string | undefined>>, name: string): string {
  const token = environment[name];
  if (token === undefined || token === "") {
    throw new InputError(`--token-env names ${visible(name, 60)}, but no such environment variable is set.`);
  }
  // A header carries nothing else unharmed.
  if (token.length < SHORTEST || !/^[\x21-\x7e]+$/.test(token)) {
    throw new InputError(
      `The token in ${visible(name, 60)} does not fit; accepted are ${SHORTEST} or more letters, digits and signs without blanks.`,
    );
  }
  return token;
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Compares in a time that says nothing about where two tokens differ. */
export function tokenCheck(token: string): (authorization: string | undefined) => boolean {
  const expected = digest(token);
  return (authorization = "") => {
    const [, given = ""] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
    return timingSafeEqual(digest(given), expected);
  };
}

/** Sixty-four hex digits that only who has the token can make of these parts. */
export type Sealer = (parts: readonly string[]) => string;

/** Slow once, so that a seal in a file does not give a weak token away. */
export function sealer(token: string): Sealer {
  const key = scryptSync(token, "calmhack snapshot 1", 32);
  return (parts) => {
    const seal = createHmac("sha256", key);
    for (const part of parts) seal.update(`${part.length}:`).update(part);
    return seal.digest("hex");
  };
}

/** As `a === b`, in constant time for equal lengths. */
export function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
