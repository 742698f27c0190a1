// Works around a leak in @libp2p/webrtc 6.0.33, private-to-private/transport.js `_closeOnShutdown`: what keeps a
// connection for the shutdown of the host is let go on the connection's `close` event, which no browser ever fires
// (WebRTC 1.0 has none: `close()` tells nobody). Every link that ends would stay in memory, with all its streams, for as
// long as the page is open. The patch fires that event when a connection is closed; libp2p closes each that fails or is
// closed by the other side. Drop it when upstream listens to `connectionstatechange` or to the closing itself.
// Must run before the first connection is made; owns one property of the prototype.

const patched = new WeakSet<object>();

/** Patches `RTCPeerConnection` of this window once; does nothing where there is none. */
export const patchConnectionClose = (): void => {
  if (!('RTCPeerConnection' in globalThis) || patched.has(RTCPeerConnection)) return;
  patched.add(RTCPeerConnection);
  const { prototype } = RTCPeerConnection;
  const close: unknown = Reflect.get(prototype, 'close');
  if (typeof close !== 'function') return;
  const told = new WeakSet<object>();
  Object.defineProperty(prototype, 'close', {
    ...{ configurable: true, writable: true, enumerable: true },
    value: function closeAndTell(this: RTCPeerConnection): void {
      Reflect.apply(close, this, []);
      if (told.has(this)) return;
      told.add(this);
      this.dispatchEvent(new Event('close'));
    },
  });
};
