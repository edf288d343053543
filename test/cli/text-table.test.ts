import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonText } from "../../cli/output.js";
import {
  csvCell,
  csvText,
  escapeHtml,
  escapeMarkdown,
  type Table,
  tableHtml,
  tableMarkdown,
  tableText,
  tableWidth,
  width,
} from "../../cli/text-table.js";

const table: Table = {
  head: ["row", "F1", "κ"],
  rows: [["always yes", "0.80", "0.00"], ["日本語 é", "1.00", "–"], ["short"]],
  numbersFrom: 1,
};

describe("a table on a terminal", () => {
  it("has its columns in line, numbers to the right, also under wide letters", () => {
    expect(tableText(table)).toBe(
      [
        "row           F1     κ",
        "──────────────────────",
        "always yes  0.80  0.00",
        "日本語 é    1.00     –",
        "short",
      ].join("\n"),
    );
    expect(tableWidth(table)).toBe(22);
  });

  it("counts columns as a terminal does", () => {
    expect(["abc", "é", "é", "κ", "–", "日本", "한글", "😀", "ｆ", ""].map(width)).toEqual([
      3, 1, 1, 1, 1, 4, 4, 2, 2, 0,
    ]);
  });

  it("has lines of one width whatever the cells", () => {
    const cell = fc.string({ unit: "grapheme-ascii", maxLength: 30 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }), (rows) => {
        // The last column is of numbers, so nothing is trimmed at its end unless it is blank.
        const full = rows.map(([a, b, c]) => [a, b, `${c}#`]);
        const lines = tableText({ head: ["a", "b", "c#"], rows: full, numbersFrom: 1 }).split("\n");
        expect(new Set(lines.map(width)).size).toBe(1);
      }),
    );
  });
});

describe("a table in Markdown", () => {
  it("aligns its numbers and fills short rows", () => {
    expect(tableMarkdown(table).split("\n")).toEqual([
      "| row | F1 | κ |",
      "| --- | ---: | ---: |",
      "| always yes | 0.80 | 0.00 |",
      "| 日本語 é | 1.00 | – |",
      "| short |  |  |",
    ]);
  });

  it("keeps its number of cells and holds no tag whatever the cells", () => {
    const cell = fc.string({ unit: fc.constantFrom("\\", "|", "<", "&", "`", "[", "]", "(", "a", " ") });
    fc.assert(
      fc.property(cell, cell, (a, b) => {
        const lines = tableMarkdown({ head: [a, b], rows: [[b, a], [a]], numbersFrom: 1 }).split("\n");
        for (const line of lines) {
          expect(line.replace(/\\[\\|`[\]()]/g, "").split("|")).toHaveLength(4);
          expect(line).not.toMatch(/<|\]\(|\]\[/);
        }
      }),
    );
  });

  it("shows what it escapes as it was", () => {
    const shown = (text: string): string =>
      text
        .replace(/\\([\\|`([])/g, "$1")
        .replaceAll("&lt;", "<")
        .replaceAll("&amp;", "&");
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(shown(escapeMarkdown(text))).toBe(text);
      }),
    );
  });
});

describe("a table in HTML", () => {
  it("holds no markup but its own", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const page = tableHtml({ head: ["a", "b"], rows: [[text, text]], numbersFrom: 1 });
        expect(page.match(/<[^>]*>/g)?.join("")).toBe(
          '<table><thead><tr><th><th class="number"></tr></thead><tbody><tr><td><td class="number"></tr></tbody></table>'
            .replaceAll("<th>", "<th></th>")
            .replaceAll('<th class="number">', '<th class="number"></th>')
            .replaceAll("<td>", "<td></td>")
            .replaceAll('<td class="number">', '<td class="number"></td>'),
        );
      }),
    );
    expect(escapeHtml(`<a href="x" title='y'>&`)).toBe("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;");
  });
});

describe("CSV", () => {
  it("keeps numbers and quotes what would be a formula", () => {
    expect(["-1.5", "+1", "1e-7", "", "-", "=1+1", "+a", "-a", "@a", "＝1", "a=b"].map(csvCell)).toEqual([
      "-1.5",
      "+1",
      "1e-7",
      "",
      "'-",
      "'=1+1",
      "'+a",
      "'-a",
      "'@a",
      "'＝1",
      "a=b",
    ]);
    expect(csvCell('a,"b"\nc')).toBe('"a,""b""\nc"');
  });

  it("is read back as it was, but for that quote", () => {
    const cell = fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", "=", "a", "'", " ") });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const safe = (text: string): string => (/^[=\r]/.test(text) ? `'${text}` : text);
        expect(readCsv(csvText(["h", "i"], rows))).toEqual([["h", "i"], ...rows.map((row) => row.map(safe))]);
      }),
    );
  });
});

/** RFC 4180, written apart from what it tests. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let [cell, quoted] = ["", false];
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') cell += text[++i];
      else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"') quoted = true;
    else if (c === "," || c === "\n") {
      rows.at(-1)?.push(cell);
      cell = "";
      if (c === "\n") rows.push([]);
    } else cell += c;
  }
  return rows.slice(0, -1);
}

describe("JSON for a terminal", () => {
  it("is the same value and holds no character that hides or moves text", () => {
    const odd = fc.constantFrom(
      "\u001b",
      "\u009b",
      "\u202e",
      "\u2028",
      "\u{e0041}",
      "\u007f",
      "\ud800",
      "\n",
      "é",
      "😀",
      "\\",
      '"',
    );
    const text = fc.string({ unit: odd });
    fc.assert(
      fc.property(fc.dictionary(text, fc.oneof(text, fc.jsonValue())), fc.constantFrom(0, 2), (value, indent) => {
        const shown = jsonText(value, indent);
        expect(JSON.parse(shown)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
