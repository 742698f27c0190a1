// The patch on a channel that opens and closes before anybody listens, as in the race that it mends.

import { afterEach, expect, test, vi } from 'vitest';
import { patchInitChannel } from './init-channel-patch.ts';

class FakeChannel extends EventTarget {
  readyState = 'connecting';

  become(state: 'open' | 'closed', event: string): void {
    this.readyState = state;
    this.dispatchEvent(new Event(event));
  }
}

const install = () => {
  class FakeConnection {
    createDataChannel(_label: string): FakeChannel {
      return new FakeChannel();
    }
  }
  vi.stubGlobal('RTCPeerConnection', FakeConnection);
  vi.stubGlobal('RTCDataChannel', FakeChannel);
  patchInitChannel();
  patchInitChannel();
  return new FakeConnection();
};

const heardLate = async (channel: FakeChannel): Promise<readonly string[]> => {
  const heard: string[] = [];
  for (const event of ['open', 'close']) channel.addEventListener(event, () => heard.push(event));
  await Promise.resolve();
  return heard;
};

afterEach(() => {
  vi.unstubAllGlobals();
});

test('events that passed unheard on the init channel are repeated to a late listener', async () => {
  const channel = install().createDataChannel('init');
  channel.become('open', 'open');
  channel.become('closed', 'close');
  expect(await heardLate(channel)).toEqual(['open', 'close']);
});

test('events that are still to come are heard once', async () => {
  const channel = install().createDataChannel('init');
  const heard = await heardLate(channel);
  expect(heard).toEqual([]);
  channel.become('open', 'open');
  channel.become('closed', 'close');
  expect(heard).toEqual(['open', 'close']);
});

test('other channels are left alone, and where there is no WebRTC nothing happens', async () => {
  const channel = install().createDataChannel('data');
  channel.become('open', 'open');
  expect(await heardLate(channel)).toEqual([]);
  vi.unstubAllGlobals();
  expect(patchInitChannel).not.toThrow();
});
