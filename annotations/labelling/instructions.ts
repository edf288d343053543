/**
 * What a person is told before the first item. Stored whole in the label file, with its hash: labels mean what their
 * instructions asked for.
 */
import { sha256 } from "../dataset-file.js";

export interface Instructions {
  /** SHA-256 of the text, 64 hex digits. */
  readonly hash: string;
  readonly text: string;
}

export const instructionsOf = (text: string): Instructions => ({ hash: sha256(text), text });

export const INSTRUCTIONS: Instructions = instructionsOf(
  [
    "You will see single steps of recorded play on a grid: what the player saw before an action, the action, and what the player saw after it, with the game's messages. For every subgoal say whether this very step completed it.",
    "",
    "- yes: it was not yet done before the action, and is done after it.",
    "- no: otherwise. Coming closer is no; so is having done it earlier.",
    "- unsure: what is shown does not tell. Better unsure than a guess.",
    "",
    "Judge by both frames, the action and the messages; a message may be silent about what happened, or follow where nothing did. Judge every step by itself, even when one looks like an earlier one. Some steps come twice; please do not look back at the first time. Do not talk with another rater about the steps until both of you are done.",
  ].join("\n"),
);
