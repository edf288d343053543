/**
 * Text from models, data and files is hostile until shown otherwise. `visible` makes it safe for a terminal or a page:
 * nothing that moves a cursor, changes a colour or reorders letters survives; every such character is shown as an
 * escape that a person can read. HTML has its own escaping on top of this one.
 */

/**
 * C0 and C1 controls (line breaks too), soft hyphen, bidirectional and zero-width marks, line separators, tags, and
 * lone surrogates. Everything here can hide or move other text.
 */
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|[\ud800-\udfff]/gu;

const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function escape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return SHORT_NAMES.get(character) ?? `\\u{${code.toString(16)}}`;
}

/**
 * One line of harmless text. Cut to `maxLength` characters (an ellipsis included) when that is given.
 */
export function visible(text: string, maxLength?: number): string {
  // Cut first: a hostile megabyte is not worth escaping.
  const cut = maxLength !== undefined && text.length > maxLength;
  const shown = (cut ? text.slice(0, maxLength - 1) : text).replace(HIDDEN, escape);
  if (maxLength === undefined) return shown;
  return cut || shown.length > maxLength ? `${shown.slice(0, maxLength - 1)}…` : shown;
}

/** Several lines of harmless text: line breaks stay, everything else is as in `visible`. */
export function visibleLines(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/).map((line) => visible(line));
}
