/** The recordings of the real game, in the folder beside the project. They do not travel with it. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

export const RECORDINGS = "../shared/traces";

export const recorded = existsSync(RECORDINGS);

if (!recorded) console.warn(`${RECORDINGS} is absent: the tests against recorded play are skipped.`);

export const recordingFiles = (): readonly string[] =>
  recorded
    ? readdirSync(RECORDINGS)
        .filter((name) => name.endsWith(".jsonl.gz"))
        .sort()
        .map((name) => join(RECORDINGS, name))
    : [];
