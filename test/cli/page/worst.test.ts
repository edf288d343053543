import { describe, expect, it } from "vitest";
import { byGroup, groupName, worstErrors } from "../../../cli/page/worst.js";
import { item, said } from "./support.js";

const textOf = ({ after }: { readonly after: { readonly message: string } }) => after.message;
const judged = (items: Parameters<typeof worstErrors>[0]["items"], ...judgements: ReturnType<typeof said>[]) => ({
  items,
  judgements,
  textOf,
});

describe("the worst errors of a row", () => {
  it("count what is wrong by what it is, and leave out what is right or has no label", () => {
    const items = [
      item("a", { kind: "pickup of nothing" }),
      item("b", { part: "natural rate" }),
      item("c", { labels: ["yes", "no"], part: "balanced" }),
      item("d", { labels: ["yes", "no"], part: "balanced" }),
      item("e"),
      item("f", { labels: ["unanswered", "unanswered"] }),
    ];
    const { total, counts, chosen } = worstErrors(
      judged(
        items,
        said("yes", "no"),
        said("no", "yes"),
        said("no", "no"),
        said("unanswered", "no"),
        said("no", "no"),
        said("yes", "yes"),
      ),
      12,
    );
    expect(total).toBe(4);
    expect(counts).toEqual({ "false reward on a look-alike": 1, "false reward": 1, missed: 1, "not answered": 1 });
    expect(chosen.map(({ index, what }) => [index, what])).toEqual([
      [0, "false reward on a look-alike"],
      [1, "false reward"],
      [2, "missed"],
      [3, "not answered"],
    ]);
  });

  it("take one of each group in turn, look-alikes of the most frequent kind first", () => {
    const kinds = ["rare", "often", "often", "often", "rare"];
    const items = [
      ...kinds.map((kind, i) => item(`h${i}`, { kind })),
      ...[0, 1].map((i) => item(`m${i}`, { labels: ["yes", "no"], part: "balanced" })),
    ];
    const answers = [...kinds.map(() => said("yes", "no")), said("no", "no"), said("no", "no")];
    const { chosen, rule } = worstErrors(judged(items, ...answers), 5);
    expect(rule).toBe("of each group in turn");
    expect(chosen.map(({ index }) => items[index]?.id)).toEqual(["h1", "h0", "m0", "h2", "h4"]);
    expect(byGroup(chosen).map(([name, of]) => [name, of.length])).toEqual([
      ["false reward on a look-alike: often", 2],
      ["false reward on a look-alike: rare", 2],
      ["missed", 1],
    ]);
    expect(groupName(chosen[0]!)).toBe("false reward on a look-alike: often");
  });

  it("take the surest first where probabilities are stated", () => {
    const items = ["a", "b", "c", "d"].map((id) => item(id, { labels: id === "d" ? ["yes", "no"] : ["no", "no"] }));
    const answers = [
      { ...said("yes", "no"), confidence: [0.6, 0.1] },
      { ...said("yes", "no"), confidence: [0.99, 0.1] },
      said("yes", "no"),
      { ...said("no", "no"), confidence: [0.1, 0.1] },
    ];
    const { chosen, rule } = worstErrors(judged(items, ...answers), 12);
    expect(rule).toBe("surest first");
    expect(chosen.map(({ index, sure }) => [items[index]?.id, sure])).toEqual([
      ["b", 0.99],
      ["d", 0.9],
      ["a", 0.6],
      ["c", undefined],
    ]);
  });

  it("show once what reads the same, and say how often it is there", () => {
    const same = { after: { rows: ["@"], message: "same" } };
    const items = [item("a", same), item("b", same), item("c")];
    const { chosen, distinct, total } = worstErrors(
      judged(items, said("yes", "no"), said("yes", "no"), said("yes", "no")),
      12,
    );
    expect({ distinct, total }).toEqual({ distinct: 2, total: 3 });
    expect(chosen.map(({ index, alike }) => [index, alike])).toEqual([
      [0, 2],
      [2, 1],
    ]);
  });
});
