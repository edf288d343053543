/**
 * Monsters that stand out of sight when a recorded episode starts, where the recording tells who and where.
 */
import type { RecordedEpisode } from "../trace-file.js";
import { framesOf } from "./conform-frames.js";
import { monstersOf, namingOf, place } from "./conform-monsters.js";
import { MONSTERS } from "./monster-kinds.js";
import { ASLEEP } from "./monsters.js";
import { CELL, type State } from "./state.js";
import { COLUMNS, DARK_FLOOR_GLYPH } from "./terrain.js";

/** Each monster that the episode shows, by its sign, where it is first shown. */
export function placeSleepers(state: State, episode: RecordedEpisode): void {
  const met = new Set<string>();
  for (const [i, frame] of framesOf(episode).entries()) {
    const glyphs = i === 0 ? episode.startPlanes.glyphs : episode.steps[i - 1]?.planes.glyphs;
    for (const one of monstersOf(frame, glyphs, namingOf(episode))) {
      const sign = frame.rows[Math.trunc(one.cell / COLUMNS)]![one.cell % COLUMNS]!;
      if (met.has(sign) || one.cell === state.hero[CELL] || !place(state, one)) continue;
      met.add(sign);
      state.monsterFlags[state.monsterAt[one.cell]! - 1]! |= ASLEEP;
    }
  }
}

/** On a map that is known the one dark floor tells where the monster is; the first that is seen tells its class. */
export function placeHidden(state: State, episode: RecordedEpisode): void {
  const cell = episode.startPlanes.glyphs?.flat().indexOf(DARK_FLOOR_GLYPH) ?? -1;
  const [first] = framesOf(episode).flatMap((frame) => monstersOf(frame, undefined, namingOf(episode)));
  const kinds = first?.kinds ?? MONSTERS.flatMap(({ classWeight }, i) => (classWeight > 0 ? [i + 1] : []));
  if (cell >= 0) place(state, { cell, kinds });
}
