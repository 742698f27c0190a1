// libp2p's WebSocket transport with one fault mended. @libp2p/websockets 10.1.21 answers an abort with `close(1006)`,
// a code that no WebSocket lets anyone send: the call throws, and a connection that was aborted stays open at both ends
// (https://github.com/libp2p/js-libp2p/pull/3625). Here an abort closes the socket.
// Drop it when the test beside it passes with the stock transport.

import type { Upgrader } from '@libp2p/interface';
import { webSockets } from '@libp2p/websockets';

interface Closable {
  readonly close: () => void;
}

const isClosable = (value: unknown): value is Closable =>
  typeof value === 'object' && value !== null && 'close' in value && typeof value.close === 'function';

const mend = (connection: unknown): void => {
  if (typeof connection !== 'object' || connection === null) return;
  const socket: unknown = Reflect.get(connection, 'websocket');
  if (isClosable(socket)) Object.assign(connection, { sendReset: () => socket.close() });
};

/** Every connection of the transport passes through its upgrader, in both directions. */
const mendingUpgrader = (upgrader: Upgrader): Upgrader =>
  new Proxy(upgrader, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: readonly unknown[]): unknown => {
        if (name === 'upgradeInbound' || name === 'upgradeOutbound') mend(args[0]);
        return Reflect.apply(value, target, args);
      };
    },
  });

export const webSocketTransport = (): ReturnType<typeof webSockets> => {
  const make = webSockets();
  return (components) => {
    const transport = make(components);
    const dial = transport.dial.bind(transport);
    const createListener = transport.createListener.bind(transport);
    transport.dial = async (address, options) =>
      dial(address, { ...options, upgrader: mendingUpgrader(options.upgrader) });
    transport.createListener = (options) => createListener({ ...options, upgrader: mendingUpgrader(options.upgrader) });
    return transport;
  };
};
