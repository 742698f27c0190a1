/** The page of the last nightly run is read back as it was written, and one suite's run leaves the others alone. */
import { describe, expect, test } from 'vitest';
import { readNightlyPage, withRow, withSection, writeNightlyPage } from './nightly-page.mjs';

const row = (suite: string, failed: number, note = '') => ({
  ...{ suite, passed: 20, failed, seconds: 61, date: '2026-01-31', commit: '05cff6c+', cores: 2, note },
});

const names = ['crash', 'simulation', 'soak'];
const figures = ['```', '{"figure":"pow","ratio":21}', '```'];

describe('the page of the last nightly run', () => {
  const page = { rows: [row('crash', 0), row('soak', 1, '30 minutes')], sections: new Map([['Figures', figures]]) };

  test('is read as it was written', () => {
    expect(readNightlyPage(writeNightlyPage(page))).toEqual(page);
  });

  test('a run replaces its own row and keeps the order of the suites', () => {
    const next = withRow(withRow(page, row('simulation', 0), names), row('crash', 2), names);
    expect(next.rows.map(({ suite, failed }) => [suite, failed])).toEqual([
      ['crash', 2],
      ['simulation', 0],
      ['soak', 1],
    ]);
  });

  test('a suite that is gone leaves the page with the next run', () => {
    expect(withRow(page, row('soak', 0), ['soak']).rows.map(({ suite }) => suite)).toEqual(['soak']);
  });

  test('new figures take the place of the old ones', () => {
    const text = writeNightlyPage(withSection(page, 'Figures', ['none']));
    expect(text).toContain('## Figures\n\nnone\n');
    expect(text).not.toContain('pow');
  });

  test('a page of another form, or none, holds nothing', () => {
    expect(readNightlyPage('').rows).toEqual([]);
    expect(readNightlyPage('# Something else\n\n| a | b |\n| - | - |\n').rows).toEqual([]);
  });

  test('a bar in a note does not end its cell', () => {
    const written = writeNightlyPage(withRow(page, row('crash', 1, 'a | b'), names));
    expect(readNightlyPage(written).rows[0]?.note).toBe('a / b');
  });
});
