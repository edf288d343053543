import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** From the top down, as the import rules have it. */
export const rooms = ["cli", "experiments", "agents", "calm", "annotations", "envs", "networks", "stats"] as const;

export interface SourceFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly lines: number;
  readonly tree: ts.SourceFile;
}

function pathsUnder(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? pathsUnder(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  );
}

export function parse(path: string, text: string): SourceFile {
  const kind = path.endsWith(".tsx") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true, kind);
  return { path, lines: text.trimEnd().split("\n").length, tree };
}

/** Every TypeScript file of every room that exists. */
export function sourceFiles(): SourceFile[] {
  return (
    rooms
      .flatMap(pathsUnder)
      // Another language in TypeScript's clothes (AssemblyScript), compiled by its own script.
      .filter((path) => /\.tsx?$/.test(path) && !path.startsWith("networks/assembly/"))
      .map((path) => parse(path, readFileSync(join(root, path), "utf8")))
  );
}

export interface Finding {
  readonly what: string;
  readonly line: number;
}

const shared = new Set(["process", "console", "Date", "performance"]);
const moduleName = (node: ts.Node | undefined) => (node && ts.isStringLiteralLike(node) ? node.text : "");
const isDisk = (name: string) => /^(node:)?fs(\/promises)?$/.test(name);
const isProcess = (name: string) => /^(node:)?(process|child_process)$/.test(name);

/** A name that stands for the global of that name, not for a property or a declaration that happens to share it. */
function namesGlobal(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) {
    return ("expression" in parent ? parent.expression : parent.left) === node;
  }
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  const declares = "name" in parent && parent.name === node;
  return !declares && !ts.isImportSpecifier(parent) && !ts.isExportSpecifier(parent);
}

function importedModule(node: ts.Node): string {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return moduleName(node.moduleSpecifier);
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return moduleName(node.arguments[0]);
  }
  return "";
}

function nameOf(node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return "any";
  if (ts.isEnumDeclaration(node)) return "enum";
  if (ts.isExportAssignment(node) || node.kind === ts.SyntaxKind.DefaultKeyword) {
    return ts.isDefaultClause(node.parent) ? undefined : "default export";
  }
  if (ts.isExportSpecifier(node) && node.name.text === "default") return "default export";
  if (ts.isPropertyAccessExpression(node) && node.getText() === "Math.random") return "Math.random";
  if (ts.isIdentifier(node) && shared.has(node.text) && namesGlobal(node)) return node.text;
  const imported = importedModule(node);
  if (isDisk(imported)) return "node:fs";
  return isProcess(imported) ? "process" : undefined;
}

/** What a file holds of the things that the style forbids, with the line of each. */
export function findings({ tree }: SourceFile): Finding[] {
  const found: Finding[] = [];
  const visit = (node: ts.Node): void => {
    const what = nameOf(node);
    const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
    if (what !== undefined) found.push({ what, line });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)
  );
}

/** The names a room's index exports, or "*" for an export that does not say which. */
export function exportedNames({ tree }: SourceFile): string[] {
  return tree.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) {
      if (!statement.exportClause) return ["*"];
      if (ts.isNamespaceExport(statement.exportClause)) return [statement.exportClause.name.text];
      return statement.exportClause.elements.map((element) => element.name.text);
    }
    if (!isExported(statement)) return [];
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map((d) => d.name.getText());
    return ["name" in statement ? (statement.name as ts.Identifier).text : "?"];
  });
}

export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

/** Runs dependency-cruiser in a folder that holds the rules, package.json and tsconfig.json. */
export function cruise(folder: string): Promise<Violation[]> {
  const program = join(root, "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");
  const args = [program, "--config", ".dependency-cruiser.cjs", "--output-type", "json", "."];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (!stdout.startsWith("{")) return reject(error ?? new Error(stderr));
      const { summary } = JSON.parse(stdout) as {
        summary: { violations: { rule: { name: string }; from: string; to: string }[] };
      };
      resolve(summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })));
    });
  });
}
