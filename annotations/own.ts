/**
 * Tasks and annotators of one's own, as one name of the room's index: what experiments and commands make of them.
 */
export { annotatorOf, judgeAtOnce, type OwnAnnotator } from "./own-annotator.js";
export { KEYROOM_PLAY, type PlayedStep, type Task, taskOf } from "./task.js";
