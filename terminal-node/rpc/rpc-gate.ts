// Who may ask a node over HTTP: whoever shows its token, from this machine, and not a page in a browser unless its
// origin was named. The Host is looked at too, because a name of a stranger's page may lead to 127.0.0.1. Pure.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface RpcGate {
  readonly token: string;
  /** origins of pages that may ask, such as `http://localhost:5173` */
  readonly origins: readonly string[];
}

export interface GateRefusal {
  readonly status: 401 | 403;
  readonly message: string;
}

const hosts: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

const isThisMachine = (host: string | undefined): boolean =>
  host !== undefined && hosts.has(host.replace(/:\d{1,5}$/, ''));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** In the same time whatever differs. */
const isToken = (given: string | undefined, token: string): boolean =>
  given !== undefined && timingSafeEqual(digest(given), digest(token));

/** Browsers cannot set a header on a WebSocket; a subprotocol is what they can send. */
export const tokenProtocol = 'tabchain.token.';

const tokenOf = (headers: IncomingHttpHeaders): string | undefined => {
  const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return offered.find((name) => name.startsWith(tokenProtocol))?.slice(tokenProtocol.length);
};

/** Whether the headers come from this machine, and from no page that was not named. */
export const refusalOfPlace = (headers: IncomingHttpHeaders, { origins }: RpcGate): GateRefusal | undefined => {
  if (!isThisMachine(headers.host)) return { status: 403, message: 'The Host is not this machine.' };
  const { origin } = headers;
  if (origin === undefined || origins.includes(origin)) return undefined;
  return { status: 403, message: 'This page may not ask the node; --rpc-origin names pages that may.' };
};

export const refusalOf = (headers: IncomingHttpHeaders, gate: RpcGate): GateRefusal | undefined => {
  const place = refusalOfPlace(headers, gate);
  if (place !== undefined) return place;
  if (isToken(tokenOf(headers), gate.token)) return undefined;
  return { status: 401, message: 'The token is missing or another; it stands in rpc.json of the data folder.' };
};
