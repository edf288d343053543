// A run of the door in a process of its own, so that it can be killed: asks the questions of a file, sixteen at a time,
// and writes the outcomes in their order. It is the built door, as users run it: to translate the source in every child
// takes longer than the run. The key comes by the environment, as a user's does.
import { readFileSync, writeFileSync } from "node:fs";
import pMap from "p-map";
import { openDoor } from "../../dist/calm/door.js";
import { openRecording } from "../../dist/calm/recording.js";
import { sleep } from "../../dist/calm/retry.js";

const [server, path, out, asked] = process.argv.slice(2);
const key = process.env.OPENAI_API_KEY;
const recording = openRecording(path);
// Waits of a hundredth, so that a test does not take minutes.
const clock = { sleep: (milliseconds, signal) => sleep(milliseconds / 100, signal) };
const door = openDoor({ server, model: "foo", key, recording, concurrency: 16, timeoutSeconds: 4, tries: 9, clock });
const outcomes = await pMap(JSON.parse(readFileSync(asked, "utf8")), (question) => door.ask(question), {
  concurrency: 16,
});
recording.close();
const lines = outcomes.map((outcome) => JSON.stringify(outcome.ok ? { ...outcome, source: "" } : outcome));
writeFileSync(out, `${lines.join("\n")}\n`);
console.log(JSON.stringify({ totals: door.totals(), condition: recording.condition }));
