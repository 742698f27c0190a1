// A node of a chain in a process of its own, with WebRTC as Node has it, for the test behind NATs: a program, started with
// a relay's address and, after it, its STUN URI. Says its links as JSON lines.

import { webRTC } from '@libp2p/webrtc';
import { randomBytes } from 'node:crypto';
import { createHost, iceServersOf } from '../../shared/p2p/index.ts';

const [relay = '', stun] = process.argv.slice(2);
const iceServers = iceServersOf([], stun === undefined ? [] : [stun]).map(({ urls }) => ({ urls }));

const host = await createHost({
  ...{ seed: new Uint8Array(randomBytes(32)), chainId: 'ab'.repeat(32), kind: 'tab', agent: 'nat test' },
  relays: [relay],
  webrtc: [webRTC({ rtcConfiguration: { iceServers } })],
});
const say = (): void => {
  const { peers, relays } = host.snapshot();
  process.stdout.write(`${JSON.stringify({ relays: relays.connected, paths: peers.map(({ path }) => path) })}\n`);
};
say();
host.subscribe(say);
