/**
 * Lint: typescript-eslint's strictest typed rules, Svelte's own, and the walls around the core. A rule is turned off or
 * softened only where it fights the style of the code, with its reason beside it.
 */
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** What the core must not name: anything that differs between two runs or two machines, or that reaches outside. */
const worldGlobals = [
  ...[
    'Date',
    'performance',
    'Intl',
    'console',
    'crypto',
    'process',
    'Buffer',
    'global',
    'globalThis',
    'self',
    'window',
  ],
  ...[
    'document',
    'navigator',
    'location',
    'localStorage',
    'sessionStorage',
    'indexedDB',
    'caches',
    'fetch',
    'WebSocket',
  ],
  ...['XMLHttpRequest', 'BroadcastChannel', 'MessageChannel', 'Worker', 'SharedArrayBuffer', 'Atomics', 'WeakRef'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'queueMicrotask'],
  ...['requestAnimationFrame', 'structuredClone', 'FinalizationRegistry', 'require', 'eval'],
];

/** Tests, and the slow independent models that they compare with. */
const tests = ['**/*.test.ts', '**/*.model.ts'];

/** Selectors that hold everywhere; a second no-restricted-syntax entry would replace the first. */
const syntaxEverywhere = [
  { selector: 'TSEnumDeclaration', message: 'A union of string literals instead of an enum.' },
  { selector: 'TSParameterProperty', message: 'Node strips types; parameter properties are code.' },
  { selector: 'TSAsExpression > TSAsExpression', message: 'No cast through another type: make the types true.' },
];

const syntaxInCore = [
  { selector: 'ClassDeclaration', message: 'Functions over data in the core.' },
  { selector: 'ImportExpression', message: 'The composition root loads; the core is handed what is ready.' },
  {
    selector: 'CallExpression > MemberExpression[property.name=/^toLocale/]',
    message: 'Depends on the locale of the machine.',
  },
];

const syntaxInRules = [
  { selector: ':function[async=true]', message: 'Protocol code never awaits; only the driver in core/node does.' },
  { selector: 'AwaitExpression', message: 'Protocol code never awaits; only the driver in core/node does.' },
];

export default defineConfig(
  globalIgnores([
    // contracts speak another language (docs/contracts.md); their tests run them
    'public/contracts/',
    'node_modules/',
    'dist/',
    '**/generated/',
    'test-results/',
    'playwright-report/',
    '.tabchain/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      // TypeScript itself knows which names exist, per folder.
      'no-undef': 'off',
      // Numbers and bigints in messages are plain and meant; objects in them are not.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `() => log(x)` is the usual way to write a callback without a result.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `async` on a function that satisfies an asynchronous port is its type, whether or not it awaits.
      '@typescript-eslint/require-await': 'off',
      // Destructuring a key away is how a field is left out of a copy.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/prefer-readonly': 'error',
      // `declare namespace` is the only way to describe WebAssembly to the core.
      '@typescript-eslint/no-namespace': ['error', { allowDefinitionFiles: true }],
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', ...syntaxEverywhere],
    },
  },
  svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      // What the compiler warns of (accessibility, lost reactivity) is an error.
      'svelte/valid-compile': 'error',
      // A route is a fragment that the page reads itself; there is no router whose resolve() could be called.
      'svelte/no-navigation-without-resolve': 'off',
      // `let { x } = $props()` is how props are declared, and some of them are assigned.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all' }],
    },
  },
  {
    files: ['shared/core/**/*.ts'],
    ignores: [...tests, '**/*.d.ts'],
    rules: {
      'no-restricted-globals': ['error', ...worldGlobals],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'Randomness is an input.' }],
      'no-restricted-syntax': ['error', ...syntaxEverywhere, ...syntaxInCore],
    },
  },
  {
    files: ['shared/core/**/*.ts'],
    ignores: [...tests, '**/*.d.ts', 'shared/core/node/**', 'shared/core/wallet/**'],
    rules: { 'no-restricted-syntax': ['error', ...syntaxEverywhere, ...syntaxInCore, ...syntaxInRules] },
  },
  {
    // Declarations of what others wrote are not ours to shape.
    files: ['**/*.d.ts'],
    rules: { '@typescript-eslint/no-extraneous-class': 'off', '@typescript-eslint/no-unused-vars': 'off' },
  },
  {
    files: ['**/*.test.ts', 'tests/**/*.ts'],
    rules: {
      // fast-check and Vitest take functions off their objects.
      '@typescript-eslint/unbound-method': 'off',
      // Spreading a string of hex digits or other ASCII is exact.
      '@typescript-eslint/no-misused-spread': 'off',
    },
  },
  {
    // Plain JavaScript is type-checked by tsc (checkJs); the names below are Node's.
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        performance: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        module: 'writable',
      },
    },
  },
);
