/**
 * The erring test server on a port, for trying commands by hand:
 *
 *   npx tsx --conditions=calmhack-source test/cli/serve-erring.ts PORT independent|systematic RATE [MISLEADING WORD]
 *
 * It knows the labels of keyroom and asks no language model.
 */
import { createServer } from "node:http";
import { loadDataSet } from "../../annotations/index.js";
import { presetPrompt } from "../../calm/index.js";
import { models } from "../calm/servers.js";
import { erring } from "./erring-server.js";

const [port = "", errors, rate = "0", word] = process.argv.slice(2);
const behaviour = erring({
  items: loadDataSet("keyroom").items,
  prompt: presetPrompt("crop"),
  errors: errors === "systematic" ? "systematic" : "independent",
  rate: Number(rate),
  ...(word === undefined ? {} : { misleading: new RegExp(word) }),
});
createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const text = Buffer.concat(chunks).toString("utf8");
    const seen = { url: request.url ?? "", headers: request.headers, body: text === "" ? {} : JSON.parse(text) };
    return seen.url.endsWith("/models") ? models("m")(seen, response) : behaviour(seen, response);
  });
}).listen(Number(port), "127.0.0.1");
