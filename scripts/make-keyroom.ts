/**
 * Makes the shipped data set `keyroom` from recorded episodes of the real MiniHack.
 *
 *   npx tsx --conditions=calmhack-source scripts/make-keyroom.ts FOLDER_OF_RECORDINGS [OUTPUT_FOLDER]
 *
 * Same recordings, same bytes. Every choice is drawn from named streams of one seed.
 */
import { readdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { KEYROOM, type Transition, transitionJsonSchema, writeDataSet } from "../annotations/index.js";
import { assetPath, type RecordedEpisode, randomStream, readLines, readTraces } from "../envs/index.js";

const SEED = 20261123;
const VERSION = "1";
const BALANCED_PER_CLASS = 120;
const PER_KIND = 30;
const NATURAL = 1000;
const [PICK_UP_KEY = "", OPEN_DOOR = ""] = KEYROOM.subgoals;
const SUBSET = { balanced: 60, "hard negatives": 45, "natural rate": 45 } as const;

interface Candidate {
  readonly transition: Transition;
  readonly achieved: string;
  readonly kind: string | undefined;
  readonly file: string;
  readonly policy: string;
}

const dropped = { blankEndings: 0 };

function candidates(episode: RecordedEpisode, file: string): Candidate[] {
  const actions = episode.actions.length;
  const name = `${episode.environment} ${episode.policy} seed ${episode.seed}`;
  const found: Candidate[] = [];
  let before = episode.start;
  for (const step of episode.steps) {
    if (step.frame === undefined) {
      dropped.blankEndings++;
      continue;
    }
    const view = { task: KEYROOM.task, subgoals: KEYROOM.subgoals, before, action: step.action, after: step.frame };
    const labels = KEYROOM.truth(view);
    const achieved = KEYROOM.subgoals.filter((_, i) => labels[i] === "yes").join(" + ") || "neither";
    const kind = achieved === "neither" ? KEYROOM.lookAlikes.find((k) => k.holds(view, step.t))?.name : undefined;
    const transition: Transition = {
      ...view,
      id: `${name} ${actions} actions step ${step.t}`,
      labels,
      labelledBy: "truth",
      episode: `${name} ${actions} actions`,
      step: step.t,
      split: splitOf(episode.seed),
    };
    found.push({ transition, achieved, kind, file, policy: episode.policy });
    before = step.frame;
  }
  return found;
}

/** Sibling environments share a seed's level, so a seed belongs to one split whole: about a fifth to "dev". */
function splitOf(seed: number): string {
  return randomStream(SEED, `split of level seed ${seed}`).below(5) === 0 ? "dev" : "test";
}

/**
 * Draws `count` candidates spread as widely as possible: files in turn, and within a file episodes that were used
 * least so far.
 */
function spread(pool: readonly Candidate[], count: number, used: Map<string, number>, name: string): Candidate[] {
  const stream = randomStream(SEED, name);
  const byFile = new Map<string, Candidate[]>();
  for (const candidate of stream.shuffle([...pool])) {
    const list = byFile.get(candidate.file) ?? [];
    byFile.set(candidate.file, [...list, candidate]);
  }
  const files = [...byFile.keys()].sort();
  const uses = (candidate: Candidate) => used.get(candidate.transition.episode ?? "") ?? 0;
  const taken: Candidate[] = [];
  while (taken.length < count && files.some((file) => byFile.get(file)?.length)) {
    for (const file of files) {
      const list = byFile.get(file) ?? [];
      const best = list.reduce<Candidate | undefined>(
        (a, b) => (a === undefined || uses(b) < uses(a) ? b : a),
        undefined,
      );
      if (best === undefined || taken.length === count) continue;
      list.splice(list.indexOf(best), 1);
      used.set(best.transition.episode ?? "", uses(best) + 1);
      taken.push(best);
    }
  }
  return taken;
}

/** First of each list, then second of each, so that every prefix is mixed. */
function interleave<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list[i] ?? [])).flat();
}

const inPart = (part: keyof typeof SUBSET, short: string, chosen: readonly Candidate[]): Transition[] =>
  chosen.map(({ transition, kind }, i) => ({
    ...transition,
    id: `${short}-${String(i + 1).padStart(4, "0")}`,
    part,
    ...(kind === undefined || part === "balanced" ? {} : { kind }),
  }));

const folder = process.argv[2];
if (folder === undefined) throw new Error("name the folder of the recordings");
const files = readdirSync(folder)
  .filter((file) => file.includes("KeyRoom") && file.endsWith(".jsonl.gz"))
  .sort();
const all: Candidate[] = [];
let episodes = 0;
for (const file of files) {
  for await (const episode of readTraces(join(folder, file))) {
    episodes++;
    all.push(...candidates(episode, file));
  }
}

const used = new Map<string, number>();
const plain = all.filter((c) => c.policy.startsWith("bfs"));
const classes = [PICK_UP_KEY, OPEN_DOOR, "neither"].map((name) =>
  spread(
    plain.filter((c) => c.achieved === name && c.kind === undefined),
    BALANCED_PER_CLASS,
    used,
    `balanced ${name}`,
  ),
);
const kinds = KEYROOM.lookAlikes.map((kind) => ({
  name: kind.name,
  recorded: all.filter((c) => c.kind === kind.name).length,
  chosen: spread(
    all.filter((c) => c.kind === kind.name),
    PER_KIND,
    used,
    `kind ${kind.name}`,
  ),
}));
const natural = randomStream(SEED, "natural")
  .shuffle([...all])
  .slice(0, NATURAL);

const items = [
  ...inPart("balanced", "balanced", interleave(classes)),
  ...inPart("hard negatives", "hard", interleave(kinds.map((kind) => kind.chosen))),
  ...inPart("natural rate", "natural", natural),
];
const count = (of: readonly Candidate[], test: (c: Candidate) => boolean) => of.filter(test).length;
const policies = [...new Set(all.map((c) => c.policy))].sort();
const about = {
  name: "keyroom",
  version: VERSION,
  labels:
    "Labels are the game's truth: the inventory gained a key; a cell that showed a closed door shows an open one. " +
    "The message is never read for them.",
  humanLabels: 0,
  parts: (["balanced", "hard negatives", "natural rate"] as const).map((name) => ({
    name,
    items: items.filter((item) => item.part === name).length,
    subset: SUBSET[name],
  })),
  provenance: {
    origin: "recorded episodes of the real MiniHack on NLE 1.2.0 (NetHack 3.6.7), all five KeyRoom environments",
    files: `${files.length} recordings, ${episodes} episodes, ${all.length} usable transitions`,
    "dropped blank endings": `${dropped.blankEndings} (the real program blanks the last observation of an episode, so "reach the stairs" cannot be judged)`,
    "screen text":
      "regenerated from the recorded map, message, status numbers and inventory; the recordings hold no terminal per step",
    "natural rate": `uniform over all usable steps of this mixture of policies: ${policies
      .map(
        (policy) =>
          `${policy} ${count(all, (c) => c.policy === policy)} steps (${count(natural, (c) => c.policy === policy)} drawn)`,
      )
      .join(", ")}`,
    "rate of achievements": `key ${count(all, (c) => c.achieved === PICK_UP_KEY)} and door ${count(all, (c) => c.achieved === OPEN_DOOR)} in ${all.length} recorded steps`,
    balanced:
      "drawn from the solver episodes, look-alikes left out, every transition from a different episode as far as they go",
    "hard negatives, recorded and taken": kinds
      .map(
        (kind) =>
          `${kind.name} ${kind.recorded}/${kind.chosen.length}${kind.recorded < PER_KIND ? " (few recorded)" : ""}`,
      )
      .join(", "),
    "start on the key": `${count(all, (c) => c.transition.step === 1 && c.achieved === PICK_UP_KEY)} recorded episodes start on the key and take it at once; these are achievements, not look-alikes (${
      classes[0]?.filter((c) => c.transition.step === 1).length ?? 0
    } of them are in the balanced part)`,
    split: "by level seed (sibling environments share a seed's level), about one fifth dev",
    seed: SEED,
  },
};

/** The demonstration episode, as it was recorded: a short one in which the door opens to the words "Never mind.". */
async function demonstration(): Promise<string> {
  const lines: string[] = [];
  for await (const { text } of readLines(join(folder ?? "", "solutions-MiniHack-KeyRoom-S5-v0-paper6.jsonl.gz"))) {
    if (JSON.parse(text).seed === 4) lines.push(text);
  }
  return `${lines.join("\n")}\n`;
}

const target = process.argv[3] ?? assetPath("keyroom");
await mkdir(target, { recursive: true });
const { sha256 } = await writeDataSet(target, about, items);
await writeFile(join(target, "episode.jsonl"), await demonstration());
if (process.argv[3] === undefined) {
  await mkdir(assetPath("schema"), { recursive: true });
  await writeFile(
    assetPath("schema", "transition.schema.json"),
    `${JSON.stringify(transitionJsonSchema(), null, 2)}\n`,
  );
}
console.log(`${items.length} transitions, ${sha256}`);
