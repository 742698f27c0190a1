// What strangers send to a relay beside its libp2p streams: names in headers, datagrams; and what its owner types.

import { argumentsTarget, bytesTarget, fuzzSuite, textTarget } from './index.ts';
import { CommandLineError, parseCommandLine } from '../../relay/command-line.ts';
import { reachFromHeaders, webAddress, webSocketMultiaddr } from '../../relay/relay-addresses.ts';
import { answerBinding, bindingOf, isPlainBinding, mappedAddressOf, readStun } from '../../relay/stun-message.ts';

const transaction = Buffer.alloc(12, 0xab);
const asker = { address: '203.0.113.7', port: 40_000 };

/** A Binding request with one attribute that need not be understood (SOFTWARE, RFC 8489 section 14.14). */
const withSoftware = (): Uint8Array => {
  const request = Buffer.concat([bindingOf(transaction), Buffer.from('8022000361626300', 'hex')]);
  request.writeUInt16BE(8, 2);
  return Uint8Array.from(request);
};

fuzzSuite(
  bytesTarget({
    decoder: readStun,
    samples: [Uint8Array.from(bindingOf(transaction)), withSoftware()],
    lengthMax: 1500,
    decode: (bytes) => readStun(Buffer.from(bytes)),
    encode: (message, bytes) => {
      const answer = isPlainBinding(message) ? answerBinding(message, asker) : undefined;
      if (answer === undefined) return bytes;
      const read = readStun(answer);
      const told = read === undefined ? undefined : mappedAddressOf(read);
      if (told?.address !== asker.address || told.port !== asker.port) throw new Error('answers with another address');
      // A datagram with a forged sender must not grow on its way.
      if (answer.length > bytes.length + 32) throw new Error(`answers ${bytes.length} bytes with ${answer.length}`);
      return bytes;
    },
  }),
  textTarget({
    decoder: reachFromHeaders,
    samples: ['relay.example.org', 'relay.example.org:9090', '10.0.0.4:1', '[2001:db8::1]:65535', '[::1]'],
    lengthMax: 16 * 1024,
    tokens: ['[', ']', ':', '.', '-', '65536'],
    decode: (text) => {
      const reach = reachFromHeaders(text, 'https');
      return reach === undefined ? undefined : { reach, text };
    },
    encode: ({ reach, text }) => {
      // Told back to the same browser as an address: nothing in it may break out of it.
      if (!/^https:\/\/[^/\s"'<>]+\/$/.test(webAddress(reach))) throw new Error(webAddress(reach));
      if (/[\s"'<>]/.test(webSocketMultiaddr(reach, 'x'))) throw new Error(webSocketMultiaddr(reach, 'x'));
      return text;
    },
  }),
  argumentsTarget({
    decoder: parseCommandLine,
    Refusal: CommandLineError,
    name: 'parseCommandLine of the relay',
    samples: ['', '--port 9090', '--host 0.0.0.0 --data d --page p --json'],
    lengthMax: 4096,
    tokens: ['--port', '--host', '--data', '--page', '--json', '--', '--no-json', '-p'],
  }),
);
