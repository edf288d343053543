/**
 * Text from models, data and files is hostile until shown otherwise. `visible` makes it safe for a terminal or a page:
 * nothing that moves a cursor, changes a colour or reorders letters survives; every such character is shown as an
 * escape that a person can read. HTML has its own escaping on top of this one.
 */

/**
 * Unicode's control (Cc, line breaks too), format (Cf: bidirectional and zero-width marks, tags), lone surrogate (Cs)
 * and line or paragraph separator characters: all that can hide or move other text.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function shownAs(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return SHORT_NAMES.get(character) ?? `\\u{${code.toString(16)}}`;
}

/**
 * One line of harmless text. Cut to `maxLength` characters (an ellipsis included) when that is given.
 */
export function visible(text: string, maxLength?: number): string {
  // Cut first: a hostile megabyte is not worth escaping.
  const cut = maxLength !== undefined && text.length > maxLength;
  const shown = (cut ? text.slice(0, maxLength - 1) : text).replace(HIDDEN, shownAs);
  if (maxLength === undefined) return shown;
  return cut || shown.length > maxLength ? `${shown.slice(0, maxLength - 1)}…` : shown;
}

/** Several lines of harmless text: line breaks stay, everything else is as in `visible`. */
export function visibleLines(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/).map((line) => visible(line));
}
