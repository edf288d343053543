// Who may import whom. `npm run deps` and the test in test/project/architecture.test.ts apply it.

// From the top down: a room may import the rooms after it, never the ones before it.
const rooms = ["cli", "experiments", "agents", "calm", "annotations", "envs", "networks", "stats"];

const downward = rooms.slice(1).map((room, index) => ({
  name: `${room}-imports-downward`,
  comment: `${room}/ knows nothing of the rooms above it.`,
  severity: "error",
  from: { path: `^${room}/` },
  to: { path: `^(${rooms.slice(0, index + 1).join("|")})/` },
}));

module.exports = {
  forbidden: [
    ...downward,
    {
      name: "through-the-index",
      comment: "Across rooms only through a room's index.ts, so that a room can be rearranged without asking the others.",
      severity: "error",
      from: { path: `^(${rooms.join("|")})/` },
      to: { path: `^(${rooms.join("|")})/`, pathNot: ["^$1/", "^[^/]+/index\\.ts$"] },
    },
    {
      name: "rooms-stand-alone",
      comment: "What is shipped imports nothing from tests, examples, benches, scripts or a build.",
      severity: "error",
      from: { path: `^(${rooms.join("|")})/` },
      to: { path: "^(test|examples|bench|scripts|dist)/" },
    },
    {
      name: "no-cycles",
      comment: "A cycle makes the order of loading matter; types included, since they turn into values sooner or later.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "openai-inside-calm",
      comment: "One door for model calls: recorded, counted, priced and budgeted in calm/.",
      severity: "error",
      from: { pathNot: "^(calm|test)/" },
      to: { path: ["^node_modules/openai/", "^openai(/|$)"] },
    },
    {
      name: "screens-inside-cli",
      comment: "Only screens draw; everything else can run without a terminal.",
      severity: "error",
      from: { pathNot: "^(cli/screens|test)/" },
      to: { path: ["^node_modules/(ink|react)/", "^(ink|react)(/|$)"] },
    },
    {
      name: "screens-are-lazy",
      comment: "Commands load a screen with import() when it is wanted: ink and react take longer than --help may.",
      severity: "error",
      from: { path: "^(?!cli/screens/|test/)" },
      to: { path: "^cli/screens/", dynamic: false, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "nothing-unresolved",
      comment: "An import that leads nowhere fails for the user, not here.",
      severity: "error",
      from: { path: `^(${rooms.join("|")})/` },
      to: { couldNotResolve: true },
    },
    {
      name: "shipped-code-uses-shipped-packages",
      comment: "A development dependency is absent where the package is installed.",
      severity: "error",
      from: { path: `^(${rooms.join("|")})/` },
      to: {
        dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"],
        dependencyTypesNot: ["type-only"],
        pathNot: "^node_modules/@types/",
      },
    },
  ],
  options: {
    doNotFollow: { path: "(^|/)node_modules/" },
    exclude: { path: "^(dist|data|coverage|\\.calmhack|calmhack-results|calmhack-recordings)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["calmhack-source", "import", "node", "default", "types"],
    },
  },
};
