/**
 * What `view` shows of recorded episodes, apart from how: each moment with what a judge terminated there and what the
 * game's state says.
 */
import { type Episode, type Frame, InputError, readEpisodes, replay, visible } from "../envs/index.js";
import type { Cell } from "./colour.js";
import { boundingBox, boxCells } from "./episode-strip.js";

/**
 * right: terminated, and achieved. false: terminated, not achieved. missed: achieved, and a judge was there. unchecked:
 * terminated, the truth is not told. unjudged: achieved, and nobody judged.
 */
export type MarkKind = "right" | "false" | "missed" | "unchecked" | "unjudged";

export const SIGNS: Readonly<Record<MarkKind, string>> = {
  right: "✓",
  false: "✗",
  missed: "!",
  unchecked: "?",
  unjudged: "○",
};

export const MARK_WORDS: Readonly<Record<MarkKind, string>> = {
  right: "terminated, rightly",
  false: "terminated, not achieved",
  missed: "achieved, not terminated",
  unchecked: "terminated, truth not told",
  unjudged: "achieved, nobody judged",
};

/** Where several steps share a place, the first of these that any of them has is shown. */
const GRAVEST: readonly MarkKind[] = ["false", "missed", "right", "unchecked", "unjudged"];

/** What each sign means. */
export const LEGEND: readonly string[] = GRAVEST.map((kind) => `${SIGNS[kind]} ${MARK_WORDS[kind]}`);

export interface Mark {
  readonly subgoal: string;
  readonly kind: MarkKind;
}

export interface Moment {
  /** 0 is the start, which no action led to. */
  readonly t: number;
  readonly action: string | undefined;
  readonly reward: number;
  readonly bonus: number | undefined;
  readonly before: Frame | undefined;
  readonly frame: Frame;
  readonly marks: readonly Mark[];
  /** What was terminated differs from what was achieved. */
  readonly wrong: boolean;
}

export interface ShownEpisode {
  readonly episode: Episode;
  /** Moment t stands at t. */
  readonly moments: readonly Moment[];
  /** All that are named anywhere in the episode, in order of appearance. */
  readonly subgoals: readonly string[];
  /** Holds whatever any frame shows, so that the map stands still while one walks. */
  readonly box: ReturnType<typeof boundingBox>;
}

type Noted = Pick<Episode["steps"][number], "terminations" | "truth">;

function marksOf({ terminations, truth }: Noted): readonly Mark[] {
  const kindOf = (subgoal: string): MarkKind => {
    if (terminations === undefined) return "unjudged";
    if (!terminations.includes(subgoal)) return "missed";
    if (truth === undefined) return "unchecked";
    return truth.includes(subgoal) ? "right" : "false";
  };
  const names = new Set([...(terminations ?? []), ...(truth ?? [])]);
  return [...names].map((subgoal) => ({ subgoal, kind: kindOf(subgoal) }));
}

/** The frames of the start and of each step: the recorded ones, else those of the play, which is then verified. */
function framesOf(episode: Episode): readonly Frame[] {
  const recorded = [episode, ...episode.steps].flatMap(({ frame }) => frame ?? []);
  if (recorded.length === episode.steps.length + 1) return recorded;
  return [...replay(episode)].map(({ frame }) => frame);
}

/** Throws an InputError when the episode holds no frames and this engine does not play it. */
export function shownEpisode(episode: Episode): ShownEpisode {
  const frames = framesOf(episode);
  const moments = frames.map((frame, t): Moment => {
    const step = episode.steps[t - 1];
    const marks = step === undefined ? [] : marksOf(step);
    return {
      t,
      action: step?.action,
      reward: step?.reward ?? 0,
      bonus: step?.bonus,
      before: frames[t - 1],
      frame,
      marks,
      wrong: marks.some(({ kind }) => kind === "false" || kind === "missed"),
    };
  });
  const subgoals = [...new Set(moments.flatMap(({ marks }) => marks.map(({ subgoal }) => subgoal)))];
  return { episode, moments, subgoals, box: boundingBox(frames) };
}

/** All episodes of a file, one at least. Throws an InputError that names file and line. */
export async function readShownEpisodes(path: string): Promise<readonly ShownEpisode[]> {
  const shown: ShownEpisode[] = [];
  for await (const episode of readEpisodes(path)) shown.push(shownEpisode(episode));
  if (shown.length === 0) throw new InputError(`${visible(path)} holds no episode.`);
  return shown;
}

export const isWrong = ({ moments }: ShownEpisode): boolean => moments.some(({ wrong }) => wrong);

/** The moments that the filter leaves. */
export const momentsOf = ({ moments }: ShownEpisode, filter: "all" | "wrong"): readonly Moment[] =>
  filter === "all" ? moments : moments.filter(({ wrong }) => wrong);

export interface Cells {
  readonly before: readonly (readonly Cell[])[] | undefined;
  readonly after: readonly (readonly Cell[])[];
}

/** The map before and after; of the start there is no before. */
export function cellsOf({ box }: ShownEpisode, { before, frame }: Moment): Cells {
  return {
    before: before === undefined ? undefined : boxCells(before, frame, box),
    after: boxCells(frame, before, box),
  };
}

const OUTCOMES: ReadonlyMap<number, string> = new Map([
  [-1, "step limit"],
  [0, "not ended"],
  [1, "death"],
  [2, "success"],
]);

const number = (value: number): string => String(Number(value.toFixed(4)));

/** "step 12 PICKUP: reward 0, bonus 0.1". */
export function momentTitle({ t, action, reward, bonus }: Moment): string {
  if (action === undefined) return "start";
  return `step ${t} ${visible(action, 40)}: reward ${number(reward)}${bonus === undefined ? "" : `, bonus ${number(bonus)}`}`;
}

/** "2 right, 1 false"; "nobody judged" where nobody did. */
function countsText({ episode, moments }: ShownEpisode): string {
  const kinds = moments.flatMap(({ marks }) => marks.map(({ kind }) => kind));
  const counted = (["right", "false", "missed", "unchecked"] as const).flatMap((kind) => {
    const count = kinds.filter((one) => one === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  if (episode.steps.every(({ terminations }) => terminations === undefined)) return "nobody judged";
  return counted.length === 0 ? "no termination" : `judge: ${counted.join(", ")}`;
}

/** What an episode is an example of. */
export const noteText = ({ episode }: ShownEpisode): string =>
  visible(episode.note ?? `${episode.id}, seed ${episode.seed}`, 120);

/** How it went, in a line of a narrow terminal: "success, 13 steps, reward 1, bonus 0.2; judge: 2 right, 1 false". */
export function outcomeText(shown: ShownEpisode): string {
  const { steps, endStatus } = shown.episode;
  const sum = (values: readonly number[]) => number(values.reduce((total, value) => total + value, 0));
  const reward = sum(steps.map((step) => step.reward));
  const bonuses = steps.flatMap(({ bonus }) => bonus ?? []);
  const paid = bonuses.length === 0 ? "" : `, bonus ${sum(bonuses)}`;
  const outcome = OUTCOMES.get(endStatus) ?? `end status ${endStatus}`;
  const count = `${steps.length} ${steps.length === 1 ? "step" : "steps"}`;
  return `${outcome}, ${count}, reward ${reward}${paid}; ${countsText(shown)}`;
}

/** Which game: "MiniHack-KeyRoom-S5-v0, seed 1, level 7, calmhack rules 1". */
export function gameText({ episode: { id, seed, level, rules } }: ShownEpisode): string {
  const whose = rules === 0 ? "a world of one's own" : `calmhack rules ${rules}`;
  return `${visible(id, 80)}, seed ${seed}${level === undefined ? "" : `, level ${level}`}, ${whose}`;
}

/** The column of moment `t` in a timeline of at most `columns`. */
export function timelineColumn({ moments }: ShownEpisode, t: number, columns: number): number {
  return moments.length <= columns ? t : Math.floor((t * columns) / moments.length);
}

/** A sign for each moment (for several, where they do not fit), "·" where nothing is terminated or achieved. */
export function timeline(shown: ShownEpisode, subgoal: string, columns: number): string {
  const places: MarkKind[][] = Array.from({ length: Math.min(shown.moments.length, columns) }, () => []);
  for (const { t, marks } of shown.moments) {
    for (const mark of marks) {
      if (mark.subgoal === subgoal) places[timelineColumn(shown, t, columns)]!.push(mark.kind);
    }
  }
  return places
    .map((kinds) => GRAVEST.find((kind) => kinds.includes(kind)))
    .map((kind) => (kind === undefined ? "·" : SIGNS[kind]))
    .join("");
}
