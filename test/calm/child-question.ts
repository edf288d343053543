import type { ChatRequest } from "../../calm/chat.js";

/** The i-th question of the long runs; every tenth asks for the key. */
export function childQuestion(i: number): ChatRequest {
  const content = `Transition ${i}\n|....|\n|.@.+|\n|....|`;
  return {
    model: "foo",
    messages: [
      { role: "system", content: "You judge." },
      { role: "user", content },
    ],
    parameters: { temperature: 0, maxTokens: 64 },
    prompt: { id: "crop", hash: "00ff" },
  };
}
