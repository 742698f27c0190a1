// The relay's log: one JSON object a line on standard error (pino). No full address ever reaches it: of a client it says
// the /24 or /48 it came from. What a client can cause is limited, so that nobody can fill the disk.
// Bound: 20 lines at once and 1/s about what clients do; the number of lines left out is told with the next.

import pino, { type DestinationStream, type Logger } from 'pino';
import { createTokenBucket } from '../shared/p2p/index.ts';
import { maskedAddress } from './client-address.ts';
import type { RelaySettings } from './relay-settings.ts';

const aboutClientsLimits = { capacity: 20, perSecond: 1 };

export interface AboutClient {
  readonly peer?: string;
  /** as a whole; only its network is written */
  readonly address?: string | undefined;
  readonly reason?: string;
}

export interface RelayLog {
  /** what the relay does */
  readonly say: (level: 'info' | 'warn' | 'error', what: string, fields?: object) => void;
  /** what a client did or was refused */
  readonly client: (level: 'info' | 'warn', what: string, client: AboutClient) => void;
}

export const levelOf = (level: RelaySettings['logLevel'], isTerminal: boolean): string => {
  if (level !== 'auto') return level;
  return isTerminal ? 'warn' : 'info';
};

const client = (logger: Logger): RelayLog['client'] => {
  const limits = createTokenBucket(aboutClientsLimits, Date.now());
  let leftOut = 0;
  return (level, what, { address, ...fields }) => {
    if (!logger.isLevelEnabled(level)) return;
    if (!limits.take(1, Date.now())) {
      leftOut += 1;
      return;
    }
    const network = address === undefined ? {} : { network: maskedAddress(address) };
    logger[level]({ ...fields, ...network, ...(leftOut > 0 ? { leftOut } : {}) }, what);
    leftOut = 0;
  };
};

/** `level` as pino names them; `to` is standard error unless a test reads it. */
export const createRelayLog = (level: string, to?: DestinationStream): RelayLog => {
  const destination = to ?? pino.destination({ dest: 2, sync: true });
  const logger = pino({ level, base: { name: 'tabchain-relay' } }, destination);
  return {
    say: (at, what, fields = {}) => logger[at](fields, what),
    client: client(logger),
  };
};
