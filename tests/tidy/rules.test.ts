/** Each rule of tidiness is shown a bad sample that it must refuse, and a good one that it must let pass. */
import { describe, expect, test } from 'vitest';
import { textIsInTheCatalogue } from './visible-text.ts';
import { linksResolve } from './doc-rules.ts';
import {
  fileIsShort,
  functionsAreShort,
  headerIsThere,
  knowsNoMachine,
  nameSaysWhatIsInside,
  nothingIsPutOff,
} from './source-rules.ts';

const file = (path: string, text: string) => ({ path, text });
const lines = (count: number, line = 'x();') => `${line}\n`.repeat(count);

describe('sources', () => {
  test('a file has at most 500 lines', () => {
    expect(fileIsShort(file('a.ts', lines(501)))).toEqual(['a.ts: 501 lines, at most 500']);
    expect(fileIsShort(file('a.ts', lines(500)))).toEqual([]);
  });

  test('a name says what is inside', () => {
    expect(nameSaysWhatIsInside(file('shared/core/utils.ts', ''))).toHaveLength(1);
    expect(nameSaysWhatIsInside(file('shared/helpers/merkle.ts', ''))).toHaveLength(1);
    expect(nameSaysWhatIsInside(file('shared/core/types.test.ts', ''))).toHaveLength(1);
    expect(nameSaysWhatIsInside(file('shared/core/common-ancestor.ts', ''))).toEqual([]);
  });

  test.each([
    ['nothing', 'export const a = 1;\n', 1],
    ['one line', '/** One. */\nexport const a = 1;\n', 1],
    ['a late comment', 'const a = 1;\n/** One.\n * Two. */\n', 1],
    ['eleven lines', `/*\n${lines(11, ' * word')} */\n`, 1],
    ['two lines', '/**\n * One.\n * Two.\n */\n', 0],
    ['line comments', '// One.\n// Two.\nconst a = 1;\n', 0],
    ['a shebang before', '#!/usr/bin/env node\n// One.\n// Two.\n', 0],
    ['a comment of markup', '<!--\n  One.\n  Two.\n-->\n', 0],
  ])('a file opens with two to ten lines of comment: %s', (_name, text, complaints) => {
    expect(headerIsThere(file('a.ts', text))).toHaveLength(complaints);
  });

  test('a test and an index need one line', () => {
    expect(headerIsThere(file('a.test.ts', '/** One. */\n'))).toEqual([]);
    expect(headerIsThere(file('a/index.ts', '/** One. */\n'))).toEqual([]);
    expect(headerIsThere(file('a.test.ts', 'test();\n'))).toHaveLength(1);
  });

  test.each([
    ['function', (body: string) => `function f() {\n${body}}`],
    ['arrow', (body: string) => `const f = () => {\n${body}};`],
    ['method', (body: string) => `const o = { f() {\n${body}} };`],
    ['callback', (body: string) => `test('x', () => {\n${body}});`],
  ])('a function has at most 70 lines: %s', (_name, wrap) => {
    expect(functionsAreShort(file('a.ts', wrap(lines(69))))).toEqual(['a.ts:1: a function of 71 lines, at most 70']);
    expect(functionsAreShort(file('a.ts', wrap(lines(68))))).toEqual([]);
  });

  test('a group of tests is no function, but its tests are', () => {
    expect(functionsAreShort(file('a.test.ts', `describe('x', () => {\n${lines(99)}});`))).toEqual([]);
    const long = `describe('x', () => {\ntest('y', () => {\n${lines(99)}});\n});`;
    expect(functionsAreShort(file('a.test.ts', long))).toEqual(['a.test.ts:2: a function of 101 lines, at most 70']);
  });

  test('the functions of a component are found', () => {
    const component = `<!-- One. -->\n<script lang="ts">\nfunction f() {\n${lines(99)}}\n</script>\n<p>text</p>\n`;
    expect(functionsAreShort(file('a.svelte', component))).toEqual(['a.svelte:3: a function of 101 lines, at most 70']);
  });

  test.each([
    ['a home folder', ['', 'home', 'ada', 'chain'].join('/')],
    ['a temporary folder', ['', 'tmp', 'x'].join('/')],
    ['a folder of Windows', ['C:', 'Users', 'Ada'].join('\\')],
    ['a registry', ['https:/', 'registry.example.org', 'x'].join('/')],
    ['a resolved package', `"resolved": "${['http', '//x'].join(':')}"`],
  ])('no file names %s', (_name, text) => {
    expect(knowsNoMachine(file('a.ts', `const a = '${text}';`))).toHaveLength(1);
  });

  test('ordinary paths and addresses pass', () => {
    const text = "see https://nodejs.org and '/usr/bin/env' and ./home/page and tests/tmp/x";
    expect(knowsNoMachine(file('a.ts', text))).toEqual([]);
  });

  test('nothing is put off', () => {
    expect(nothingIsPutOff(file('a.ts', `// ${['TO', 'DO'].join('')}: later`))).toHaveLength(1);
    expect(nothingIsPutOff(file('a.ts', `// ${['@ts', 'ignore'].join('-')}`))).toHaveLength(1);
    expect(nothingIsPutOff(file('a.ts', `x ${['as', 'unknown', 'as'].join(' ')} Block`))).toHaveLength(1);
    expect(nothingIsPutOff(file('a.ts', '// what is left to do'))).toEqual([]);
  });
});

describe('documents', () => {
  const files = new Map([
    ['README.md', '[a](docs/a.md) [b](docs/a.md#the-second-part) [c](docs/) [d](https://example.org) `[e](gone.md)`'],
    ['docs/a.md', '# First\n## The second part\n[up](../README.md) [gone](../b.md) [no](#third) [yes](#first)\n'],
  ]);

  test('links that lead somewhere pass', () => {
    expect(linksResolve('README.md', files)).toEqual([]);
  });

  test('links to missing files and headings are refused', () => {
    expect(linksResolve('docs/a.md', files)).toEqual([
      'docs/a.md: ../b.md leads nowhere',
      'docs/a.md: #third names a heading that is not there',
    ]);
  });
});

describe('visible text', () => {
  const complaints = (markup: string): string[] =>
    textIsInTheCatalogue(file('a.svelte', `<script lang="ts">\nconst a = 'hidden words';\n</script>\n${markup}\n`));

  test.each([
    ['between tags', '<p>Hello</p>'],
    ['beside an expression', '{a} peers'],
    ['in an attribute', '<button title="Close it">×</button>'],
    ['in a prop', '<Answered what="the history" />'],
    ['as a choice', "<p>{a === 'x' ? 'Mining' : ''}</p>"],
    ['in a template', '<p title={`Copy ${a}`}></p>'],
    ['in a block', '{#if a}<b>x</b>{:else}{1}{/if}'],
    ['in a snippet', '{#snippet b()}<i>words</i>{/snippet}'],
  ])('%s is refused', (_name, markup) => {
    expect(complaints(markup)).toHaveLength(1);
  });

  test.each([
    '<p>{text.title} · {a} H/s</p>',
    '<p class="card stack" data-testid="balance">{coins(a, \'short\')}</p>',
    '{#if a === \'mined\'}<Icon name="stop" />{/if}',
    '<input name="share" placeholder="tab1…" type="text" />',
    '<a href="#/wallet" aria-label={text.close}>Tabchain</a>',
  ])('%s passes', (markup) => {
    expect(complaints(markup)).toEqual([]);
  });
});
