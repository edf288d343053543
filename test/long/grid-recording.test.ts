/**
 * A prompt grid of 48 cells on the declared subset, from a recording, in one command: how long it takes, and that it gives
 * the figures of the run that was recorded. The recording is made here from a mock server; it is no language model.
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { answering, openServer, subgoalsOf } from "../cli/mock-server.js";
import { build, calmhackProcess, temporaryFolder } from "../cli/run.js";

beforeAll(() => build(), 300_000);

/** Needs the legend for the key, and the remark about messages not to be taken in by "Never mind.". */
const picky = answering((text) => {
  const [key = "", door = ""] = subgoalsOf(text);
  const isPickup = /^Action: PICKUP$/m.test(text);
  const isApply = /^Action: APPLY$/m.test(text);
  const isSilent = /^Message after.*: (?:\(none\))?$/m.test(text);
  return JSON.stringify({
    [key]: text.includes("Signs on the map") && isPickup,
    [door]: isApply && (text.includes("message after") || isSilent),
  });
});

interface Grid {
  readonly cells: readonly { readonly label: string; readonly texts: number }[];
  readonly raters: readonly {
    readonly provenance: { readonly kind: string; readonly note: string };
    readonly parts: readonly { readonly name: string; readonly differences: readonly { readonly holm?: number }[] }[];
  }[];
}

it("48 cells from a recording in one command", async () => {
  const folder = temporaryFolder();
  const server = await openServer(picky);
  const cells = ["grid", "keyroom", "--vary", "legend,remark,role", "--full"];
  const model = [
    "--model",
    "mock-judge",
    "--base-url",
    server.url,
    "--mock",
    "--recordings",
    "rec",
    "--concurrency",
    "16",
  ];
  const recorded = await calmhackProcess([...cells, ...model, "--json", "--out", "asked"], { cwd: folder });
  expect(recorded).toMatchObject({ code: 0 });
  const calls = server.seen.length;
  await server.close();
  const [file = ""] = readdirSync(join(folder, "rec"));
  const replay = [...cells, "--replay", join("rec", file)];
  const began = performance.now();
  const table = await calmhackProcess([...replay, "--out", "replayed"], { cwd: folder });
  const seconds = (performance.now() - began) / 1000;
  expect(table).toMatchObject({ code: 0 });
  expect(table.out).toContain("48 cells");
  expect(table.out).toContain("mock");
  const again = await calmhackProcess([...replay, "--json", "--out", "again"], { cwd: folder });
  const [asked, found]: readonly Grid[] = [recorded, again].map(({ out }) => JSON.parse(out));
  expect(found?.cells).toHaveLength(48);
  expect(found?.raters.map(({ provenance }) => provenance.kind)).toEqual(["mock"]);
  expect(found?.raters[0]?.parts).toEqual(asked?.raters[0]?.parts);
  const size = statSync(join(folder, "rec", file)).size / 1e6;
  console.log(table.out);
  console.log(
    `${calls} answers recorded (${size.toFixed(0)} MB); 48 cells from the recording in ${seconds.toFixed(1)} s`,
  );
});
