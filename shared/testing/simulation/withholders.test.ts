/** What the attackers that keep things back let out and let in. */
import { describe, expect, test } from 'vitest';
import type { GossipVerdict, Network, NetworkEvent } from '../../core/node/index.ts';
import { decodeMessage, encodeMessage, type Message } from '../../core/wire/index.ts';
import { createForge } from '../block-forge.ts';
import { testSpec } from '../test-spec.ts';
import { censor, stayBehind, withholdBodies } from './withholders.ts';

const spec = testSpec();
const forge = createForge(spec);
const { bytes: block, block: header } = forge.build(forge.genesis);

/** A network that notes what is asked of it. */
const recording = () => {
  const sent: Message[] = [];
  const verdicts: GossipVerdict[] = [];
  let hear: (event: NetworkEvent) => void = () => undefined;
  const note = (bytes: Uint8Array): void => {
    const message = decodeMessage(bytes);
    if (!message.ok) throw new Error('it sends what is no message');
    sent.push(message.value);
  };
  const network: Network = {
    listen: (listener) => {
      hear = listener;
      return () => undefined;
    },
    send: (_peer, bytes) => {
      note(bytes);
    },
    publish: (_topic, bytes) => {
      note(bytes);
    },
    judge: (_id, verdict) => {
      verdicts.push(verdict);
    },
    penalise: () => undefined,
  };
  const tell = (message: Message): void => {
    hear({ type: 'message', peer: 'a', bytes: encodeMessage(message) });
  };
  return { network, sent, verdicts, tell };
};

const heardBy = (network: Network): string[] => {
  const heard: string[] = [];
  network.listen((event) => {
    const message = event.type === 'message' ? decodeMessage(event.bytes) : undefined;
    if (message?.ok === true) heard.push(message.value.type);
  });
  return heard;
};

const status: Message = { type: 'status', head: header.id, height: 1, weight: 1n };
const question: Message = { type: 'get-blocks', request: 1, ids: [header.id] };

describe('attackers that keep things back', () => {
  test('withheld bodies: of a block its header is told, and a question for it stays without answer', () => {
    const { network, sent } = recording();
    const bent = withholdBodies({ network, core: { chain: { spec } } });
    bent.publish('block', encodeMessage({ type: 'block', block }));
    bent.send('a', encodeMessage({ type: 'blocks', request: 1, blocks: [block] }));
    bent.send('a', encodeMessage(status));
    expect(sent.map(({ type }) => type)).toEqual(['announce', 'status']);
    const [announce] = sent;
    expect(announce?.type === 'announce' && announce.header.id).toBe(header.id);
  });

  test('stale chain: after a while it hears of no block, but still of questions', () => {
    const { network, tell } = recording();
    let now = 0;
    const heard = heardBy(stayBehind({ network, world: { time: { now: () => now } } }));
    tell({ type: 'block', block });
    now = 30_000;
    tell({ type: 'block', block });
    tell({ type: 'headers', request: 1, headers: [header] });
    tell(status);
    tell(question);
    expect(heard).toEqual(['block', 'get-blocks']);
  });

  test('censor: it takes no transaction and passes on nothing', () => {
    const { network, tell, verdicts } = recording();
    const bent = censor({ network });
    const heard = heardBy(bent);
    tell({ type: 'transactions', transactions: [] });
    tell({ type: 'block', block });
    bent.judge('1', 'accept');
    bent.judge('2', 'reject');
    expect(heard).toEqual(['block']);
    expect(verdicts).toEqual(['ignore', 'reject']);
  });
});
