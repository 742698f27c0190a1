// Ends a connection at once, and never throws. libp2p's `abort` first lets the muxer say goodbye on what carries it, which throws
// where that is closing already (yamux 8, `sendGoAway`); most of our callers are timers, where it would end the process.

import type { Connection } from '@libp2p/interface';

/** `reason` goes into libp2p's log; the other side is told nothing but the end. */
export const abortConnection = (connection: Connection, reason: string): void => {
  const error = new Error(reason);
  try {
    connection.abort(error);
  } catch {
    // Its muxer has ended now, so this reaches what carries it.
    connection.abort(error);
  }
};
