/**
 * What the tolerant reader hands on: objects of keys and values, as far as they could be read.
 *
 * Invariant: a value is a verdict's text only while its entry is "sealed"; every other state explains why it is not.
 */

/** Characters from .. to of a text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type ReadValue =
  /** Where it stands in the text that was read, its quotes included. */
  | { readonly kind: "text"; readonly text: string; readonly span: Span }
  | { readonly kind: "object"; readonly object: ReadObject }
  | { readonly kind: "list"; readonly objects: readonly ReadObject[] }
  | { readonly kind: "none" };

/** open: no delimiter yet. sealed: readable. doubtful: not to be read. cut: the answer ended inside it. */
export type EntryState = "open" | "sealed" | "doubtful" | "cut";

export interface ReadEntry {
  readonly key: string;
  /** The key before escapes were decoded. */
  readonly rawKey: string;
  readonly value: ReadValue;
  readonly state: EntryState;
}

/** closed: by its bracket. fenced: by the end of its code block. ended: the text ended first. lost: unreadable from there. */
export type ObjectEnd = "closed" | "fenced" | "ended" | "lost";

export interface ReadObject {
  readonly entries: readonly ReadEntry[];
  /** Objects inside without a key of their own, as in {{…}}. */
  readonly objects: readonly ReadObject[];
  /** none: nothing but blanks and comments between the brackets. */
  readonly content: "none" | "some";
  readonly end: ObjectEnd;
  /** Whether the text ended inside a quoted key or value. */
  readonly ended: "in quotes" | "elsewhere";
}
