// Which rows of a long list stand on the screen: the list scrolls with the page, and only what is seen (and a little
// more) is drawn. Also which pages of blocks those rows need. Pure.

export interface RowsWindow {
  /** first row that is drawn, and the one after the last */
  readonly start: number;
  readonly end: number;
}

export interface WindowFacts {
  readonly rows: number;
  readonly rowHeight: number;
  /** of the list's upper edge above the window's, in px: negative while the list begins below it */
  readonly scrolled: number;
  readonly viewHeight: number;
}

/** Rows beyond the edges, so that a quick scroll meets drawn ones. */
const beyond = 12;

export const rowsInView = ({ rows, rowHeight, scrolled, viewHeight }: WindowFacts): RowsWindow => {
  const first = Math.floor(scrolled / rowHeight) - beyond;
  const last = Math.ceil((scrolled + viewHeight) / rowHeight) + beyond;
  const start = Math.min(rows, Math.max(0, first));
  return { start, end: Math.min(rows, Math.max(start, last)) };
};

/** Blocks are asked for in pages of so many heights: page n holds n × pageRows and up. */
export const pageRows = 50;

/** Row 0 is the block at `top`. */
export const pagesOf = ({ start, end }: RowsWindow, top: number): readonly number[] => {
  const pages: number[] = [];
  if (end <= start) return pages;
  const highest = Math.floor((top - start) / pageRows);
  const lowest = Math.floor(Math.max(0, top - end + 1) / pageRows);
  for (let page = highest; page >= lowest; page--) pages.push(page);
  return pages;
};
