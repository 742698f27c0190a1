// An aborted WebSocket connection closes at both ends. (With the stock transport of 10.1.21 this test fails: the other
// end stays open.)

import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { createLibp2p } from 'libp2p';
import { expect, test } from 'vitest';
import { webSocketTransport } from './websocket-transport.ts';

const startNode = async (transport: ReturnType<typeof webSocketTransport>, listen: string[]) =>
  createLibp2p({
    ...{ addresses: { listen }, transports: [transport], connectionEncrypters: [noise()], streamMuxers: [yamux()] },
    connectionMonitor: { enabled: false },
    connectionGater: { denyDialMultiaddr: () => false },
  });

test('an abort at one end is seen at the other', async () => {
  const server = await startNode(webSocketTransport(), ['/ip4/127.0.0.1/tcp/0/ws']);
  const client = await startNode(webSocketTransport(), []);
  try {
    for (const [aborting, other] of [
      [server, client],
      [client, server],
    ] as const) {
      await client.dial(server.getMultiaddrs());
      await expect.poll(() => server.getConnections().length, { timeout: 5_000 }).toBe(1);
      aborting.getConnections()[0]?.abort(new Error('enough'));
      await expect.poll(() => other.getConnections().length, { timeout: 5_000 }).toBe(0);
      await expect.poll(() => aborting.getConnections().length, { timeout: 5_000 }).toBe(0);
    }
  } finally {
    await Promise.all([server.stop(), client.stop()]);
  }
});
