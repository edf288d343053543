/** Keys for a screen of ink's testing library. */
import { setTimeout as delay } from "node:timers/promises";

interface Screen {
  readonly stdin: { write(text: string): void };
  lastFrame(): string | undefined;
}

/** Presses keys one by one, each when the screen has come to rest after the one before; returns what it then shows. */
export async function press(screen: Screen, keys: readonly string[]): Promise<string> {
  for (const key of keys) {
    screen.stdin.write(key);
    let last = screen.lastFrame();
    // On a busy machine a single pause may be over before the screen was drawn at all.
    for (let quiet = 0; quiet < 3; ) {
      await delay(5);
      quiet = screen.lastFrame() === last ? quiet + 1 : 0;
      last = screen.lastFrame();
    }
  }
  return screen.lastFrame() ?? "";
}
