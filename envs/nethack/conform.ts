/**
 * Conformance: a recorded episode of the real MiniHack, replayed on our rules. The start state comes from the recorded
 * start; a cell that the start does not show takes its content from the step that first shows it, so at that step which
 * cells appear is tested, and from then on their content too. Outcomes of dice are read from the recording (how many
 * turns an unlocking took) and must be possible.
 */
import type { Frame } from "../frame.js";
import type { RecordedEpisode, RecordedStep } from "../trace-file.js";
import { RecordedDice } from "./conform-dice.js";
import { frameDifferences } from "./conform-differences.js";
import { FOREIGN, foreignSign } from "./conform-foreign.js";
import type { Rooms } from "./conform-frames.js";
import { guessesFrom, type Scene } from "./conform-guess.js";
import { KeyObserver } from "./conform-keys.js";
import { Lively } from "./conform-lively.js";
import { keyOf } from "./conform-path.js";
import { buildStart, fittingRooms } from "./conform-start.js";
import { type Guesses, survey, UNSEEN, type Unseen, unseenCells } from "./conform-survey.js";
import type { Names } from "./conform-sync.js";
import type { EpisodeVerdict, EventClass, StepVerdict } from "./conform-verdict.js";
import { BUMPED, OPENED, TOOK, UNLOCKED } from "./events.js";
import type { Game, Plan, Written } from "./game.js";
import { KEYS } from "./keys.js";
import { messageText } from "./messages.js";
import { CELL, END_STATUS, LIVE } from "./state.js";
import { DOOR } from "./terrain.js";

function shows(frame: Frame): number {
  return frame.rows.reduce((sum, row) => sum + row.replaceAll(" ", "").length, 0);
}

/**
 * Replays one episode on `game`, whose limit is that of the recorded id. Where several levels fit what the episode shows,
 * the one that reproduces most of it counts.
 */
export function conformEpisode(game: Game, plan: Plan, episode: RecordedEpisode): EpisodeVerdict {
  const foreign = foreignSign(plan, episode);
  if (foreign !== undefined) return apart(episode, foreign);
  const { fits, misfit } = fittingRooms(game, plan, episode);
  let best = failed(episode, misfit);
  const found: EpisodeVerdict[] = [];
  const tried = new Map<number, EpisodeVerdict>();
  for (const rooms of fits) {
    const now = replay(game, plan, rooms, episode, tried, misses(best));
    found.push(now);
    if (best.unbuilt !== undefined || misses(now) < misses(best)) best = now;
    if (misses(best) === 0) return best;
  }
  if (plan.family !== "written") return best;
  for (const [i, what] of UNSEEN.entries()) {
    const now = guessed(game, plan, episode, what, found[i]!, tried);
    if (misses(now) < misses(best)) best = now;
    if (misses(best) === 0) return best;
  }
  return best;
}

/** Levels that are tried for an episode, at most. */
const MOST_REPLAYS = 48;

/** The best of the replays on levels whose unseen cells are guessed from what was seen otherwise, `found` without guesses. */
function guessed(
  game: Game,
  plan: Written,
  episode: RecordedEpisode,
  what: Unseen,
  found: EpisodeVerdict,
  tried: Map<number, EpisodeVerdict>,
): EpisodeVerdict {
  const unseen = unseenCells(episode);
  let best = found;
  let now = found;
  let guesses: Guesses = new Map();
  // A round that tries no new level leads nowhere: what follows from it was followed before.
  for (let count = -1; misses(best) > 0 && tried.size > count && tried.size < MOST_REPLAYS; ) {
    count = tried.size;
    const next = guessesFrom(game, plan, guesses, unseen, now.scene).map((held) => ({
      held,
      verdict: replay(game, plan, survey(plan, episode, what, held), episode, tried, misses(best)),
    }));
    next.sort((a, b) => misses(a.verdict) - misses(b.verdict));
    if (next[0] === undefined) break;
    guesses = next[0].held;
    now = next[0].verdict;
    if (misses(now) < misses(best)) best = now;
  }
  return best;
}

const misses = ({ steps }: EpisodeVerdict): number =>
  steps.filter(({ differences, undecided }) => differences.length > 0 && undecided === undefined).length;

/** Of what was played on another level nothing can be said. */
function apart(episode: RecordedEpisode, foreign: string): EpisodeVerdict {
  const classes = ["other"] as const;
  return { steps: episode.steps.map(({ t }) => ({ t, classes, differences: [foreign], undecided: FOREIGN })) };
}

/** A start that cannot be built fails all its steps. */
function failed(episode: RecordedEpisode, unbuilt: string): EpisodeVerdict {
  const steps = episode.steps.map(({ t }) => ({ t, classes: ["other"] as const, differences: ["no start"] }));
  return { steps, unbuilt };
}

/** `tried`: verdicts by their starts, so that none is replayed twice. It ends where no less than `most` has missed. */
function replay(
  game: Game,
  plan: Plan,
  rooms: Rooms,
  episode: RecordedEpisode,
  tried: Map<number, EpisodeVerdict>,
  most: number,
): EpisodeVerdict {
  const unbuilt = buildStart(game, plan, rooms, episode);
  if (unbuilt !== undefined) return failed(episode, unbuilt);
  const key = keyOf([game.bytes], []);
  const found = tried.get(key) ?? replayBuilt(game, plan, episode, most);
  tried.set(key, found);
  return found;
}

function replayBuilt(game: Game, plan: Plan, episode: RecordedEpisode, most: number): EpisodeVerdict {
  const { state } = game;
  const keys = new KeyObserver(game);
  keys.renew([episode.startKeys, ...episode.steps.slice(0, 1).map((step) => step.keys)]);
  const names: Names = new Map();
  const wrong = frameDifferences(state, episode.start, episode.startStats, episode.startPlanes, names);
  if (wrong.length > 0) {
    const scene = { bytes: game.bytes.slice(), frame: episode.start, before: undefined };
    return { ...failed(episode, wrong.join("; ")), scene };
  }
  // The start itself is no step: what its further keys show otherwise counts against the first one.
  let atStart = keys.differences(episode.startKeys);
  const isLively = state.hero[LIVE] !== 0 || (plan.family === "written" && plan.isLively === true);
  const dice = new RecordedDice();
  const lively = isLively ? new Lively(game, dice, episode, names, aboutOf(plan)) : undefined;
  game.playDice = lively?.dice ?? dice;
  let before = episode.start;
  let time = episode.startStats[20] ?? 1;
  const steps: StepVerdict[] = [];
  let scene: Scene | undefined;
  let missed = 0;
  for (const [i, step] of episode.steps.entries()) {
    const turns = step.frame === undefined ? 0 : (step.stats[20] ?? 0) - time;
    const from = state.hero[CELL]!;
    const moment = { before, time, steps: episode.steps.slice(i) };
    if (lively === undefined) {
      const isWet = /Pheew/.test(step.frame?.message ?? "");
      const held = isWet ? game.bytes.slice() : undefined;
      dice.expect(state, moment);
      game.step(KEYS[step.action] ?? 0);
      // The rust of a lock pick is told, and where the line broke, but its name does not show it.
      if (held !== undefined && messageText(state) !== step.frame?.message) {
        game.bytes.set(held);
        dice.harmsUnseen = "harmed";
        dice.expect(state, moment);
        game.step(KEYS[step.action] ?? 0);
        dice.harmsUnseen = "spared";
      }
    } else lively.play(step, moment);
    keys.update();
    let found = verdict(game, keys, step, before, from, turns, names);
    const bytes = found.differences.length > 0 && scene === undefined ? game.bytes.slice() : undefined;
    if (lively !== undefined) found = lively.judge(step, before, found);
    if (bytes !== undefined && found.undecided === undefined && step.frame !== undefined) {
      scene = { bytes, frame: step.frame, before };
    }
    steps.push(atStart.length === 0 ? found : { ...found, differences: [...atStart, ...found.differences] });
    atStart = [];
    if (step.frame === undefined) break;
    if (found.differences.length > 0 && found.undecided === undefined && ++missed >= most) {
      for (const { t } of episode.steps.slice(i + 1)) steps.push({ t, classes: ["other"], differences: ["given up"] });
      break;
    }
    before = step.frame;
    time = step.stats[20] ?? time;
  }
  return { steps, scene };
}

const aboutOf = (plan: Plan) =>
  plan.family === "written" && plan.signs.monsters === "of classes" ? "of classes" : "usual";

function verdict(
  game: Game,
  keys: KeyObserver,
  step: RecordedStep,
  before: Frame,
  from: number,
  turns: number,
  names: Names,
): StepVerdict {
  const { state, events } = game;
  const differences: string[] = [];
  if (Math.abs(game.reward - step.reward) > 1e-9) differences.push(`reward is ${step.reward}, ours ${game.reward}`);
  if (state.hero[END_STATUS] !== step.endStatus) {
    differences.push(`end status is ${step.endStatus}, ours ${state.hero[END_STATUS]}`);
  }
  const classes: EventClass[] = [];
  if (step.frame === undefined) classes.push("ending");
  else {
    differences.push(
      ...frameDifferences(state, step.frame, step.stats, step.planes, names),
      ...keys.differences(step.keys),
    );
    if (shows(step.frame) > shows(before)) classes.push("newly seen cells");
  }
  if (events & TOOK) classes.push("pickup");
  if (events & (UNLOCKED | OPENED)) classes.push("unlock");
  if (events & BUMPED) classes.push("bump");
  const onDoor = (cell: number) => state.terrain[cell] === DOOR;
  if (state.hero[CELL] !== from && (onDoor(from) || onDoor(state.hero[CELL]!))) classes.push("door passed");
  const named = classes.length === 0 ? (["other"] as const) : classes;
  const base = { t: step.t, classes: named, differences };
  return events & OPENED ? { ...base, doorTurns: turns } : base;
}
