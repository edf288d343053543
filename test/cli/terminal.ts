/** Real terminals for tests: a tmux server of its own, in which a person's shell runs. Whoever opens one closes it. */
import { execFileSync, spawnSync } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

export const hasTmux = spawnSync("tmux", ["-V"]).status === 0;

export interface Terminal {
  /** All that the terminal shows, a line a row. */
  shown(): string;
  /** Waits until it shows something; returns all that it shows. */
  until(wanted: string | RegExp): Promise<string>;
  /** Characters as they are. */
  type(text: string): void;
  /** A key by tmux's name for it, e.g. "Enter", "Down", "C-c". */
  press(...keys: readonly string[]): void;
}

export interface Terminals {
  open(size: { readonly columns: number; readonly rows: number }): Promise<Terminal>;
  close(): void;
}

/** On a build server ink would hold its frames back until the end. */
const SHELL = "env -u CI -u CONTINUOUS_INTEGRATION PS1='ready> ' sh";

let servers = 0;

export function openTerminals(): Terminals {
  servers += 1;
  const socket = `calmhack-${process.pid}-${servers}`;
  const call = (...args: readonly string[]): string =>
    execFileSync("tmux", ["-L", socket, "-f", "/dev/null", ...args], { encoding: "utf8" });
  let opened = 0;
  return {
    async open({ columns, rows }) {
      opened += 1;
      const name = `t${opened}`;
      call("new-session", "-d", "-s", name, "-x", String(columns), "-y", String(rows), SHELL);
      const shown = () => call("capture-pane", "-p", "-t", name);
      const terminal: Terminal = {
        shown,
        async until(wanted) {
          for (let tries = 0; ; tries++) {
            const pane = shown();
            if (typeof wanted === "string" ? pane.includes(wanted) : wanted.test(pane)) return pane;
            if (tries === 600) throw new Error(`${wanted} is not there:\n${pane}`);
            await delay(tries < 20 ? 15 : 50);
          }
        },
        type: (text) => void call("send-keys", "-t", name, "-l", text),
        press: (...keys) => void call("send-keys", "-t", name, ...keys),
      };
      await terminal.until("ready>");
      return terminal;
    },
    close: () => void spawnSync("tmux", ["-L", socket, "kill-server"]),
  };
}
