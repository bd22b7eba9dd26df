// Checks the browser scripts for mistakes, not style.
import js from "@eslint/js";
import globals from "globals";

const worker = ["static/theme/sw.js", "static/theme/sw-garden.js"];
const rules = {
  "no-undef": "error",
  "no-unused-vars": ["error", { caughtErrors: "none" }],
  "no-var": "error",
  "prefer-const": ["error", { destructuring: "all" }],
  eqeqeq: ["error", "always", { null: "ignore" }],
  "no-shadow": "error",
  "no-implicit-globals": "error",
  "array-callback-return": "error",
  "no-unreachable-loop": "error",
  "no-use-before-define": ["error", { functions: false, variables: false }],
  "no-eval": "error",
};

export default [
  js.configs.recommended,
  { files: ["tests/**"], languageOptions: { globals: globals.node }, rules },
  {
    files: ["**/*.js"],
    ignores: [...worker, "tests/**"],
    languageOptions: { sourceType: "module", globals: globals.browser },
    rules,
  },
  {
    files: worker, // the build concatenates them, after a line that sets BUILD
    languageOptions: {
      sourceType: "script",
      globals: {
        ...globals.serviceworker,
        BUILD: "readonly",
        ...Object.fromEntries(["GARDEN", "SEEN", "bare", "lookUp", "put"].map((name) => [name, "readonly"])),
        ...Object.fromEntries(["dropGarden", "keepGarden", "keepSeen"].map((name) => [name, "readonly"])),
      },
    },
    rules: { ...rules, "no-implicit-globals": "off", "no-redeclare": ["error", { builtinGlobals: false }] },
  },
];
