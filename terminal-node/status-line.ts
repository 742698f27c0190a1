// One line at the bottom of a terminal that says how the node stands: height, peers, what it fetches. It is taken away
// before other lines are printed and put back after them, and nowhere where no person looks. Owns the last line of the
// terminal. Bounds: the width of the terminal.

import { styleText } from 'node:util';
import type { Status } from '../shared/provider/index.ts';

export interface StatusLine {
  /** Prints other lines. */
  readonly around: (print: () => void) => void;
  readonly update: (status: Status) => void;
  /** Takes the line away for good. */
  readonly end: () => void;
}

type Screen = Pick<NodeJS.WriteStream, 'write' | 'columns' | 'isTTY'> & NodeJS.WritableStream;

const barCells = 20;

const bar = (done: number, total: number): string => {
  const filled = Math.min(barCells, Math.floor((barCells * done) / Math.max(1, total)));
  return `${'█'.repeat(filled)}${'░'.repeat(barCells - filled)}`;
};

/** What the line says. */
export const statusText = ({ height, sync, peers, mempool, producing }: Status): string => {
  const linked = peers.direct + peers.websocket + peers.relayed;
  const isFetching = sync.target > height && (sync.state === 'headers' || sync.state === 'bodies');
  const percent = Math.floor((100 * height) / Math.max(1, sync.target));
  return [
    isFetching ? `${bar(height, sync.target)} ${percent} %  block ${height} of ${sync.target}` : `block ${height}`,
    `${linked} peer${linked === 1 ? '' : 's'}`,
    ...(mempool.count > 0 ? [`${mempool.count} waiting`] : []),
    ...(producing ? ['making blocks'] : []),
  ].join('  ');
};

const eraseLine = '\r\u001b[2K';

export const createStatusLine = (screen: Screen | undefined): StatusLine => {
  if (screen === undefined) return { around: (print) => print(), update: () => undefined, end: () => undefined };
  let text = '';
  const draw = (): void => {
    const shown = text.slice(0, Math.max(0, screen.columns - 1));
    if (shown !== '') screen.write(styleText('dim', shown, { stream: screen }));
  };
  const erase = (): void => {
    if (text !== '') screen.write(eraseLine);
  };
  return {
    around: (print) => {
      erase();
      print();
      draw();
    },
    update: (status) => {
      const next = statusText(status);
      if (next === text) return;
      erase();
      text = next;
      draw();
    },
    end: () => {
      erase();
      text = '';
    },
  };
};
