/**
 * A run of the door in a process of its own, so that it can be killed: asks so many questions, sixteen at a time, and
 * writes the outcomes in the order of the questions. The key comes by the environment, as a user's does.
 */
import { writeFileSync } from "node:fs";
import pMap from "p-map";
import { openDoor } from "../../calm/door.js";
import { openRecording } from "../../calm/recording.js";
import { sleep } from "../../calm/retry.js";
import { childQuestion } from "./child-question.js";

const [server = "", path = "", out = "", count = "0"] = process.argv.slice(2);
const key = process.env.OPENAI_API_KEY;
const recording = openRecording(path);
// Waits of a hundredth, so that a test does not take minutes.
const clock = { sleep: (milliseconds: number, signal: AbortSignal) => sleep(milliseconds / 100, signal) };
const door = openDoor({ server, model: "foo", key, recording, concurrency: 16, timeoutSeconds: 2, tries: 9, clock });
const questions = Array.from({ length: Number(count) }, (_, i) => childQuestion(i));
const outcomes = await pMap(questions, (question) => door.ask(question), { concurrency: 16 });
recording.close();
const lines = outcomes.map((outcome) => JSON.stringify(outcome.ok ? { ...outcome, source: "" } : outcome));
writeFileSync(out, `${lines.join("\n")}\n`);
console.log(JSON.stringify({ totals: door.totals(), condition: recording.condition }));
