// What a person types when starting a terminal node, and the keys that LevelDB gives back.

import { bytesTarget, fuzzSuite, textTarget } from './index.ts';
import { formatAddress } from '../../shared/core/model/index.ts';
import { CommandLineError, parseCommandLine } from '../../terminal-node/command-line.ts';
import { keyOfLevel, levelKey } from '../../terminal-node/ports/level-key.ts';

const peer = `/ip4/10.0.0.4/tcp/9090/ws/p2p/12D3KooW${'a'.repeat(44)}`;

fuzzSuite(
  textTarget({
    decoder: parseCommandLine,
    name: 'parseCommandLine of the terminal node',
    samples: [
      'node',
      'node --link #/join/abc --produce --json',
      `node --spec spec.json --relay ${peer} --dial ${peer} --listen /ip4/0.0.0.0/tcp/0/ws`,
      `node --data d --intensity 0.5 --seed s --produce ${formatAddress({ kind: 'account', id: '11'.repeat(32) })}`,
    ],
    lengthMax: 16 * 1024,
    tokens: ['node', '--link', '--spec', '--relay', '--dial', '--listen', '--produce', '--intensity', '/p2p/', '--='],
    decode: (text) => {
      try {
        return { command: parseCommandLine(text.split(' ').filter((arg) => arg !== '')), text };
      } catch (error) {
        if (error instanceof CommandLineError) return undefined;
        throw error;
      }
    },
    encode: ({ text }) => text,
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
