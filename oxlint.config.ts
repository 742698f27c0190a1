/**
 * The rules of eslint.config.js for TypeScript and JavaScript, as Oxlint runs them, and the types of all these files: it asks
 * the compiler in Go, which takes an eighth of the time. Svelte files stay with ESLint. Owns only how names and patterns
 * are written over there. What Oxlint lacks is named: a rule that it does not know ends its run, so none is lost unheard.
 */
import { defineConfig, type DummyRule, type OxlintGlobals, type OxlintOverride } from 'oxlint';
import eslintConfig from './eslint.config.js';

type Part = (typeof eslintConfig)[number];
type Rules = NonNullable<Part['rules']>;

const lacking = new Set([
  // What strict mode does not parse.
  ...['no-octal', 'no-dupe-args'],
  // Replaced by others, and off in the sets.
  ...['no-return-await', 'no-new-symbol'],
  // No counterpart yet; ESLint looks by night.
  '@typescript-eslint/no-unsafe-class-instance-assignment',
]);
/** ESLint's own code, which Oxlint runs as a plugin. */
const byPlugin: Readonly<Record<string, string>> = { 'no-restricted-syntax': 'walls/no-restricted-syntax' };
/** Rules whose options have another form over there; ours are the defaults. */
const withoutOptions = new Set(['preserve-caught-error']);

const nameOf = (name: string): string => byPlugin[name] ?? name.replace('@typescript-eslint/', 'typescript/');

function levelOf(name: string, entry: unknown): DummyRule {
  const [level, ...options] = Array.isArray(entry) ? (entry as readonly unknown[]) : [entry];
  if (level === 'off' || level === 0) return 'off';
  return options.length === 0 || withoutOptions.has(name) ? 'error' : ['error', ...options];
}

function rulesOf(rules: Rules): NonNullable<OxlintOverride['rules']> {
  const kept = Object.entries(rules).filter(([name]) => !lacking.has(name) && !name.startsWith('svelte/'));
  return Object.fromEntries(kept.map(([name, entry]) => [nameOf(name), levelOf(name, entry)]));
}

/** Patterns of which each stands alone; of two that must both match the second says it. Those of Svelte files are left out. */
function filesOf({ files = ['**'] }: Part): string[] {
  const patterns = files.map((pattern) => (typeof pattern === 'string' ? pattern : (pattern[1] ?? '**')));
  return [...new Set(patterns)].filter((pattern) => !pattern.endsWith('.svelte'));
}

const overrideOf = (part: Part): OxlintOverride => ({
  files: filesOf(part),
  excludeFiles: part.ignores ?? [],
  globals: (part.languageOptions?.globals ?? {}) as OxlintGlobals,
  rules: rulesOf(part.rules ?? {}),
});

const isIgnored = ({ rules, files }: Part): boolean => rules === undefined && files === undefined;

export default defineConfig({
  plugins: ['typescript'],
  jsPlugins: [{ name: 'walls', specifier: './scripts/walls-plugin.mjs' }],
  categories: { correctness: 'off' },
  options: { typeAware: true, typeCheck: true, reportUnusedDisableDirectives: 'error' },
  ignorePatterns: ['**/*.svelte', ...eslintConfig.filter(isIgnored).flatMap(({ ignores }) => ignores ?? [])],
  overrides: eslintConfig.filter((part) => !isIgnored(part) && filesOf(part).length > 0).map(overrideOf),
});
