// What a person types and what stands in a link, as the screens read it: to show it, never to believe it.

import { bytesTarget, fuzzSuite, textTarget } from './index.ts';
import { specs } from '../vectors/golden-samples.ts';
import { readArgument, readArguments } from '../../browser-node/ui/contracts/typed-arguments.ts';
import { entryOf } from '../../browser-node/ui/screen-table.ts';
import { linkTo, routeOf, soughtOf } from '../../browser-node/ui/state/route.ts';
import { coinsOf, readCoins } from '../../browser-node/ui/words/coins.ts';
import { proofBytesIn } from '../../browser-node/ui/words/proof-text.ts';
import { hexOfText, textOfHex } from '../../browser-node/ui/words/record-text.ts';

const id = 'ab'.repeat(32);
const address = `tab1${'q'.repeat(58)}`;
const decimals = 6;

const links = specs.map(
  (spec) => `#/join/${Buffer.from(JSON.stringify({ spec, relays: ['/ip4'] })).toString('base64url')}`,
);

fuzzSuite(
  textTarget({
    decoder: readArgument,
    samples: ['5', '"5"', 'true', '[1, {"a": null}]', 'alice', '9007199254740993'],
    lengthMax: 64 * 1024,
    canonical: 'settles',
    decode: (text) => ({ value: readArgument(text) }),
    encode: ({ value }) => JSON.stringify(value),
  }),
  textTarget({
    decoder: readArguments,
    samples: ['5\nalice', '\n7\n\n', ''],
    lengthMax: 64 * 1024,
    canonical: 'settles',
    decode: (text) => ({ values: readArguments(text.split('\n')) }),
    encode: ({ values }) => values.map((value) => JSON.stringify(value)).join('\n'),
  }),
  textTarget({
    decoder: readCoins,
    samples: ['1', '12.5', '0.000001', '18446744073709.551615'],
    lengthMax: 64 * 1024,
    canonical: 'settles',
    decode: (text) => {
      const read = readCoins(text, decimals);
      return read.state === 'right' ? read : undefined;
    },
    encode: ({ amount, coins }) => {
      if (coinsOf(amount, decimals) !== coins || BigInt(amount) > 2n ** 64n - 1n)
        throw new Error(`${amount}: ${coins}`);
      return coins;
    },
  }),
  textTarget({
    decoder: routeOf,
    samples: [linkTo.block(7), linkTo.block(id), linkTo.transaction(id), linkTo.address(address), '#/wallet', ...links],
    lengthMax: 256 * 1024,
    tokens: ['#/', '/', '%2f', '%', '%e0%a4', 'block/', 'tx/', 'join/', 'constructor', '0x'],
    // Every text has a path, and leads to one screen or to none.
    decode: (text) => ({ route: routeOf(text), text }),
    encode: ({ route, text }) => {
      if (route.path.includes('/')) throw new Error(`the path is ${route.path}`);
      const entry = entryOf(route);
      if (entry !== undefined && entry.path !== route.path) throw new Error(`leads to ${entry.path}`);
      return text;
    },
  }),
  textTarget({
    decoder: soughtOf,
    samples: ['7', `0x${id}`, address],
    lengthMax: 64 * 1024,
    canonical: 'settles',
    decode: soughtOf,
    encode: (sought) => {
      if (sought.kind === 'height') return String(sought.height);
      return sought.kind === 'id' ? sought.id : sought.address;
    },
  }),
  textTarget({
    decoder: proofBytesIn,
    samples: ['0x01ab', '{"bytes":"0x01ab","height":3}'],
    lengthMax: 1024 * 1024,
    tokens: ['0x', '"bytes"', '"0x00"', '{', '}'],
    canonical: 'settles',
    decode: proofBytesIn,
    encode: (hex) => hex,
  }),
  bytesTarget({
    decoder: textOfHex,
    samples: ['', 'hello', 'Größe €🙂\n'].map((text) => new TextEncoder().encode(text)),
    lengthMax: 4096,
    decode: (bytes) => textOfHex(`0x${Buffer.from(bytes).toString('hex')}`),
    encode: (text) => Uint8Array.from(Buffer.from(hexOfText(text).slice(2), 'hex')),
  }),
);
