/**
 * Draws a data set from played episodes of KeyRoom, whoever played them: candidates with their truth, three strata
 * (balanced classes, hard negatives by kind, the natural rate), and a manifest that says how each was drawn. Every
 * choice comes from named streams of one seed: the same episodes give the same bytes.
 */
import { type Frame, InputError, type RecordedEpisode, randomStream } from "../envs/index.js";
import type { Part } from "./dataset.js";
import type { DataSetManifest } from "./dataset-manifest.js";
import { KEYROOM } from "./keyroom.js";
import type { Transition } from "./transition.js";

const [PICK_UP_KEY = "", OPEN_DOOR = ""] = KEYROOM.subgoals;
const PARTS = ["balanced", "hard negatives", "natural rate"] as const;
type PartName = (typeof PARTS)[number];

/** Frames of all candidates are in memory until the draw. */
const MOST_CANDIDATES = 400_000;

/** What of an episode is needed; a step without a frame is dropped and counted. */
export interface PlayedEpisode extends Pick<RecordedEpisode, "environment" | "seed" | "policy" | "actions" | "start"> {
  readonly steps: readonly { readonly t: number; readonly action: string; readonly frame?: Frame }[];
}

/** How many are wanted; fewer are taken where fewer were played, and the manifest says so. */
export interface Quotas {
  /** Balanced part, per class: key, door, neither. */
  readonly perClass: number;
  /** Hard negatives, per kind. */
  readonly perKind: number;
  /** Steps at the natural rate. */
  readonly natural: number;
}

export const QUOTAS: Quotas = { perClass: 120, perKind: 30, natural: 1000 };
/** Items of the default subset, which is a prefix of each part. */
const SUBSET: Readonly<Record<PartName, number>> = { balanced: 60, "hard negatives": 45, "natural rate": 45 };

export interface Candidate {
  readonly transition: Transition;
  readonly achieved: string;
  readonly kind: string | undefined;
  /** Draws take from the sources in turn: files of recordings, or policies. */
  readonly source: string;
  readonly policy: string;
}

/** Whose steps the balanced part is drawn from, in words and as a test. */
export interface BalancedFrom {
  readonly holds: (policy: string) => boolean;
  readonly told: string;
}

export interface DrawOptions {
  readonly name: string;
  readonly seed: number;
  readonly quotas: Quotas;
  readonly balanced: BalancedFrom;
  /** "recorded" or "played", in the manifest's words. */
  readonly verb: "recorded" | "played";
  /** First lines of the provenance: where the episodes come from. */
  readonly origin: DataSetManifest["provenance"];
}

export interface Drawn {
  readonly about: Omit<DataSetManifest, "format" | "sha256">;
  readonly items: readonly Transition[];
}

/** Sibling environments share a seed's level, so a seed belongs to one split whole: about a fifth to "dev". */
export const splitOf = (seed: number, levelSeed: number): string =>
  randomStream(seed, `split of level seed ${levelSeed}`).below(5) === 0 ? "dev" : "test";

/**
 * Draws `count` candidates spread as widely as possible: sources in turn, and within a source episodes that were used
 * least so far.
 */
function spread(
  pool: readonly Candidate[],
  count: number,
  used: Map<string, number>,
  stream: ReturnType<typeof randomStream>,
): Candidate[] {
  const bySource = new Map<string, Candidate[]>();
  for (const candidate of stream.shuffle([...pool])) {
    const list = bySource.get(candidate.source);
    if (list === undefined) bySource.set(candidate.source, [candidate]);
    else list.push(candidate);
  }
  const sources = [...bySource.keys()].sort();
  const uses = (candidate: Candidate) => used.get(candidate.transition.episode ?? "") ?? 0;
  const taken: Candidate[] = [];
  while (taken.length < count && sources.some((source) => bySource.get(source)?.length)) {
    for (const source of sources) {
      const list = bySource.get(source) ?? [];
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
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list[i] ?? [])).flat();
}

const inPart = (part: PartName, short: string, chosen: readonly Candidate[]): Transition[] =>
  chosen.map(({ transition, kind }, i) => ({
    ...transition,
    id: `${short}-${String(i + 1).padStart(4, "0")}`,
    part,
    ...(kind === undefined || part === "balanced" ? {} : { kind }),
  }));

/** Takes episodes in, then draws once. */
export class Collector {
  readonly candidates: Candidate[] = [];
  private readonly seed: number;
  episodes = 0;
  /** Steps without a frame: the real program blanks an episode's last observation. */
  blankEndings = 0;

  constructor(seed: number) {
    this.seed = seed;
  }

  add(episode: PlayedEpisode, source: string): void {
    const { environment, policy, seed, actions } = episode;
    const name = `${environment} ${policy} seed ${seed} ${actions.length} actions`;
    const split = splitOf(this.seed, seed);
    let before = episode.start;
    this.episodes++;
    for (const step of episode.steps) {
      if (step.frame === undefined) {
        this.blankEndings++;
        continue;
      }
      const view = { task: KEYROOM.task, subgoals: KEYROOM.subgoals, before, action: step.action, after: step.frame };
      const labels = KEYROOM.truth(view);
      const achieved = KEYROOM.subgoals.filter((_, i) => labels[i] === "yes").join(" + ") || "neither";
      const kind = achieved === "neither" ? KEYROOM.lookAlikes.find((k) => k.holds(view, step.t))?.name : undefined;
      const transition: Transition = {
        ...view,
        id: `${name} step ${step.t}`,
        labels,
        labelledBy: "truth",
        episode: name,
        step: step.t,
        split,
      };
      this.candidates.push({ transition, achieved, kind, source, policy });
      before = step.frame;
    }
    if (this.candidates.length > MOST_CANDIDATES) {
      throw new InputError(
        `There are more than ${MOST_CANDIDATES} steps to draw from, which is more than fits; take fewer episodes.`,
      );
    }
  }

  /** Each class has as many as the rarest of those that occur; without an achievement there is nothing to balance. */
  private balanced({ quotas, balanced }: DrawOptions, used: Map<string, number>): readonly (readonly Candidate[])[] {
    const plain = this.candidates.filter((c) => balanced.holds(c.policy) && c.kind === undefined);
    const pools = [PICK_UP_KEY, OPEN_DOOR, "neither"].map((name) => ({
      name,
      pool: plain.filter((c) => c.achieved === name),
    }));
    const occurring = pools.filter(({ pool }) => pool.length > 0);
    const isAny = occurring.some(({ name }) => name !== "neither");
    const count = isAny ? Math.min(quotas.perClass, ...occurring.map(({ pool }) => pool.length)) : 0;
    return pools.map(({ name, pool }) => spread(pool, count, used, randomStream(this.seed, `balanced ${name}`)));
  }

  draw(options: DrawOptions): Drawn {
    const { name, quotas, verb, origin } = options;
    const { candidates: all, seed } = this;
    const used = new Map<string, number>();
    const classes = this.balanced(options, used);
    const kinds = KEYROOM.lookAlikes.map((kind) => {
      const pool = all.filter((c) => c.kind === kind.name);
      const chosen = spread(pool, quotas.perKind, used, randomStream(seed, `kind ${kind.name}`));
      return { name: kind.name, occurring: pool.length, chosen };
    });
    const natural = randomStream(seed, "natural")
      .shuffle([...all])
      .slice(0, quotas.natural);
    const items = [
      ...inPart("balanced", "balanced", interleave(classes)),
      ...inPart("hard negatives", "hard", interleave(kinds.map((kind) => kind.chosen))),
      ...inPart("natural rate", "natural", natural),
    ];
    const count = (of: readonly Candidate[], test: (c: Candidate) => boolean) => of.filter(test).length;
    const policies = [...new Set(all.map((c) => c.policy))].sort();
    const parts: readonly Part[] = PARTS.map((part) => {
      const size = items.filter((item) => item.part === part).length;
      return { name: part, items: size, subset: Math.min(SUBSET[part], size) };
    }).filter((part) => part.items > 0);
    return {
      items,
      about: {
        name,
        version: "1",
        labels:
          "Labels are the game's truth: the inventory gained a key; a cell that showed a closed door shows an open one. " +
          "The message is never read for them.",
        humanLabels: 0,
        parts: [...parts],
        provenance: {
          ...origin,
          "natural rate": `uniform over all usable steps of this mixture of policies: ${policies
            .map(
              (policy) =>
                `${policy} ${count(all, (c) => c.policy === policy)} steps (${count(natural, (c) => c.policy === policy)} drawn)`,
            )
            .join(", ")}`,
          "rate of achievements": `key ${count(all, (c) => c.achieved === PICK_UP_KEY)} and door ${count(all, (c) => c.achieved === OPEN_DOOR)} in ${all.length} ${verb} steps`,
          balanced: balancedTold(options, classes),
          [`hard negatives, ${verb} and taken`]: kinds
            .map(
              (kind) =>
                `${kind.name} ${kind.occurring}/${kind.chosen.length}${kind.occurring < quotas.perKind ? ` (few ${verb})` : ""}`,
            )
            .join(", "),
          "start on the key": `${count(all, (c) => c.transition.step === 1 && c.achieved === PICK_UP_KEY)} ${verb} episodes start on the key and take it at once; these are achievements, not look-alikes (${
            classes[0]?.filter((c) => c.transition.step === 1).length ?? 0
          } of them are in the balanced part)`,
          split: "by level seed (sibling environments share a seed's level), about one fifth dev",
          seed,
        },
      },
    };
  }
}

function balancedTold({ quotas, balanced }: DrawOptions, classes: readonly (readonly Candidate[])[]): string {
  const [key = 0, door = 0, neither = 0] = classes.map((list) => list.length);
  if (Math.min(key, door, neither) >= quotas.perClass) return balanced.told;
  return `${balanced.told}; ${quotas.perClass} of each class were wanted, and ${key} key, ${door} door, ${neither} neither taken: as many as the rarest that occurs`;
}
