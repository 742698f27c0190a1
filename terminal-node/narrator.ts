// What a terminal node says while it runs: words for people, or one line of JSON for each event. Pure: it makes lines,
// `print` puts them out. What happened goes to stdout; in words, faults go to stderr.

import { alarmWords } from './alarm-words.ts';

/** Everything that is told, and the whole of the JSON form: a line is one of these. */
export type Told =
  | {
      readonly event: 'started';
      readonly peerId: string;
      /** of the chain, 64 hexadecimal digits */
      readonly chainId: string;
      readonly name: string;
      readonly data: string;
      readonly height: number;
      /** multiaddrs under which others reach this node */
      readonly addresses: readonly string[];
      readonly link: string;
      /** where JSON-RPC is answered; the token stands in rpc.json of the data folder */
      readonly rpc?: string;
      /** what connects a second node, to be run in a shell */
      readonly connect: string;
    }
  | { readonly event: 'mining'; readonly address: string; readonly phraseFile?: string }
  | {
      readonly event: 'block';
      readonly height: number;
      readonly id: string;
      readonly transactions?: number;
      readonly peers: number;
      /** made by this node's producer */
      readonly own: boolean;
      /** blocks that joined the chain at once, this one the last of them */
      readonly joined: number;
      /** blocks that gave way to them */
      readonly left: number;
    }
  /** a block has a record that was typed here */
  | { readonly event: 'record'; readonly text: string; readonly id: string; readonly height: number }
  | { readonly event: 'peer'; readonly peerId: string; readonly change: string; readonly peers: number }
  | {
      readonly event: 'log';
      readonly level: 'info' | 'warn' | 'error';
      readonly what: string;
      readonly peerId?: string;
      readonly fault?: string;
    }
  | { readonly event: 'alarm'; readonly what: string }
  | {
      readonly event: 'stopped';
      readonly height: number;
      readonly id: string;
      readonly name: string;
      readonly data: string;
    };

export interface Line {
  readonly to: 'stdout' | 'stderr';
  readonly text: string;
}

const shortId = (id: string): string => `${id.slice(0, 12)}…`;
const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const out = (text: string): readonly Line[] => [{ to: 'stdout', text }];
const complaint = (text: string): readonly Line[] => [{ to: 'stderr', text: `tabchain: ${text}` }];

const startedText = (told: Extract<Told, { event: 'started' }>): string =>
  [
    `Tabchain node ${told.peerId}`,
    `on the network “${told.name}” (${shortId(told.chainId)}), data in ${told.data}, height ${told.height}.`,
    '',
    'It listens on',
    ...told.addresses.map((address) => `  ${address}`),
    '',
    'To connect a second node, run in another terminal:',
    `  ${told.connect}`,
    ...(told.rpc === undefined ? [] : ['', `Programs ask it by JSON-RPC on ${told.rpc}.`]),
    '',
    'Ctrl-C stops it.',
    '',
  ].join('\n');

const miningText = ({ address, phraseFile }: Extract<Told, { event: 'mining' }>): string =>
  phraseFile === undefined
    ? `mining for ${address}`
    : `mining for ${address}, a wallet made just now: copy its recovery phrase from ${phraseFile} to a safe place`;

const blockText = (told: Extract<Told, { event: 'block' }>): string => {
  const parts = [
    `block ${told.height}  ${shortId(told.id)}`,
    ...(told.transactions === undefined ? [] : [counted(told.transactions, 'transaction')]),
    counted(told.peers, 'peer'),
    ...(told.own ? ['ours'] : []),
    ...(told.joined > 1 ? [`${told.joined} blocks at once`] : []),
    ...(told.left > 0 ? [`${counted(told.left, 'block')} gave way`] : []),
  ];
  return parts.join('  ');
};

const logText = ({ what, peerId, fault }: Extract<Told, { event: 'log' }>): string => {
  const details = [...(fault === undefined ? [] : [fault]), ...(peerId === undefined ? [] : [`peer ${peerId}`])];
  return details.length === 0 ? what : `${what} (${details.join(', ')})`;
};

const inWords = (told: Told): readonly Line[] => {
  switch (told.event) {
    case 'started':
      return out(startedText(told));
    case 'mining':
      return out(miningText(told));
    case 'block':
      return out(blockText(told));
    case 'record':
      return out(`block ${told.height} has the record ${JSON.stringify(told.text)}  ${shortId(told.id)}`);
    case 'peer':
      return out(`peer ${told.peerId} ${told.change}  ${counted(told.peers, 'peer')}`);
    case 'log':
      return told.level === 'info' ? [] : complaint(logText(told));
    case 'alarm':
      return complaint(alarmWords(told.what));
    case 'stopped':
      return out(`Stopped. “${told.name}” is saved up to block ${told.height} (${shortId(told.id)}) in ${told.data}.`);
  }
};

/** The lines for what is told; ones of JSON in the order in which the fields stand in `Told`. */
export const linesOf = (told: Told, json: boolean): readonly Line[] =>
  json ? out(JSON.stringify(told)) : inWords(told);
