// Works around a race in @libp2p/webrtc 6.0.33, private-to-private/initiate-connection.js: the dialled side may adopt
// and close the data channel `init` before the dialling side runs `await pEvent(channel, 'open')` or
// `await pEvent(channel, 'close')`; the awaited event has then already passed, the dial hangs until its address
// timeout, and the other side keeps half a connection. The patch repeats the missed event to whoever listens too late.
// Drop it when upstream checks `readyState` before it waits for `close` too (as it does for `open` since 6.0.33).
// Must run before any module that captures RTCPeerConnection is used; owns one property of its prototype.

type Listen = (...args: Parameters<RTCDataChannel['addEventListener']>) => void;

const patched = new WeakSet<object>();

const hasMissed = (event: string, channel: RTCDataChannel, seen: ReadonlySet<string>): boolean => {
  const state = channel.readyState;
  if (event === 'open') return seen.has('open') || state === 'closing' || state === 'closed';
  return event === 'close' && (seen.has('close') || state === 'closed');
};

const repeatMissedEvents = (channel: RTCDataChannel): void => {
  const seen = new Set<string>();
  const listen: Listen = channel.addEventListener.bind(channel);
  for (const event of ['open', 'close']) listen(event, () => void seen.add(event));
  const listenLate: Listen = (...args) => {
    listen(...args);
    const [event] = args;
    if (hasMissed(event, channel, seen)) queueMicrotask(() => channel.dispatchEvent(new Event(event)));
  };
  channel.addEventListener = listenLate;
};

/** Patches `RTCPeerConnection` of this window once; does nothing where there is none. */
export const patchInitChannel = (): void => {
  if (!('RTCPeerConnection' in globalThis) || patched.has(RTCPeerConnection)) return;
  patched.add(RTCPeerConnection);
  const { prototype } = RTCPeerConnection;
  const create: unknown = Reflect.get(prototype, 'createDataChannel');
  if (typeof create !== 'function') return;
  Object.defineProperty(prototype, 'createDataChannel', {
    ...{ configurable: true, writable: true, enumerable: true },
    value: function createDataChannel(this: RTCPeerConnection, ...args: readonly unknown[]): unknown {
      const channel: unknown = Reflect.apply(create, this, args);
      if (args[0] === 'init' && channel instanceof RTCDataChannel) repeatMissedEvents(channel);
      return channel;
    },
  });
};
