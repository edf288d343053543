import { appendFileSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  KEYROOM,
  loadDataSet,
  type Transition,
  transitionText,
  validate,
  writeDataSet,
} from "../../annotations/index.js";
import { assetPath, InputError } from "../../envs/index.js";
import { transition } from "./support.js";

const shipped = loadDataSet("keyroom").items;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "calmhack-validate-"));
  for (const name of readdirSync(assetPath("keyroom"))) copyFileSync(assetPath("keyroom", name), join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const manifestPath = () => join(folder, "dataset.json");
const manifest = () => JSON.parse(readFileSync(manifestPath(), "utf8"));

/** Writes changed items with a hash and a card that fit them, so that only the change itself can be found. */
async function write(changed: readonly Transition[], about: object = {}): Promise<void> {
  const { format: _format, sha256: _sha256, ...rest } = manifest();
  await writeDataSet(folder, { ...rest, ...about }, changed);
}

const change = (id: string, how: (item: Transition) => Transition) =>
  shipped.map((item) => (item.id === id ? how(item) : item));

const findings = async () => (await validate(folder)).findings;

const first = (kind: (item: Transition) => boolean): Transition => {
  const found = shipped.find(kind);
  if (found === undefined) throw new Error("no such item is shipped");
  return found;
};

describe("validating a data-set folder", () => {
  it("finds nothing in the shipped set, written as it is", async () => {
    expect(await validate(assetPath("keyroom"))).toEqual({ items: 1568, labelled: 1568, findings: [] });
    await write(shipped);
    expect(await findings()).toEqual([]);
  });

  it("finds a flipped label", async () => {
    const { id } = first((item) => item.labels?.[1] === "no" && item.kind === undefined);
    await write(change(id, (item) => ({ ...item, labels: [item.labels?.[0] ?? "no", "yes"] })));
    expect(await findings()).toEqual([`${id}: the label of "open the door" is not what the frames say`]);
  });

  it("finds a label that was taken away", async () => {
    const { id } = first((item) => item.labels?.[0] === "yes");
    await write(change(id, (item) => ({ ...item, labels: ["unanswered", "no"] })));
    expect(await findings()).toEqual([`${id}: the label of "pick up the key" is not what the frames say`]);
  });

  it("finds a wrong kind", async () => {
    const { id } = first((item) => item.kind === "pickup of nothing");
    await write(change(id, (item) => ({ ...item, kind: "apply without a key" })));
    expect(await findings()).toEqual([`${id}: it is not of the kind "apply without a key"`]);
  });

  it("finds an achievement that is called a look-alike", async () => {
    const { id } = first((item) => item.labels?.[0] === "yes" && item.part === "natural rate");
    await write(change(id, (item) => ({ ...item, kind: "pickup of nothing" })));
    expect(await findings()).toEqual([`${id}: it is not of the kind "pickup of nothing"`]);
  });

  it("finds a moved split", async () => {
    const { id, episode, split } = first(
      (item) => shipped.filter(({ episode: other }) => other === item.episode).length === 2,
    );
    const other = split === "dev" ? "test" : "dev";
    const [a, b] = shipped.filter((item) => item.episode === episode);
    await write(change(id, (item) => ({ ...item, split: other })));
    expect([a?.id, b?.id]).toContain(id);
    expect(await findings()).toEqual([
      `${b?.id}: its episode lies in both ${id === a?.id ? other : split} and ${id === a?.id ? split : other}`,
    ]);
  });

  it("finds a wrong count, and an item too many or too few", async () => {
    const parts = manifest().parts.map((part: { name: string; items: number }) =>
      part.name === "balanced" ? { ...part, items: 361 } : part,
    );
    await write(shipped, { parts });
    expect(await findings()).toEqual(["balanced: 360 transitions, the manifest says 361"]);
    await write(shipped.slice(0, -1), { parts: parts.with(0, { ...parts[0], items: 360 }) });
    expect(await findings()).toContain("natural rate: 999 transitions, the manifest says 1000");
  });

  it("finds an id that is used twice", async () => {
    const [one, two] = shipped;
    await write(change(two?.id ?? "", (item) => ({ ...item, id: one?.id ?? "" })));
    expect(await findings()).toEqual(["1 ids are used more than once"]);
  });

  it("finds people who labelled nothing", async () => {
    await write(shipped, { humanLabels: 3 });
    expect(await findings()).toEqual(["labels of 0 people, the manifest says 3"]);
  });

  it("finds an edited card, and a card that is not there", async () => {
    appendFileSync(join(folder, "card.md"), "Labelled by experts.\n");
    expect(await findings()).toEqual(["card.md: not the card that the data gives"]);
    rmSync(join(folder, "card.md"));
    expect(await findings()).toEqual(["card.md: there is none"]);
  });

  it("finds transitions that are not those of the hash", async () => {
    const path = join(folder, "transitions.jsonl");
    writeFileSync(path, readFileSync(path, "utf8").replace('"action":"N"', '"action":"S"'));
    expect(await findings()).toContain("transitions.jsonl: its SHA-256 is not the manifest's");
  });

  it("names every damaged line", async () => {
    const path = join(folder, "transitions.jsonl");
    const lines = readFileSync(path, "utf8").split("\n").with(4, "{").with(6, "[]");
    writeFileSync(path, lines.join("\n"));
    const found = await findings();
    expect(found.some((finding) => finding.startsWith(`${path}:5: this line is no JSON object`))).toBe(true);
    expect(found.some((finding) => finding.startsWith(`${path}:7: not a transition`))).toBe(true);
  });

  it("says that the transitions are not there", async () => {
    rmSync(join(folder, "transitions.jsonl"));
    await expect(validate(folder)).rejects.toThrow(InputError);
  });

  it("shows a bounded number of findings", async () => {
    await write(shipped.map((item) => ({ ...item, labels: ["yes", "yes"] })));
    expect(await findings()).toHaveLength(20);
  });
});

describe("validating a file", () => {
  const file = (...lines: readonly string[]) => {
    const path = join(folder, "mine.jsonl");
    writeFileSync(path, lines.join("\n"));
    return path;
  };

  it("counts transitions and labelled ones", async () => {
    const path = file(
      transitionText(transition("1")),
      transitionText(transition("2", { labels: ["yes", "unanswered"] })),
    );
    expect(await validate(path)).toEqual({ items: 2, labelled: 1, findings: [] });
  });

  it("does not judge labels that are not called the truth", async () => {
    const path = file(transitionText(transition("1", { labels: ["yes", "yes"], labelledBy: "human:A" })));
    expect((await validate(path)).findings).toEqual([]);
  });

  it("finds a label that is called the truth and is not, damaged lines, an id twice and a split twice", async () => {
    const at = (split: string) => transitionText(transition("1", { episode: "e", split }));
    const { task } = KEYROOM;
    const wrong = transitionText(transition("2", { task, labels: ["yes", "no"], labelledBy: "truth" }));
    const path = file(at("dev"), "hello", at("test"), wrong);
    expect((await validate(path)).findings).toEqual([
      `${path}:2: this line is no JSON object; a transition is one JSON object a line`,
      '2: the label of "pick up the key" is not what the frames say',
      "1 ids are used more than once",
      "1: its episode lies in both dev and test",
    ]);
  });

  it("finds that there is nothing in it", async () => {
    const path = file("", "");
    expect((await validate(path)).findings).toEqual([`${path}: no transition in it`]);
  });
});
