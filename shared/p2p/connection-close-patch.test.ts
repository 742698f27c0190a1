// The patch on a connection that is closed as browsers do it: without an event.

import { afterEach, expect, test, vi } from 'vitest';
import { patchConnectionClose } from './connection-close-patch.ts';

const install = () => {
  class FakeConnection extends EventTarget {
    closings = 0;

    close(): void {
      this.closings++;
    }
  }
  vi.stubGlobal('RTCPeerConnection', FakeConnection);
  patchConnectionClose();
  patchConnectionClose();
  return new FakeConnection();
};

afterEach(() => {
  vi.unstubAllGlobals();
});

test('whoever waits for the end of a connection hears of it once, after it', () => {
  const connection = install();
  const heard: number[] = [];
  connection.addEventListener('close', () => heard.push(connection.closings));
  connection.close();
  connection.close();
  expect(heard).toEqual([1]);
  expect(connection.closings).toBe(2);
});

test('where there is no WebRTC nothing happens', () => {
  vi.unstubAllGlobals();
  expect(patchConnectionClose).not.toThrow();
});
