/**
 * Which manner of features a game is shown in: "auto" is KeyRoom's map, what is near in MiniHack's other levels, or the whole
 * frame of a world of one's own.
 */
import { InputError } from "../../envs/index.js";
import type { Play } from "../play.js";
import { Player } from "../player.js";
import { WorldPlayer } from "../world-player.js";
import type { Features } from "./features.js";
import { frameFeatures } from "./frame-features.js";
import type { Inputs } from "./input-names.js";
import { keyRoomCrop, keyRoomMap } from "./keyroom-features.js";
import { levelsFeatures } from "./levels-features.js";

/** Of a game that has begun. Throws an InputError for a manner that the game does not have. */
export function featuresOf(play: Play, inputs: Inputs): Features {
  if (play instanceof Player) {
    if (inputs === "auto" || inputs === "map") return keyRoomMap(play, 2);
    if (inputs === "wide map") return keyRoomMap(play, 4);
    if (inputs === "crop") return keyRoomCrop(play);
  }
  if (play instanceof WorldPlayer) {
    const { kind } = play.reading;
    if (inputs === "frame" || (inputs === "auto" && kind === "world")) return frameFeatures(play);
    if (kind === "levels" && (inputs === "auto" || inputs === "crop")) return levelsFeatures(play);
  }
  throw new InputError(
    `The inputs "${inputs}" do not fit this game; KeyRoom has auto, map, wide map and crop, MiniHack's other levels auto, crop and frame, a world of your own auto and frame.`,
  );
}
