// Two nodes without a browser, linked over WebRTC-direct.

import { afterEach, expect, test } from 'vitest';
import { hostsOnLoopback, until } from './testing/hosts-on-loopback.ts';

const { startHost, stopAll } = hostsOnLoopback();
const listen = ['/ip4/127.0.0.1/udp/0/webrtc-direct'];

afterEach(stopAll);

test('a node listens on WebRTC-direct, and another links with it there', async () => {
  const first = await startHost({ listen });
  const [address = ''] = first.snapshot().addresses;
  expect(address).toMatch(/^\/ip4\/127\.0\.0\.1\/udp\/[1-9]\d*\/webrtc-direct\/certhash\/[^/]+\/p2p\/12D3KooW/);
  const second = await startHost({ listen, relays: [address] });
  await until('both are linked', () => [first, second].every((host) => host.snapshot().peers.length === 1));
  expect(second.snapshot().peers).toMatchObject([{ peerId: first.peerId, path: 'direct', kind: 'terminal' }]);
  const { relays, advice } = await second.diagnose();
  expect(relays).toMatchObject([{ kind: 'terminal', reached: true, place: 'held' }]);
  expect(advice).toMatchObject([{ cause: 'none' }]);
}, 30_000);
