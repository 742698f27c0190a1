// Hosts and strangers of one test, on WebSockets of this machine alone: each with a seed of its own, the same in every run.
// Owns what it started until `stopAll`. Bounds: the ports are whatever is free; every wait has a deadline.

import { expect } from 'vitest';
import type { Libp2p } from '@libp2p/interface';
import { connectionGate } from '../connection-gate.ts';
import { createHost, type Host } from '../host.ts';
import type { HostOptions } from '../host-parts.ts';
import { createNodeLibp2p } from '../libp2p-config.ts';

export interface LoopbackHosts {
  readonly chainId: string;
  /** 32 bytes, others at each of the first 256 calls. */
  readonly nextSeed: () => Uint8Array;
  readonly startHost: (options?: Partial<HostOptions>) => Promise<Host>;
  /** A libp2p node without a host, which speaks our protocols as the test likes. */
  readonly startStranger: () => Promise<Libp2p>;
  readonly stopAll: () => Promise<void>;
}

export const hostsOnLoopback = (): LoopbackHosts => {
  const chainId = 'ab'.repeat(32);
  const running: { readonly stop: () => void | Promise<void> }[] = [];
  let seeds = 0;

  const nextSeed = (): Uint8Array => {
    seeds += 1;
    return Uint8Array.from({ length: 32 }, (_, i) => (seeds * 7 + i * 13) % 256);
  };

  return {
    chainId,
    nextSeed,
    startHost: async (options = {}) => {
      const host = await createHost({
        ...{ seed: nextSeed(), chainId, kind: 'terminal', agent: 'test', relays: [] },
        ...{ listen: ['/ip4/127.0.0.1/tcp/0/ws'] },
        ...options,
      });
      running.push(host);
      return host;
    },
    startStranger: async () => {
      const gater = connectionGate(() => false);
      const node = await createNodeLibp2p({ seed: nextSeed(), listen: [], transports: [], gater });
      running.push(node);
      return node;
    },
    stopAll: async () => {
      await Promise.all(running.splice(0).map(async (one) => one.stop()));
    },
  };
};

/** Asks again and again until the condition holds; fails, naming `what`, when it does not in time. */
export const until = async (what: string, condition: () => boolean, timeoutMs = 15_000): Promise<void> => {
  await expect.poll(condition, { timeout: timeoutMs, interval: 10, message: what }).toBe(true);
};
