/** What is asked of a model unless somebody says otherwise: no chance where the server allows it, CALM's 1,024 tokens. */
import type { ChatParameters } from "./chat.js";

export const DEFAULT_PARAMETERS: ChatParameters = { temperature: 0, maxTokens: 1024 };
