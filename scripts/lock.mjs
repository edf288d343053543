// A lock between processes: a folder that holds its owner's process id. Made with Node alone, for scripts that run
// before anything is installed.
//
// Invariants: the folder appears together with its owner file (it is filled first, then renamed into place), and only
// its owner or the one winner of the "takeover" folder inside it ever moves it away. So two waiters that both find a
// dead owner cannot both take its place, and a slow waiter cannot break the lock of whoever came next.
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

/** What a person can act on: one sentence, and what a child process said last. */
export class Failure extends Error {
  constructor(message, output) {
    super(message);
    this.output = output;
  }
}

const beatEvery = 5_000;
// Without a beat for so long an owner is gone, even when its process id is in use again or belongs to another machine.
const silentFor = 60_000;
const waitAtMost = 20 * 60_000;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function attempt(action) {
  try {
    return { done: true, value: action() };
  } catch (error) {
    return { done: false, code: error.code };
  }
}

function isAlive(pid) {
  const signal = attempt(() => process.kill(pid, 0));
  return signal.done || signal.code === "EPERM";
}

/** The owner that the lock names, or undefined when there is no lock or no legible owner. */
function readOwner(lock) {
  const read = attempt(() => JSON.parse(readFileSync(join(lock, "owner.json"), "utf8")));
  return read.done ? read.value : undefined;
}

const ageOf = (path) => {
  const stat = attempt(() => statSync(path).mtimeMs);
  return stat.done ? Date.now() - stat.value : 0;
};

function isStale(lock) {
  const owner = readOwner(lock);
  if (owner === undefined) return ageOf(lock) > silentFor;
  if (owner.host === hostname() && (owner.pid === process.pid || !isAlive(owner.pid))) return true;
  return ageOf(join(lock, "owner.json")) > silentFor;
}

function moveAway(lock) {
  const grave = `${lock}.${randomUUID()}`;
  if (attempt(() => renameSync(lock, grave)).done) rmSync(grave, { recursive: true, force: true });
}

function takeOver(lock) {
  const takeover = join(lock, "takeover");
  if (!attempt(() => mkdirSync(takeover)).done) {
    if (ageOf(takeover) > silentFor) attempt(() => rmdirSync(takeover));
    return;
  }
  // Judged again now that nobody else can replace the owner: between the first look and here it may have changed.
  if (isStale(lock)) moveAway(lock);
  else attempt(() => rmdirSync(takeover));
}

async function acquire(lock, say) {
  const mine = `${lock}.${randomUUID()}`;
  const token = randomUUID();
  mkdirSync(mine);
  writeFileSync(join(mine, "owner.json"), JSON.stringify({ pid: process.pid, host: hostname(), token }));
  const began = Date.now();
  let said = false;
  try {
    for (;;) {
      if (attempt(() => renameSync(mine, lock)).done) return token;
      if (isStale(lock)) {
        takeOver(lock);
        await pause(20);
        continue;
      }
      if (!said) say(`waiting for another set-up of this folder (process ${readOwner(lock)?.pid ?? "unknown"}) …`);
      said = true;
      if (Date.now() - began > waitAtMost) {
        throw new Failure(`another set-up has held ${lock} for too long: end it, or remove that folder.`, "");
      }
      await pause(100);
    }
  } finally {
    rmSync(mine, { recursive: true, force: true });
  }
}

/** Runs `action` while holding the lock folder, which goes away afterwards, also when the process is interrupted. */
export async function withLock(lock, say, action) {
  const token = await acquire(lock, say);
  const release = () => {
    if (readOwner(lock)?.token === token) moveAway(lock);
  };
  const beat = setInterval(
    () => attempt(() => utimesSync(join(lock, "owner.json"), new Date(), new Date())),
    beatEvery,
  );
  const interrupted = () => process.exit(130);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, interrupted);
  process.once("exit", release);
  try {
    return await action();
  } finally {
    clearInterval(beat);
    release();
    process.removeListener("exit", release);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeListener(signal, interrupted);
  }
}
