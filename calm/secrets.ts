/**
 * Keeps keys and passwords out of everything that is written or shown: every text that comes from a server or a model
 * passes through a redactor before anybody else sees it, so a recorded answer and a live one read the same.
 *
 * A secret shorter than 8 characters is a local server's placeholder ("none", "ollama"); replacing it would damage
 * answers and protect nothing, so it stays.
 */
const SHORTEST_SECRET = 8;

export type Redactor = (text: string) => string;

/** Replaces every secret, also percent-encoded or in base64, by "[secret]". */
export function redactor(secrets: readonly string[]): Redactor {
  const spellings = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret, "utf8").toString("base64")]);
  // Longest first: a secret that contains another one goes as a whole.
  const ordered = [...new Set(spellings)].sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
}
