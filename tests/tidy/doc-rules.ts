/**
 * The rule of tidy documents: every relative link leads to a file that is there and, where it names a heading, to a
 * heading of it. Owns the slug rule of headings (as GitHub forms them). Reads no disk: the files are handed in.
 */
import { posix } from 'node:path';

/** Complaints about the links of one Markdown page. `files` maps every path of the repository to its text. */
export function linksResolve(page: string, files: ReadonlyMap<string, string>): string[] {
  const text = files.get(page) ?? '';
  return linksOf(text).flatMap((link) => {
    const [target = '', heading] = link.split('#', 2);
    const path = target === '' ? page : posix.normalize(posix.join(posix.dirname(page), decodeURI(target)));
    if (!isThere(path, files)) return [`${page}: ${link} leads nowhere`];
    const destination = files.get(path);
    if (heading === undefined || destination === undefined || !path.endsWith('.md')) return [];
    return slugsOf(destination).has(heading) ? [] : [`${page}: ${link} names a heading that is not there`];
  });
}

/** A link may name a file or a folder. */
function isThere(path: string, files: ReadonlyMap<string, string>): boolean {
  const folder = path.endsWith('/') ? path : `${path}/`;
  return path === '.' || files.has(path) || [...files.keys()].some((name) => name.startsWith(folder));
}

function linksOf(markdown: string): string[] {
  const links = [...withoutCode(markdown).matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)].map((match) => match[1] ?? '');
  return links.filter((link) => !/^[a-z][a-z0-9+.-]*:/i.test(link));
}

function slugsOf(markdown: string): ReadonlySet<string> {
  const headings = [...withoutBlocks(markdown).matchAll(/^#{1,6}\s+(.+?)\s*$/gm)].map((match) => match[1] ?? '');
  return new Set(headings.map((heading) => slugOf(heading)));
}

function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

function withoutBlocks(markdown: string): string {
  return markdown.replace(/^(```|~~~)[\s\S]*?^\1/gm, '');
}

function withoutCode(markdown: string): string {
  return withoutBlocks(markdown).replace(/`[^`\n]*`/g, '');
}
