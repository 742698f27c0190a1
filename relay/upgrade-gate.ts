// Who may open a WebSocket to the relay, decided before a byte of libp2p is spoken: pages from origins that are allowed,
// nobody while the relay drains. A program sends what origin it likes or none, so this keeps other people's pages from
// using up the relay, no more.

import type { IncomingMessage } from 'node:http';

export interface UpgradeGateOptions {
  /** origins; none for all */
  readonly allowOrigin: readonly string[];
  readonly isDraining: () => boolean;
}

export type UpgradeVerdict = 'open' | 'origin' | 'draining';

const one = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** True for the pages of this relay itself: their origin names the host that they asked. */
const isOwnPage = (origin: string, host: string | undefined): boolean =>
  host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);

const mayUse = (origin: string | undefined, host: string | undefined, allowed: readonly string[]): boolean =>
  origin === undefined || allowed.length === 0 || allowed.includes(origin) || isOwnPage(origin, host);

export const judgeUpgrade = (
  { headers }: Pick<IncomingMessage, 'headers'>,
  { allowOrigin, isDraining }: UpgradeGateOptions,
): UpgradeVerdict => {
  if (isDraining()) return 'draining';
  return mayUse(one(headers.origin), headers.host, allowOrigin) ? 'open' : 'origin';
};
