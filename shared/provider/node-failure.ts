// What stopped a node, by the name that the alarm and the log carry, and whether opening the same store again may help.
// Every kind of store says what happened by the `type` of the Error that it rejects with (docs/protocol/storage.md).

import type { FailureOrigin } from '../core/node/index.ts';
import { isApiError, messageOf } from './api-error.ts';

export interface NodeFailure {
  /**
   * such as `storage-full`; `storage-failed` where the store does not say why; `contracts-failed` where this host cannot run
   * a contract; `node-failed` for a bug of ours
   */
  readonly name: string;
  /** a sentence for the log */
  readonly what: string;
  /** what took the store away may be over */
  readonly mayReopen: boolean;
}

/** Space does not come back by itself, nor does a page grow newer; a connection does come back. */
const reopenable: readonly string[] = ['storage-closed', 'storage-lost', 'storage-failed'];

/** A stack names the place in our code; more of it than this is libraries. */
const stackLengthMax = 600;

const storePrefix = 'store-';
const storagePrefix = 'storage-';

/** Of a store's fault, or of an error that a store's fault led to; `undefined` for anything else. */
export const storageFaultName = (cause: unknown): string | undefined => {
  const type: unknown = cause instanceof Error && 'type' in cause ? cause.type : undefined;
  const led = isApiError(cause) ? cause.data?.fault : undefined;
  if (led?.startsWith(storagePrefix) === true) return led;
  if (typeof type !== 'string' || !type.startsWith(storePrefix)) return undefined;
  return type === 'store-broken' ? 'storage-failed' : `${storagePrefix}${type.slice(storePrefix.length)}`;
};

const bugOf = (cause: unknown): NodeFailure => {
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return { name: 'node-failed', what: `the node has failed: ${text.slice(0, stackLengthMax)}`, mayReopen: false };
};

/** What the contract machine throws when this host has failed in fresh instances, too. */
const isHostFault = (cause: unknown): boolean =>
  cause instanceof Error && 'signal' in cause && cause.signal === 'host-fault';

const hostFailure: NodeFailure = {
  name: 'contracts-failed',
  what: 'this host failed again and again while it ran a contract; no block was judged by it',
  mayReopen: false,
};

export const nodeFailureOf = (cause: unknown, origin: FailureOrigin): NodeFailure => {
  const name = storageFaultName(cause) ?? 'storage-failed';
  // The store was asked for more at once than its user may ask: the disk is well.
  if (origin === 'node' && isHostFault(cause)) return hostFailure;
  if (origin === 'node' || name === 'storage-overrun') return bugOf(cause);
  return { name, what: `the store has failed: ${messageOf(cause)}`, mayReopen: reopenable.includes(name) };
};
