// What a person types when starting a terminal node, a proof from somebody, and the keys that LevelDB gives back.

import { argumentsTarget, bytesTarget, fuzzSuite, textTarget } from './index.ts';
import { formatAddress } from '../../shared/core/model/index.ts';
import { toHex } from '../../shared/core/bytes/index.ts';
import { proveAccount } from '../../shared/core/proof/index.ts';
import { createForge, flipBit, openTestChain, testSpec, walletOf } from '../../shared/testing/index.ts';
import { checkProofText } from '../../terminal-node/check-proof.ts';
import { CommandLineError, parseCommandLine } from '../../terminal-node/command-line.ts';
import { parseRpcFile } from '../../terminal-node/rpc/rpc-file.ts';
import { parseRpcText, type RpcText } from '../../terminal-node/rpc/rpc-text.ts';
import { keyOfLevel, levelKey } from '../../terminal-node/ports/level-key.ts';

const peer = `/ip4/10.0.0.4/tcp/9090/ws/p2p/12D3KooW${'a'.repeat(44)}`;

const chain = openTestChain(createForge(testSpec({ stateBytesMax: 65_536 })), () => true);
const proof = proveAccount(chain, walletOf(1).publicKey);
const proofText = `0x${toHex(proof)}`;

const rpcSamples = [
  '{"jsonrpc":"2.0","id":1,"method":"node_info"}',
  '{"jsonrpc":"2.0","id":"a","method":"block_get","params":{"height":7}}',
  '{"jsonrpc":"2.0","method":"tx_send","params":{"kind":"record","data":"0x00"}}',
  '[{"jsonrpc":"2.0","id":null,"method":"net_peers","params":{}},{"jsonrpc":"2.0","id":-1.5,"method":"x"}]',
];

/** The calls of a text, written anew; what was no call is left away. */
const rpcTextOf = ({ isBatch, items }: RpcText): string => {
  const calls = items.flatMap((item) =>
    item.type === 'call' ? [{ jsonrpc: '2.0', id: item.id, method: item.method, params: item.params }] : [],
  );
  return JSON.stringify(isBatch ? calls : calls[0]);
};

fuzzSuite(
  textTarget({
    decoder: checkProofText,
    samples: [proofText, JSON.stringify({ bytes: proofText, height: 0 })],
    lengthMax: 64 * 1024,
    tokens: ['0x', '"bytes"', '{"toString":1}', '{"bytes":{}}'],
    mend: (text, random) => (random.happens(900) ? `0x${toHex(flipBit(proof, random.below(8 * proof.length)))}` : text),
    // The genesis header stands for itself: whoever changes it has made another chain, of which the proof may hold.
    decode: (text) => {
      try {
        const { code, lines } = checkProofText(text, false, () => false);
        return code === 0 ? { text, lines } : undefined;
      } catch (error) {
        if (error instanceof CommandLineError) return undefined;
        throw error;
      }
    },
    encode: ({ text, lines }) => {
      if (!lines.every((line) => /^[\x20-\x7e]+$/.test(line))) throw new Error(`prints ${JSON.stringify(lines)}`);
      return text;
    },
  }),
  argumentsTarget({
    decoder: parseCommandLine,
    Refusal: CommandLineError,
    name: 'parseCommandLine of the terminal node',
    samples: [
      'node',
      'node --link #/join/abc --produce --json',
      `node --spec spec.json --relay ${peer} --dial ${peer} --listen /ip4/0.0.0.0/tcp/0/ws`,
      `node --data d --intensity 0.5 --seed s --produce ${formatAddress({ kind: 'account', id: '11'.repeat(32) })}`,
    ],
    lengthMax: 16 * 1024,
    tokens: [
      'send',
      'wallet',
      'call',
      'network',
      'record',
      '--rpc',
      'node',
      '--link',
      '--spec',
      '--relay',
      '--dial',
      '--listen',
      '--produce',
      '--intensity',
      '/p2p/',
      '--=',
    ],
  }),
  textTarget({
    decoder: parseRpcText,
    samples: rpcSamples,
    lengthMax: 64 * 1024,
    tokens: ['[', '{"a":', '"jsonrpc":"2.0"', '"id":', 'null', '"method":"node_info"', '"params":{}', ',', ']', '}'],
    canonical: 'settles',
    // What is wrong is answered, so a text counts as taken when it holds a call.
    decode: (text) => {
      const read = parseRpcText(text);
      return read.items.some(({ type }) => type === 'call') ? read : undefined;
    },
    encode: rpcTextOf,
    largest: () => [`[${Array.from({ length: 50 }, () => rpcSamples[0]).join(',')}]`],
  }),
  textTarget({
    decoder: parseRpcFile,
    samples: [`{"url":"http://127.0.0.1:8090","token":"${'0a'.repeat(32)}"}`],
    lengthMax: 4096,
    tokens: ['"url"', '"token"', 'http://', '{}'],
    canonical: 'settles',
    decode: parseRpcFile,
    encode: (place) => JSON.stringify(place),
  }),
  bytesTarget({
    decoder: keyOfLevel,
    samples: ['', '000000000007-ab', 'Größe', '\u{1f642}', '\ud800'].map((key) => levelKey('meta', key)),
    lengthMax: 4096,
    // The database holds what levelKey made and nothing else; other bytes must only do no harm.
    canonical: 'settles',
    decode: keyOfLevel,
    encode: (key) => levelKey('meta', key),
  }),
);
