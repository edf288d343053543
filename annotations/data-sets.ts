/**
 * Making data sets, as one name of the room's index: drawing them from play and from recordings, and reading and writing
 * them in every form.
 */
export { type AnyData, readAnyData, resplit, writeAnyData } from "./any-data.js";
export { QUOTAS, type Quotas } from "./collect.js";
export { type Actor, type CollectKey, collectEnv, collectPlay, type Policy } from "./collect-play.js";
export { collectRecordings } from "./collect-recordings.js";
export {
  placeDataSet,
  requireDataSetPlace,
  requirePlace as requireFolderPlace,
} from "./dataset-place.js";
export { splitByEpisode } from "./split.js";
export { transitionJsonSchema } from "./transition-file.js";
