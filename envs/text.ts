/**
 * Text from models, data and files is hostile until shown otherwise. `visible` makes it safe for a terminal or a page:
 * nothing that moves a cursor, changes a colour or reorders letters survives; every such character is shown as an
 * escape that a person can read. HTML has its own escaping on top of this one.
 */

/**
 * Unicode's control (Cc, line breaks too), format (Cf: bidirectional and zero-width marks, tags), lone surrogate (Cs),
 * line or paragraph separator and other characters without a shape (DI: fillers, variation selectors): all that can
 * hide or move other text.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function shownAs(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return SHORT_NAMES.get(character) ?? `\\u{${code.toString(16)}}`;
}

/** The first code units, one fewer where the last would be the first half of a character. */
function head(text: string, length: number): string {
  const cut = text.slice(0, Math.max(0, length));
  const last = cut.charCodeAt(cut.length - 1);
  return last >= 0xd800 && last < 0xdc00 ? cut.slice(0, -1) : cut;
}

/**
 * One line of harmless text. Cut to `maxLength` characters (at least 1, an ellipsis included) when that is given.
 */
export function visible(text: string, maxLength?: number): string {
  // Cut first: a hostile megabyte is not worth escaping.
  const cut = maxLength !== undefined && text.length > maxLength;
  const shown = (cut ? head(text, maxLength - 1) : text).replace(HIDDEN, shownAs);
  if (maxLength === undefined) return shown;
  return cut || shown.length > maxLength ? `${head(shown, maxLength - 1)}…` : shown;
}

/** Several lines of harmless text: line breaks stay, everything else is as in `visible`. */
export function visibleLines(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/).map((line) => visible(line));
}
