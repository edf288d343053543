import { describe, expect, it } from "vitest";
import { parseServer } from "../../calm/server-address.js";

describe("base URLs", () => {
  it.each([
    ["http://localhost:11434", "http://localhost:11434/v1"],
    ["http://localhost:11434/v1", "http://localhost:11434/v1"],
    ["http://localhost:11434/v1/", "http://localhost:11434/v1"],
    ["localhost:11434", "http://localhost:11434/v1"],
    ["127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"],
    ["[::1]:8080", "http://[::1]:8080/v1"],
    [" https://api.openai.com ", "https://api.openai.com/v1"],
    ["https://api.groq.com/openai/v1", "https://api.groq.com/openai/v1"],
    ["https://ark.example.com/api/v3/", "https://ark.example.com/api/v3"],
    ["https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1"],
    ["HTTP://Example.COM:80/", "http://example.com/v1"],
  ])("reads %s", (text, baseURL) => {
    expect(parseServer(text).baseURL).toBe(baseURL);
  });

  it("takes user and password out of the address, and into a header", () => {
    const address = parseServer("https://ann:p%40ss-word@gpu.example.com/v1?token=abc12345");
    expect(address).toMatchObject({
      baseURL: "https://gpu.example.com/v1",
      origin: "https://gpu.example.com",
      shown: "https://gpu.example.com/v1",
      query: { token: "abc12345" },
      authorization: `Basic ${Buffer.from("ann:p@ss-word").toString("base64")}`,
    });
    expect(address.secrets).toEqual(expect.arrayContaining(["p@ss-word", "p%40ss-word", "abc12345"]));
  });

  it.each([
    ["", "The base URL is empty; a base URL is, for example, http://localhost:11434 or https://api.openai.com/v1."],
    ["gpu-box:8000", 'The base URL "gpu-box:8000" has no scheme; write http://gpu-box:8000 or https://gpu-box:8000.'],
    ["ftp://gpu-box", 'The base URL begins with "ftp://", not with http:// or https://.'],
    [
      "http://",
      "The base URL cannot be read; a base URL is, for example, http://localhost:11434 or https://api.openai.com/v1.",
    ],
  ])("refuses %j in one sentence", (text, message) => {
    expect(() => parseServer(text)).toThrow(message);
  });

  it("does not repeat a password in its complaint", () => {
    expect(() => parseServer("ann:hunter2hunter2@gpu-box:8000")).toThrow(/^((?!hunter2).)*$/);
  });
});
