/** Our tables read by the Python packages that people use: pyarrow and Hugging Face `datasets`. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { dataSets, transitionText, validate } from "../../annotations/index.js";
import { assetPath } from "../../envs/index.js";
import { pythonWith } from "./python.js";

const python = pythonWith(
  [
    { module: "pyarrow", name: "pyarrow" },
    { module: "datasets", name: "datasets" },
  ],
  "our Parquet files are not read by them here",
);

const folder = mkdtempSync(join(tmpdir(), "calmhack-python-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Compares every cell with the line format, then lets `datasets` load the folder and write its own Parquet. */
const PROGRAM = `
import json, sys
import pyarrow.parquet as pq
from datasets import load_dataset
folder, lines = sys.argv[1], [json.loads(line) for line in open(sys.argv[2], encoding="utf8")]

def same(row, line):
    assert (row["id"], row["action"], row["subgoals"]) == (line["id"], line["action"], line["subgoals"]), row["id"]
    assert row["labels"] == [line["labels"][name] for name in line["subgoals"]], row["id"]
    for key in ("part", "kind", "split", "episode", "step", "task"):
        assert row[key] == line.get(key), (row["id"], key)
    assert row["labelled_by"] == line["labelledBy"], row["id"]
    for name, message in (("before", "before_message"), ("after", "message")):
        frame = line[name]
        assert row[name].split("\\n") == frame["rows"], row["id"]
        assert row[message] == frame.get("message", ""), row["id"]
        assert [row[name + "_hero_x"], row[name + "_hero_y"]] == frame["hero"], row["id"]
        assert row[name + "_status"] == frame["status"], row["id"]
        items = [{"letter": l, "text": t} for l, t in zip(row[name + "_inventory_letters"], row[name + "_inventory"])]
        assert items == frame["inventory"], row["id"]

rows = pq.read_table(folder + "/k.parquet").to_pylist()
assert len(rows) == len(lines)
for row, line in zip(rows, lines):
    same(row, line)
loaded = load_dataset(folder + "/hub")
assert list(loaded) == ["test", "dev"], list(loaded)
for split in loaded.values():
    for row in split:
        same(row, lines[row["position"]])
loaded["dev"].to_parquet(folder + "/dev.parquet")
print(len(rows), sum(len(split) for split in loaded.values()))
`;

it.skipIf(!python.isThere)(
  "pyarrow and datasets read every cell as it is, and what datasets writes is read by us",
  async () => {
    const data = await dataSets.readAnyData("keyroom");
    await dataSets.writeAnyData(join(folder, "k.parquet"), data);
    await dataSets.writeAnyData(join(folder, "hub"), data);
    const env = { HF_HOME: join(folder, "cache"), HF_HUB_OFFLINE: "1", HF_DATASETS_OFFLINE: "1" };
    const printed = python.run(PROGRAM, { args: [folder, assetPath("keyroom", "transitions.jsonl")], env });
    expect(printed.trim()).toBe("1568 1568");
    const again = await dataSets.readAnyData(join(folder, "dev.parquet"));
    const dev = data.items.filter(({ split }) => split === "dev");
    expect(again.items.map(transitionText)).toEqual(dev.map(transitionText));
    expect((await validate(join(folder, "dev.parquet"))).findings).toEqual([]);
  },
);
