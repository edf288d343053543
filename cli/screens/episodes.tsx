/**
 * The viewer of recorded episodes: a list of them, then one moment a screen: the map before and after in the game's
 * colours, what was done and said and paid, and a timeline of terminations, right and wrong ones told apart by sign and
 * colour. All fits the window.
 */
import { Box, Text, useApp, useInput } from "ink";
import { useReducer } from "react";
import { visible } from "../../envs/index.js";
import type { Colour } from "../colour.js";
import {
  cellsOf,
  gameText,
  MARK_WORDS,
  type MarkKind,
  type Moment,
  momentsOf,
  momentTitle,
  noteText,
  outcomeText,
  type ShownEpisode,
  SIGNS,
  timeline,
  timelineColumn,
} from "../view-model-episodes.js";
import { fitted } from "../wrapped.js";
import { afterEpisodeKey, type EpisodePlace, episodesAt, type Filter, momentAt } from "./episodes-state.js";
import { cutOut, scrolledTo, type Window, walkShares } from "./layout.js";
import { Cells, GAP, keysOf, showScreen, useWindow } from "./parts.js";

const LIST_KEYS = "↓/j ↑/k choose  ↵/n open  w wrong/all  q quit";
const WALK_KEYS = "n/→ next  p/← previous  space/b ±10  ↓/↑ episode  w wrong/all  t list  q quit";

const COLOURS: Readonly<Record<MarkKind, Colour>> = {
  right: "green",
  false: "red",
  missed: "yellow",
  unchecked: "cyan",
  unjudged: "white",
};

function Line({ text, look }: { text: string; look: "plain" | "bold" | "dim" | "inverse" }) {
  return (
    <Text wrap="truncate-end" bold={look === "bold"} dimColor={look === "dim"} inverse={look === "inverse"}>
      {text === "" ? " " : text}
    </Text>
  );
}

function List({ all, place, size }: { all: readonly ShownEpisode[]; place: EpisodePlace; size: Window }) {
  const shown = episodesAt(all, place.filter);
  // Two lines an episode; title, keys, and the row that ink needs for itself.
  const page = Math.max(1, Math.floor((size.rows - 3) / 2));
  const first = scrolledTo(0, place.episode, page);
  const few = shown.length < all.length ? ` with something wrong, of ${all.length}` : "";
  return (
    <Box flexDirection="column">
      <Line text={`${shown.length} ${shown.length === 1 ? "episode" : "episodes"}${few}`} look="bold" />
      {shown.slice(first, first + page).map((one, i) => {
        const isHere = first + i === place.episode;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row's place is its identity
          <Box key={i} flexDirection="column">
            <Line text={`${isHere ? "▸" : " "} ${noteText(one)}`} look={isHere ? "inverse" : "plain"} />
            <Line text={`  ${outcomeText(one)}`} look="dim" />
          </Box>
        );
      })}
      <Line text={LIST_KEYS} look="dim" />
    </Box>
  );
}

interface Walk {
  readonly shown: ShownEpisode;
  readonly moment: Moment;
  readonly size: Window;
}

/** The longest of what may stand behind a timeline. */
const WORDS = 2 + Math.max(...Object.values(MARK_WORDS).map((text) => text.length));

/** A row a subgoal: name, timeline, what this moment's mark is; under them, where in the episode one is. */
function Timelines({ shown, moment, size, rows }: Walk & { rows: number }) {
  const all = shown.subgoals;
  const markOf = (subgoal: string) => moment.marks.find((mark) => mark.subgoal === subgoal);
  // Where not all fit, those with a mark now are those one came for.
  const marked = (subgoal: string) => Number(markOf(subgoal) !== undefined);
  const ordered = all.length > rows ? [...all].sort((a, b) => marked(b) - marked(a)) : all;
  const names = Math.min(24, Math.max(8, ...all.map((name) => visible(name, 24).length)));
  const columns = Math.max(8, size.columns - names - WORDS - 5);
  const at = timelineColumn(shown, moment.t, columns);
  return (
    <Box flexDirection="column" marginTop={1}>
      {ordered.slice(0, rows).map((subgoal) => {
        const line = timeline(shown, subgoal, columns);
        const mark = markOf(subgoal);
        const colour = mark === undefined ? {} : { color: COLOURS[mark.kind] };
        return (
          <Text key={subgoal} wrap="truncate-end">
            {fitted(visible(subgoal, 200), names).padEnd(names)} {line.slice(0, at)}
            <Text inverse>{line[at]}</Text>
            {line.slice(at + 1)}{" "}
            <Text {...colour}>{mark === undefined ? "" : `${SIGNS[mark.kind]} ${MARK_WORDS[mark.kind]}`}</Text>
          </Text>
        );
      })}
      {all.length > rows ? <Line text={`and ${all.length - rows} more subgoals`} look="dim" /> : null}
      <Line text={all.length === 0 ? "" : `${" ".repeat(names + 1 + at)}▴ ${moment.t}`} look="dim" />
    </Box>
  );
}

function Walked({ shown, moment, size, place, count }: Walk & { place: EpisodePlace; count: number }) {
  const whole = cellsOf(shown, moment);
  const room = walkShares(size.rows, { frame: whole.after.length, subgoals: shown.subgoals.length });
  const [before, after] = cutOut([whole.before ?? whole.after, whole.after], {
    columns: Math.max(1, Math.floor(size.columns / 2) - GAP),
    rows: room.frame,
  });
  const left = momentsOf(shown, place.filter).length;
  const which = place.filter === "wrong" ? `wrong step ${place.moment + 1} of ${left}, ` : "";
  const game = shown.episode.note === undefined ? "" : ` (${gameText(shown)})`;
  return (
    <Box flexDirection="column">
      <Line text={`episode ${place.episode + 1} of ${count}: ${noteText(shown)}${game}`} look="bold" />
      <Line text={outcomeText(shown)} look="dim" />
      <Text wrap="truncate-end">
        {which}
        <Text bold color="green">
          {momentTitle(moment)}
        </Text>{" "}
        (of {shown.moments.length - 1})
      </Text>
      <Box marginTop={1}>
        {whole.before === undefined ? null : <Cells title="before" rows={before} />}
        <Cells title={whole.before === undefined ? "start" : "after"} rows={after} />
      </Box>
      <Line text={`message: ${visible(moment.frame.message, 300) || "(none)"}`} look="plain" />
      <Timelines shown={shown} moment={moment} size={size} rows={room.subgoals} />
      <Line text={WALK_KEYS} look="dim" />
    </Box>
  );
}

export function EpisodesScreen({ all, filter }: { all: readonly ShownEpisode[]; filter: Filter }) {
  const { exit } = useApp();
  const size = useWindow();
  const press = (from: EpisodePlace, key: string): EpisodePlace => afterEpisodeKey(from, key, all);
  const [place, take] = useReducer(press, { page: "list", filter, episode: 0, moment: 0 });
  useInput((input, key) => {
    for (const name of keysOf(input, key)) take(name);
    if (input.includes("q") || key.escape) exit();
  });
  const shown = episodesAt(all, place.filter);
  const one = shown[place.episode];
  const moment = momentAt(all, place);
  if (one === undefined) {
    return (
      <Box flexDirection="column">
        <Line text={`No termination of ${all.length} episodes differs from the truth.`} look="plain" />
        <Line text={LIST_KEYS} look="dim" />
      </Box>
    );
  }
  if (place.page === "list" || moment === undefined) return <List all={all} place={place} size={size} />;
  return <Walked shown={one} moment={moment} size={size} place={place} count={shown.length} />;
}

/** Shows the episodes until the person leaves them. */
export const showEpisodes = (all: readonly ShownEpisode[], filter: Filter): Promise<void> =>
  showScreen(<EpisodesScreen all={all} filter={filter} />);
