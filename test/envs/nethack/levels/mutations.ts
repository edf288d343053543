/** Level texts with one seeded mistake or change each. */
import { type RandomStream, randomStream } from "../../../../envs/index.js";
import { TEXTS } from "./texts.js";

export interface Mutation {
  /** Which text, and what was done to it. */
  readonly name: string;
  readonly text: string;
}

const TOKENS = /"[^"\n]*"|'.'|\$?[-_a-zA-Z]+|[0-9]+|[^\s]/g;
const SIGNS = [..."(){}[],:.\"'|&$#%+-=09aZ @L<\t\n"];

const ALL_TOKENS = Object.values(TEXTS).flatMap((text) => text.match(TOKENS) ?? []);

const pick = <T>(stream: RandomStream, items: readonly T[]): T => items[stream.below(items.length)]!;

/** Where a text's tokens stand. */
const tokensOf = (text: string) => [...text.matchAll(TOKENS)].map((found) => ({ at: found.index, token: found[0] }));

type Change = (text: string, stream: RandomStream) => string;

const cut = (text: string, at: number, length: number, put = ""): string =>
  text.slice(0, at) + put + text.slice(at + length);

const onToken =
  (change: (token: string, stream: RandomStream) => string): Change =>
  (text, stream) => {
    const { at, token } = pick(stream, tokensOf(text));
    return cut(text, at, token.length, change(token, stream));
  };

const CHANGES: readonly (readonly [name: string, change: Change])[] = [
  ["a token less", onToken(() => "")],
  ["a token twice", onToken((token) => `${token}${token}`)],
  ["a token twice, apart", onToken((token) => `${token} ${token}`)],
  ["another token", onToken((_, stream) => pick(stream, ALL_TOKENS))],
  ["a token more", onToken((token, stream) => `${token} ${pick(stream, ALL_TOKENS)}`)],
  ["a letter less", onToken((token, stream) => cut(token, stream.below(token.length), 1))],
  ["another letter", onToken((token, stream) => cut(token, stream.below(token.length), 1, pick(stream, SIGNS)))],
  ["a letter more", onToken((token, stream) => cut(token, stream.below(token.length), 0, pick(stream, SIGNS)))],
  [
    "another number",
    (text, stream) => {
      const numbers = [...text.matchAll(/[0-9]+/g)];
      if (numbers.length === 0) return `${text}7`;
      const found = pick(stream, numbers);
      return cut(text, found.index, found[0].length, String(stream.below(120)));
    },
  ],
  [
    "a line less",
    (text, stream) => {
      const lines = text.split("\n");
      lines.splice(stream.below(lines.length), 1);
      return lines.join("\n");
    },
  ],
  [
    "a line twice",
    (text, stream) => {
      const lines = text.split("\n");
      const at = stream.below(lines.length);
      lines.splice(at, 0, lines[at]!);
      return lines.join("\n");
    },
  ],
  [
    "two lines exchanged",
    (text, stream) => {
      const lines = text.split("\n");
      const [a, b] = [stream.below(lines.length), stream.below(lines.length)];
      [lines[a], lines[b]] = [lines[b]!, lines[a]!];
      return lines.join("\n");
    },
  ],
  ["an end too soon", (text, stream) => text.slice(0, stream.below(text.length))],
];

/** The same for the same seed. */
export function mutations(seed: number, count: number): readonly Mutation[] {
  const stream = randomStream(seed, "level mutations");
  const names = Object.keys(TEXTS);
  return Array.from({ length: count }, () => {
    const name = pick(stream, names);
    const [what, change] = pick(stream, CHANGES);
    return { name: `${name}: ${what}`, text: change(TEXTS[name]!, stream) };
  });
}
