// What passes through the relay: counts relayed connections (circuits) and their bytes, and holds each direction to its
// speed. @libp2p/circuit-relay-v2 4.2.13 limits the bytes and the time of a circuit, not its speed, and its pipe reads
// on however slowly the other end reads, so that one slow reader could fill the relay's memory. So a stream that sends
// too fast, or faster than the other takes it, is paused: yamux then gives the sender no more window.
// Leans on two methods of the package's server, onHop and stopHop, and says so if they are gone.
// Bounds: per direction 256 KiB on the way to a slow reader and 512 KiB not yet read; what exceeds that, or does not
// move for 30 s, ends the circuit.

import type { CircuitRelayService } from '@libp2p/circuit-relay-v2';
import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import { createPace } from './circuit-pace.ts';

const hopProtocol = '/libp2p/circuit/relay/0.2.0/hop';
const hopStreamsPerConnectionMax = 512;
const burstBytes = 262_144;
const backlogBytesMax = 262_144;
const unreadBytesMax = 524_288;
const stuckMs = 30_000;
const checkEveryMs = 50;
/** One end has closed: the other is given this long to take the rest. */
const lingerMs = 2_000;

export interface CircuitMeter {
  readonly open: () => number;
  /** … of which `peer` opened */
  readonly openedBy: (peer: string) => number;
}

export interface CircuitMeterOptions {
  readonly bytesPerSecond: number;
  readonly onOpen: () => void;
  readonly onClose: () => void;
  readonly onBytes: (bytes: number) => void;
}

const isStream = (value: unknown): value is Stream =>
  typeof value === 'object' && value !== null && 'send' in value && 'pause' in value && 'writeBufferLength' in value;

const isOver = (stream: Stream): boolean => stream.status !== 'open' && stream.status !== 'closing';

const resume = (stream: Stream): void => {
  if (stream.readStatus === 'paused') stream.resume();
};

/** Holds what flows from `from` to `to` to its speed, and to what `to` takes. Ends with either stream. */
const pace = (from: Stream, to: Stream, { bytesPerSecond, onBytes }: CircuitMeterOptions): void => {
  const bucket = createPace(bytesPerSecond, burstBytes, Date.now());
  const send = to.send.bind(to);
  let underWayBytes = 0;
  let restUntilMs = 0;
  let movedAtMs = Date.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  from.maxReadBufferLength = unreadBytesMax;
  to.send = (data) => {
    underWayBytes -= data.byteLength;
    movedAtMs = Date.now();
    return send(data);
  };

  const check = (): void => {
    timer = undefined;
    if (isOver(from) || isOver(to)) return;
    const nowMs = Date.now();
    const isFull = underWayBytes + to.writeBufferLength > backlogBytesMax;
    if (isFull && nowMs - movedAtMs > stuckMs) {
      from.abort(new Error('the other end does not read'));
      to.abort(new Error('does not read'));
      return;
    }
    if (!isFull && nowMs >= restUntilMs) {
      resume(from);
      return;
    }
    timer = setTimeout(check, Math.max(checkEveryMs, restUntilMs - nowMs));
  };

  from.addEventListener('message', ({ data }) => {
    const nowMs = Date.now();
    underWayBytes += data.byteLength;
    onBytes(data.byteLength);
    const restMs = bucket.spend(data.byteLength, nowMs);
    const isFull = underWayBytes + to.writeBufferLength > backlogBytesMax;
    if ((restMs === 0 && !isFull) || from.readStatus !== 'readable') return;
    from.pause();
    if (!isFull) movedAtMs = nowMs;
    restUntilMs = nowMs + restMs;
    timer ??= setTimeout(check, Math.max(checkEveryMs, restMs));
  });
  for (const stream of [from, to]) stream.addEventListener('close', () => clearTimeout(timer));
};

/** Calls back once both are closed; when one is, the other is given a moment. */
const whenBothClosed = (a: Stream, b: Stream, done: () => void): void => {
  let open = 2;
  const closed = (other: Stream): void => {
    open -= 1;
    if (open === 0) done();
    else setTimeout(() => other.abort(new Error('the other end has closed')), lingerMs).unref();
  };
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (isOver(one)) queueMicrotask(() => closed(other));
    else one.addEventListener('close', () => closed(other), { once: true });
  }
};

/** Puts itself in front of the service's hop protocol; to be called once, when the node has started. */
export const meterCircuits = async (
  node: Libp2p,
  service: CircuitRelayService,
  options: CircuitMeterOptions,
): Promise<CircuitMeter> => {
  const opened = new Map<string, number>();
  let open = 0;
  const prototype: unknown = Object.getPrototypeOf(service);
  const onHop: unknown = Reflect.get(prototype ?? {}, 'onHop');
  const stopHop: unknown = Reflect.get(service, 'stopHop');
  if (typeof onHop !== 'function' || typeof stopHop !== 'function') {
    throw new Error('@libp2p/circuit-relay-v2 has changed: its server has no onHop or no stopHop');
  }

  const watch = (source: Stream, destination: Stream, peer: string): void => {
    open += 1;
    opened.set(peer, (opened.get(peer) ?? 0) + 1);
    options.onOpen();
    whenBothClosed(source, destination, () => {
      open -= 1;
      const left = (opened.get(peer) ?? 1) - 1;
      if (left === 0) opened.delete(peer);
      else opened.set(peer, left);
      options.onClose();
    });
    pace(source, destination, options);
    pace(destination, source, options);
  };

  /** The service as this one request sees it: the stream to the destination passes through our hands. */
  const handle = async (source: Stream, connection: Connection): Promise<void> => {
    const seen: unknown = Object.create(service, {
      stopHop: {
        value: async (...args: readonly unknown[]): Promise<unknown> => {
          const destination: unknown = await Reflect.apply(stopHop, service, args);
          if (isStream(destination)) watch(source, destination, connection.remotePeer.toString());
          return destination;
        },
      },
    });
    await Reflect.apply(onHop, seen, [source, connection]);
  };
  await node.unhandle(hopProtocol);
  await node.handle(hopProtocol, handle, {
    maxInboundStreams: hopStreamsPerConnectionMax,
    runOnLimitedConnection: true,
  });
  return { open: () => open, openedBy: (peer) => opened.get(peer) ?? 0 };
};
