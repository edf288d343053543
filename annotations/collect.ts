/**
 * Draws a data set from played episodes of one task, whoever played them: candidates with their truth, three strata
 * (balanced classes, hard negatives by kind, the natural rate), and a manifest that says how each was drawn. Every
 * choice comes from named streams of one seed: the same episodes give the same bytes.
 */
import { type conforming, type Frame, InputError, randomStream } from "../envs/index.js";
import type { Part } from "./dataset.js";
import type { DataSetManifest } from "./dataset-manifest.js";
import type { Task } from "./task.js";
import type { Transition } from "./transition.js";

const NEITHER = "neither";
const PARTS = ["balanced", "hard negatives", "natural rate"] as const;
type PartName = (typeof PARTS)[number];

/** Frames of all candidates are in memory until the draw. */
const MOST_CANDIDATES = 400_000;

/** What of an episode is needed; a step without a frame is dropped and counted. */
export interface PlayedEpisode
  extends Pick<conforming.RecordedEpisode, "environment" | "seed" | "policy" | "actions" | "start"> {
  readonly steps: readonly {
    readonly t: number;
    readonly action: string;
    readonly frame?: Frame;
    /** What the environment's own state said of the step; recordings have none. */
    readonly events?: number;
  }[];
}

/** How many are wanted; fewer are taken where fewer were played, and the manifest says so. */
export interface Quotas {
  /** Balanced part, per class: each subgoal (key, door), and neither. */
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
  private readonly task: Task;
  episodes = 0;
  /** Steps without a frame: the real program blanks an episode's last observation. */
  blankEndings = 0;

  constructor(seed: number, task: Task) {
    this.seed = seed;
    this.task = task;
  }

  add(episode: PlayedEpisode, source: string): void {
    const { environment, policy, seed, actions } = episode;
    const name = `${environment} ${policy} seed ${seed} ${actions.length} actions`;
    const split = splitOf(this.seed, seed);
    const { task, subgoals } = this.task;
    let before = episode.start;
    this.episodes++;
    for (const step of episode.steps) {
      if (step.frame === undefined) {
        this.blankEndings++;
        continue;
      }
      const view = { task, subgoals, before, action: step.action, after: step.frame };
      const played = { ...view, number: step.t, events: step.events ?? 0 };
      const labels = this.task.truth(played);
      const achieved = subgoals.filter((_, i) => labels[i] === "yes").join(" + ") || NEITHER;
      const kind = achieved === NEITHER ? this.task.kind(played) : undefined;
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
    const pools = [...this.task.subgoals, NEITHER].map((name) => ({
      name,
      pool: plain.filter((c) => c.achieved === name),
    }));
    const occurring = pools.filter(({ pool }) => pool.length > 0);
    const isAny = occurring.some(({ name }) => name !== NEITHER);
    const count = isAny ? Math.min(quotas.perClass, ...occurring.map(({ pool }) => pool.length)) : 0;
    return pools.map(({ name, pool }) => spread(pool, count, used, randomStream(this.seed, `balanced ${name}`)));
  }

  draw(options: DrawOptions): Drawn {
    const { name, quotas, verb, origin } = options;
    const { candidates: all, seed, task } = this;
    const used = new Map<string, number>();
    const classes = this.balanced(options, used);
    const kinds = task.lookAlikes.map((kind) => {
      const pool = all.filter((c) => c.kind === kind);
      const chosen = spread(pool, quotas.perKind, used, randomStream(seed, `kind ${kind}`));
      return { name: kind, occurring: pool.length, chosen };
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
        labels: task.labels,
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
          "rate of achievements": `${task.subgoals.map((name, i) => `${task.short[i]} ${count(all, (c) => c.achieved === name)}`).join(" and ")} in ${all.length} ${verb} steps`,
          balanced: balancedTold(task, options, classes),
          [`hard negatives, ${verb} and taken`]:
            kinds
              .map(
                (kind) =>
                  `${kind.name} ${kind.occurring}/${kind.chosen.length}${kind.occurring < quotas.perKind ? ` (few ${verb})` : ""}`,
              )
              .join(", ") || "none: the task names no look-alikes",
          ...(task.family === "keyroom" ? startsOnKey(all, classes, verb) : {}),
          split: "by level seed (sibling environments share a seed's level), about one fifth dev",
          seed,
        },
      },
    };
  }
}

/** KeyRoom's own remark: a first step may already achieve something. */
function startsOnKey(
  all: readonly Candidate[],
  [keys = []]: readonly (readonly Candidate[])[],
  verb: DrawOptions["verb"],
): DataSetManifest["provenance"] {
  const taken = all.filter((c) => c.transition.step === 1 && c.achieved === c.transition.subgoals[0]).length;
  const drawn = keys.filter((c) => c.transition.step === 1).length;
  const told = `${taken} ${verb} episodes start on the key and take it at once; these are achievements, not look-alikes (${drawn} of them are in the balanced part)`;
  return { "start on the key": told };
}

function balancedTold(
  { short }: Task,
  { quotas, balanced }: DrawOptions,
  classes: readonly (readonly Candidate[])[],
): string {
  const names = [...short, NEITHER];
  if (classes.every(({ length }) => length >= quotas.perClass)) return balanced.told;
  const taken = classes.map(({ length }, i) => `${length} ${names[i]}`).join(", ");
  return `${balanced.told}; ${quotas.perClass} of each class were wanted, and ${taken} taken: as many as the rarest that occurs`;
}
