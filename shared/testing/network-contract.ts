// What every Network must do, as a list of cases with plain assertions and no test framework: the same list runs on
// libp2p hosts and on the simulated network. A case is given `link`, which makes a network of fully linked nodes; it
// throws an Error with a sentence when the network is wrong. Nothing here reads a clock: waiting is `until`, whose time
// may be real or simulated, and "does not come" is shown by a later message that does.
// Bounded: 4 nodes, the largest message is 1 MiB, the most at once are 200.

import type { Network, NetworkEvent, PeerId } from '../core/node/ports.ts';

export interface LinkedNode {
  readonly id: PeerId;
  readonly network: Network;
}

export interface LinkedNetwork {
  readonly nodes: readonly LinkedNode[];
  /** Lets time pass until the condition holds; throws, naming `what`, when it does not within 15 s. */
  readonly until: (what: string, condition: () => boolean) => Promise<void>;
  /** Takes the node off the network without a word of goodbye. */
  readonly vanish: (node: LinkedNode) => Promise<void>;
  readonly close: () => Promise<void>;
}

export type LinkNodes = (count: number) => Promise<LinkedNetwork>;

export interface NetworkContractCase {
  readonly name: string;
  readonly run: (link: LinkNodes) => Promise<void>;
}

/** A node with everything it was told, in order. */
interface Ear extends LinkedNode {
  readonly events: readonly NetworkEvent[];
  /** From now on accepts every gossiped message at once. */
  readonly accept: () => void;
  readonly stop: () => void;
}

interface Scene {
  readonly ears: readonly [Ear, Ear, ...Ear[]];
  readonly network: LinkedNetwork;
}

export const networkContract: readonly NetworkContractCase[] = [
  contractCase('every other node comes up once, and before anything it says', 3, comesUpOnce),
  contractCase('who listens late is told who is there', 2, tellsLateListeners),
  contractCase('a message arrives whole, empty and of 1 MiB', 2, arrivesWhole),
  contractCase('messages to one peer arrive in order', 2, arrivesInOrder),
  contractCase('messages cross in both directions', 2, crosses),
  contractCase('a message reaches the peer it is for and no other', 3, reachesOneOnly),
  contractCase('a message to nobody is dropped', 2, dropsForStrangers),
  contractCase('what is published reaches all others once, under one id', 4, publishesToAll),
  contractCase('topics and messages are told apart', 2, tellsTopicsApart),
  contractCase('64 KiB can be published', 2, publishesLarge),
  contractCase('a verdict on what nobody gossiped changes nothing', 2, ignoresStrayVerdicts),
  contractCase('every verdict lets the next message through', 2, takesEveryVerdict),
  contractCase('buffers changed after the call do not reach the others', 2, copiesBuffers),
  contractCase(
    'a node that vanishes goes down once, with a reason, and nothing comes from it after',
    3,
    noticesVanishing,
  ),
  contractCase('penalties add up, and at -100 the peer is dropped', 2, dropsThePenalised),
  contractCase('after the listener was ended nothing is delivered', 2, endsDelivery),
];

function contractCase(name: string, count: number, check: (scene: Scene) => Promise<void>): NetworkContractCase {
  return {
    name,
    run: async (link) => {
      const network = await link(count);
      try {
        const [first, second, ...others] = network.nodes.map(listen);
        if (first === undefined || second === undefined) throw new Error('the network has too few nodes');
        const ears = [first, second, ...others] as const;
        await network.until('all are up', () => ears.every((ear) => ups(ear).length >= count - 1));
        await check({ ears: [first, second, ...others], network });
      } finally {
        await network.close();
      }
    },
  };
}

function listen(node: LinkedNode): Ear {
  const events: NetworkEvent[] = [];
  let accepts = false;
  const stop = node.network.listen((event) => {
    events.push(event);
    if (accepts && event.type === 'gossip') node.network.judge(event.messageId, 'accept');
  });
  const accept = (): void => {
    accepts = true;
  };
  return { ...node, events, accept, stop };
}

async function comesUpOnce({ ears, network }: Scene): Promise<void> {
  for (const ear of ears) for (const other of ears) if (ear !== other) ear.network.send(other.id, bytesOf(7));
  await network.until('everybody has a message', () => ears.every((ear) => messages(ear).length === ears.length - 1));
  for (const ear of ears) {
    const others = ears.filter((other) => other !== ear).map((other) => other.id);
    expectEqual('who came up', ups(ear).sort(), others.sort());
    for (const other of others) {
      const first = ear.events.find((event) => peerOf(event) === other);
      expectEqual('the first event of a peer', first?.type, 'peer-up');
    }
  }
}

async function tellsLateListeners({ ears: [first, second], network }: Scene): Promise<void> {
  first.stop();
  const late = listen(first);
  await network.until('the late listener knows', () => ups(late).includes(second.id));
}

async function arrivesWhole({ ears: [from, to], network }: Scene): Promise<void> {
  const large = Uint8Array.from({ length: 1_048_576 }, (_, i) => i % 251);
  from.network.send(to.id, new Uint8Array(0));
  from.network.send(to.id, large);
  await network.until('both messages', () => messages(to).length === 2);
  expectEqual('length of the empty message', messages(to)[0]?.bytes.length, 0);
  const got = messages(to)[1];
  expectEqual('length of the large message', got?.bytes.length, large.length);
  expectEqual(
    'bytes of the large message',
    got?.bytes.every((byte, i) => byte === large[i]),
    true,
  );
  expectEqual('sender', got?.peer, from.id);
}

async function arrivesInOrder({ ears: [from, to], network }: Scene): Promise<void> {
  const count = 200;
  for (let i = 0; i < count; i++) from.network.send(to.id, bytesOf(i >> 8, i & 255, ...new Array<number>(i).fill(1)));
  await network.until('all messages', () => messages(to).length === count);
  const order = messages(to).map(({ bytes }) => (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0));
  expectEqual(
    'order',
    order,
    order.map((_, i) => i),
  );
}

async function crosses({ ears: [a, b], network }: Scene): Promise<void> {
  for (let i = 0; i < 20; i++) {
    a.network.send(b.id, bytesOf(1, i));
    b.network.send(a.id, bytesOf(2, i));
  }
  await network.until('both have all', () => messages(a).length === 20 && messages(b).length === 20);
  expectEqual('first byte at a', new Set(messages(a).map(({ bytes }) => bytes[0])), new Set([2]));
  expectEqual('first byte at b', new Set(messages(b).map(({ bytes }) => bytes[0])), new Set([1]));
}

async function reachesOneOnly({ ears, network }: Scene): Promise<void> {
  const [from, to, other] = ears;
  if (other === undefined) throw new Error('the case needs three nodes');
  from.network.send(to.id, bytesOf(1));
  from.network.send(other.id, bytesOf(2));
  await network.until('both have one', () => messages(to).length === 1 && messages(other).length === 1);
  expectEqual('the other hears', [...(messages(other)[0]?.bytes ?? [])], [2]);
}

async function dropsForStrangers({ ears: [from, to], network }: Scene): Promise<void> {
  from.network.send('12D3KooWNobody', bytesOf(1));
  from.network.send(to.id, bytesOf(2));
  await network.until('the message to somebody', () => messages(to).length === 1);
  expectEqual('bytes', [...(messages(to)[0]?.bytes ?? [])], [2]);
}

async function publishesToAll({ ears, network }: Scene): Promise<void> {
  const [from, ...others] = ears;
  for (const ear of others) ear.accept();
  from.network.publish('block', bytesOf(1));
  await network.until('all have the first', () => others.every((ear) => gossip(ear).length === 1));
  from.network.publish('block', bytesOf(2));
  await network.until('all have the second', () => others.every((ear) => gossip(ear).length === 2));
  for (const ear of others) {
    expectEqual(
      'bytes',
      gossip(ear).map(({ bytes }) => [...bytes]),
      [[1], [2]],
    );
    expectEqual(
      'ids',
      gossip(ear).map(({ messageId }) => messageId),
      gossip(ears[1]).map(({ messageId }) => messageId),
    );
  }
  expectEqual('what comes back to the author', gossip(from).length, 0);
}

async function tellsTopicsApart({ ears: [from, to], network }: Scene): Promise<void> {
  from.network.publish('block', bytesOf(5));
  from.network.publish('transaction', bytesOf(5));
  from.network.publish('transaction', bytesOf(6));
  await network.until('all three', () => gossip(to).length === 3);
  const got = gossip(to).map(({ topic, bytes }) => `${topic} ${bytes.join()}`);
  expectEqual('topics', got.sort(), ['block 5', 'transaction 5', 'transaction 6']);
  expectEqual('ids', new Set(gossip(to).map(({ messageId }) => messageId)).size, 3);
}

async function publishesLarge({ ears: [from, to], network }: Scene): Promise<void> {
  const large = Uint8Array.from({ length: 65_536 }, (_, i) => i % 253);
  from.network.publish('transaction', large);
  await network.until('64 KiB', () => gossip(to).length === 1);
  expectEqual(
    'bytes',
    gossip(to)[0]?.bytes.every((byte, i) => byte === large[i]),
    true,
  );
}

async function ignoresStrayVerdicts({ ears: [from, to], network }: Scene): Promise<void> {
  for (const verdict of ['accept', 'reject', 'ignore'] as const) to.network.judge('not an id', verdict);
  from.network.publish('block', bytesOf(1));
  await network.until('a block', () => gossip(to).length === 1);
}

async function takesEveryVerdict({ ears: [from, to], network }: Scene): Promise<void> {
  for (const [i, verdict] of (['accept', 'ignore', 'reject', 'accept'] as const).entries()) {
    from.network.publish('block', bytesOf(i));
    await network.until(`block ${i}`, () => gossip(to).length === i + 1);
    to.network.judge(gossip(to)[i]?.messageId ?? '', verdict);
    // a second verdict on the same message is nobody's
    to.network.judge(gossip(to)[i]?.messageId ?? '', 'accept');
  }
}

async function copiesBuffers({ ears: [from, to], network }: Scene): Promise<void> {
  const message = bytesOf(1, 2, 3);
  const block = bytesOf(4, 5, 6);
  from.network.send(to.id, message);
  from.network.publish('block', block);
  message.fill(0);
  block.fill(0);
  await network.until('both', () => messages(to).length === 1 && gossip(to).length === 1);
  expectEqual('message', [...(messages(to)[0]?.bytes ?? [])], [1, 2, 3]);
  expectEqual('block', [...(gossip(to)[0]?.bytes ?? [])], [4, 5, 6]);
}

async function noticesVanishing({ ears, network }: Scene): Promise<void> {
  const [gone, ...left] = ears;
  gone.stop();
  await network.vanish(gone);
  await network.until('all noticed', () => left.every((ear) => downs(ear).length === 1));
  const [a, b] = left;
  if (b === undefined) throw new Error('the case needs three nodes');
  a.network.send(gone.id, bytesOf(1));
  a.network.send(b.id, bytesOf(2));
  await network.until('those left still talk', () => messages(b).length === 1);
  for (const ear of left) {
    expectEqual(
      'who went down',
      downs(ear).map(({ peer }) => peer),
      [gone.id],
    );
    expectEqual('a reason is given', (downs(ear)[0]?.reason.length ?? 0) > 0, true);
    const at = ear.events.findIndex((event) => event.type === 'peer-down');
    expectEqual(
      'events of the gone',
      ear.events.slice(at + 1).filter((event) => peerOf(event) === gone.id),
      [],
    );
  }
}

async function dropsThePenalised({ ears: [judge, culprit], network }: Scene): Promise<void> {
  judge.network.penalise(culprit.id, 60, 'a first fault');
  culprit.network.send(judge.id, bytesOf(1));
  await network.until('still heard', () => messages(judge).length === 1);
  judge.network.penalise(culprit.id, 60, 'a second fault');
  await network.until('dropped on both sides', () => downs(judge).length === 1 && downs(culprit).length === 1);
  culprit.network.send(judge.id, bytesOf(2));
  judge.network.send(culprit.id, bytesOf(3));
  expectEqual('messages of the dropped', messages(judge).length, 1);
}

async function endsDelivery({ ears: [from, to], network }: Scene): Promise<void> {
  to.stop();
  const before = to.events.length;
  from.network.send(to.id, bytesOf(1));
  const again = listen(to);
  from.network.send(to.id, bytesOf(2));
  await network.until('the new listener hears', () => messages(again).some(({ bytes }) => bytes[0] === 2));
  expectEqual('events at the ended listener', to.events.length, before);
}

function bytesOf(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values);
}

function peerOf(event: NetworkEvent): PeerId {
  return event.peer;
}

function ups(ear: Ear): PeerId[] {
  return ear.events.flatMap((event) => (event.type === 'peer-up' ? [event.peer] : []));
}

function downs(ear: Ear): readonly Extract<NetworkEvent, { type: 'peer-down' }>[] {
  return ear.events.filter((event) => event.type === 'peer-down');
}

function messages(ear: Ear): readonly Extract<NetworkEvent, { type: 'message' }>[] {
  return ear.events.filter((event) => event.type === 'message');
}

function gossip(ear: Ear): readonly Extract<NetworkEvent, { type: 'gossip' }>[] {
  return ear.events.filter((event) => event.type === 'gossip');
}

function expectEqual(what: string, got: unknown, wanted: unknown): void {
  const text = (value: unknown): string => JSON.stringify([value instanceof Set ? [...value] : value]);
  if (text(got) !== text(wanted)) throw new Error(`${what}: ${text(got)} instead of ${text(wanted)}`);
}
