// A line of the node's log in the language of the page, by the words in which the node wrote it (text/…/log.ts). A line
// that has none there is shown as it is: in English, and marked so. Bound: what is filled in is shorter than its line.

import { languageNow, words } from './language.ts';

export interface LogText {
  readonly text: string;
  /** the language of the text where it is not the page's */
  readonly lang?: 'en';
}

/** What the node filled in at each `*` of a line; undefined when it is another line. */
const filledIn = (line: string, what: string): readonly string[] | undefined => {
  const pattern = line.split('*').map((part) => part.replaceAll(/[()]/g, String.raw`\$&`));
  return new RegExp(`^${pattern.join('(.*)')}$`, 's').exec(what)?.slice(1);
};

/** What was filled in may be a line itself: the reason of what happened. */
const known = (what: string): string | undefined => {
  const lines = words().log;
  if (Object.hasOwn(lines, what)) return lines[what];
  for (const [line, said] of Object.entries(lines)) {
    const filled = line.includes('*') ? filledIn(line, what) : undefined;
    if (filled === undefined) continue;
    const gaps = filled.map((gap) => known(gap) ?? gap).values();
    return said.replaceAll('*', () => gaps.next().value ?? '');
  }
  return undefined;
};

export const logText = (what: string): LogText => {
  if (languageNow() === 'en') return { text: what };
  const text = known(what);
  return text === undefined ? { text: what, lang: 'en' } : { text };
};
