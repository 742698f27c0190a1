/**
 * docs/nightly.md as data and back: one row for each suite's last run, and the figures that the bench and the soak leave.
 * Reading what was written gives the same again, so a run of one suite replaces its own row and leaves the others.
 * Pure; nightly.mjs reads and writes the file. Bounds: as many rows as there are suites.
 */

/**
 * @typedef {object} Row the last run of one suite
 * @property {string} suite
 * @property {number} passed
 * @property {number} failed
 * @property {number} seconds
 * @property {string} date as 2026-01-31
 * @property {string} commit short id; a `+` when files were changed since
 * @property {number} cores
 * @property {string} note
 *
 * @typedef {object} NightlyPage
 * @property {readonly Row[]} rows
 * @property {ReadonlyMap<string, readonly string[]>} sections lines below a heading of the second level, by its text
 */

const heading = '# The last nightly run';
const columns = ['Suite', 'Passed', 'Failed', 'Seconds', 'Date', 'Commit', 'Cores', 'Note'];

/** @param {readonly string[]} cells */
const tableRow = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '/')).join(' | ')} |`;

/** @param {Row} row */
const cellsOf = ({ suite, passed, failed, seconds, date, commit, cores, note }) =>
  [suite, passed, failed, Math.round(seconds), date, commit, cores, note].map(String);

/** @param {readonly string[]} names @param {readonly (readonly string[])[]} rows */
export const table = (names, rows) => [tableRow(names), tableRow(names.map(() => '---')), ...rows.map(tableRow)];

/** @param {NightlyPage} page */
export function writeNightlyPage({ rows, sections }) {
  const intro = [
    'Written by `npm run nightly`: every suite at its full counts, the soak last. Each row is the last run of that suite;',
    '`npm run nightly -- --only NAME` (several times, or with commas) renews some of them, `--resume` those that have not',
    'passed at the present commit. A `+` behind a commit says that files had been changed since.',
  ];
  const more = [...sections].flatMap(([title, lines]) => ['', `## ${title}`, '', ...lines]);
  return [heading, '', ...intro, '', ...table(columns, rows.map(cellsOf)), ...more, ''].join('\n');
}

/** @param {string} line @returns {Row | undefined} */
function readRow(line) {
  const cells = line.split('|').slice(1, -1);
  if (cells.length !== columns.length) return undefined;
  const [suite = '', passed = '', failed = '', seconds = '', date = '', commit = '', cores = '', note = ''] = cells.map(
    (cell) => cell.trim(),
  );
  if (!/^\d+$/.test(passed) || !/^\d{4}-/.test(date)) return undefined;
  const numbers = { passed: Number(passed), failed: Number(failed), seconds: Number(seconds), cores: Number(cores) };
  return { suite, ...numbers, date, commit, note };
}

/** What a page that this file has written holds; of another text nothing. @param {string} text @returns {NightlyPage} */
export function readNightlyPage(text) {
  const [top = '', ...parts] = text.split(/^## /m);
  const rows = top
    .split('\n')
    .map(readRow)
    .filter((row) => row !== undefined);
  const sections = new Map(
    parts.map((part) => {
      const [title = '', ...lines] = part.trimEnd().split('\n');
      return /** @type {const} */ ([title, lines.slice(lines[0] === '' ? 1 : 0)]);
    }),
  );
  return { rows, sections };
}

/** The page with a suite's new row in the place of its old one, in the order of `names`. @param {NightlyPage} page @param {Row} row @param {readonly string[]} names @returns {NightlyPage} */
export function withRow({ rows, sections }, row, names) {
  const others = rows.filter(({ suite }) => suite !== row.suite && names.includes(suite));
  const sorted = [...others, row].sort((a, b) => names.indexOf(a.suite) - names.indexOf(b.suite));
  return { rows: sorted, sections };
}

/** @param {NightlyPage} page @param {string} title @param {readonly string[]} lines @returns {NightlyPage} */
export function withSection({ rows, sections }, title, lines) {
  return { rows, sections: new Map([...sections, [title, lines]]) };
}
