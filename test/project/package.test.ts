import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./rooms.js";

interface Locked {
  readonly version: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const read = (path: string) => readFileSync(join(root, path), "utf8");
const manifest = JSON.parse(read("package.json")) as Record<string, Record<string, string>>;
const dependencies = { ...manifest.dependencies, ...manifest.devDependencies };
const locked = (JSON.parse(read("package-lock.json")) as { packages: Record<string, Locked> }).packages;

/** Where Node would find `name` from the package installed at `path`: beside it, or in a folder above. */
function lockedFrom(path: string, name: string): Locked | undefined {
  const found = locked[`${path}${path === "" ? "" : "/"}node_modules/${name}`];
  if (found !== undefined || path === "") return found;
  return lockedFrom(path.slice(0, Math.max(0, path.lastIndexOf("node_modules/") - 1)), name);
}

test("the lock file names no download address", () => {
  const addressed = Object.entries(locked).filter(([, { resolved }]) => resolved !== undefined);
  expect(addressed.map(([path]) => path)).toEqual([]);
});

test("the lock file has every platform's optional packages, without which npm ci refuses it elsewhere", () => {
  const absent = Object.entries(locked).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => lockedFrom(path, name) === undefined),
  );
  expect(absent).toEqual([]);
});

test("every dependency is pinned to one version", () => {
  expect(Object.entries(dependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test("every dependency has its line in docs/dependencies.md, and every line its dependency", () => {
  const described = [...read("docs/dependencies.md").matchAll(/^- `([^`]+)`: .+\.$/gm)].map(([, name]) => name);
  expect(described.sort()).toEqual(Object.keys(dependencies).sort());
});

test("no tracked file names a registry host or a folder of somebody's machine", ({ skip }) => {
  if (!existsSync(join(root, ".git"))) {
    console.warn("This is no git checkout: which files are tracked is unknown, and their contents are not checked.");
    skip();
  }
  // Taken apart so that this file does not contain what it looks for.
  const dot = "\\.";
  const hosts = [
    `registry${dot}npm`,
    `npmjs${dot}(org|com)`,
    `yarnpkg${dot}com`,
    `npmmirror${dot}com`,
    `npm${dot}pkg${dot}github`,
  ];
  const folders = ["work", "root", "home/\\w+", "Users/\\w+"].map((name) => `(?<![\\w.~-])/${name}/`);
  const forbidden = new RegExp([...hosts, ...folders].join("|"));
  const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0");
  const found = tracked
    .filter((path) => path !== "" && existsSync(join(root, path)) && statSync(join(root, path)).isFile())
    .flatMap((path) =>
      read(path)
        .split("\n")
        .flatMap((line, index) => (forbidden.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
    );
  expect(found).toEqual([]);
});
