// Commands that ask the running node what it knows: status, account, block, mempool, peers, log; and those that start and
// stop making blocks. Each is one method of the API and its words. Owns nothing.

import { Option } from 'commander';
import type { HexText, ParamsOf, ResultOf } from '../../shared/provider/index.ts';
import { type AddCommands, columns, CommandLineError, type CommonOptions } from './command.ts';
import { look } from './look.ts';

const countOption = (): Option => new Option('--count <n>', 'how many at most').default('20');

interface CountOptions extends CommonOptions {
  readonly count: string;
}

const countOf = ({ count }: CountOptions): number => {
  const number = Number(count);
  if (Number.isSafeInteger(number) && number >= 1 && number <= 1000) return number;
  throw new CommandLineError(`--count ${count} is not a count; give 1 to 1000.`);
};

const timeOf = (ms: number): string => new Date(ms).toISOString();

const blockParams = (text: string): ParamsOf<'block_get'> => {
  if (/^\d{1,15}$/.test(text)) return { height: Number(text) };
  if (/^0x[0-9a-f]{64}$/.test(text)) return { id: text as HexText };
  throw new CommandLineError(`${text} is neither a height nor the id of a block (0x and 64 digits).`);
};

const isAlone = ({ direct, websocket, relayed }: ResultOf<'node_status'>['peers']): boolean =>
  direct + websocket + relayed === 0;

const addChainLooks: AddCommands = (program, choose) => {
  look(program, choose, {
    usage: 'status',
    summary: 'height, peers, sync, mempool',
    method: 'node_status',
    params: () => ({}),
    words: ({ height, head, settledHeight, sync, peers, relays, mempool, producing, mode }) => [
      `height    ${height}  ${head}`,
      `settled   ${settledHeight}`,
      `sync      ${sync.state}, ${isAlone(peers) ? 'no peers' : `the best peer has ${sync.target}`}`,
      `peers     ${peers.direct} direct, ${peers.websocket} by WebSocket, ${peers.relayed} relayed`,
      `relays    ${relays.connected} of ${relays.known}`,
      `mempool   ${mempool.count} transactions, ${mempool.bytes} bytes`,
      `mode      ${mode}${producing ? ', makes blocks' : ''}`,
    ],
  });
  look(program, choose, {
    usage: 'account <address>',
    summary: 'balance and nonce of an address',
    method: 'account_get',
    params: (_options, address = '') => ({ address }),
    words: ({ address, balance, nonce, stake }, { coins }) => [
      address,
      `balance  ${coins(balance)}`,
      `nonce    ${nonce}`,
      ...(stake === '0' ? [] : [`stake    ${coins(stake)}`]),
    ],
  });
  look(program, choose, {
    usage: 'block <height-or-id>',
    summary: 'a block with its transactions',
    method: 'block_get',
    params: (_options, which = '') => blockParams(which),
    words: ({ height, id, parent, time, producer, transactions, size, settled }) => [
      `block ${height}  ${id}`,
      `parent    ${parent}`,
      `time      ${timeOf(time)}${settled ? ', settled' : ''}`,
      `producer  ${producer}`,
      `size      ${size} bytes, ${transactions.length} transactions`,
      ...columns(transactions.map((one) => ['', one.kind, one.sender, one.id])),
    ],
  });
  look<'block_list', CountOptions>(program, choose, {
    usage: 'blocks',
    summary: 'the newest blocks',
    method: 'block_list',
    options: [countOption()],
    params: (options) => ({ count: countOf(options) }),
    words: (blocks) => columns(blocks.map(({ height, id, time }) => [String(height), id, timeOf(time)])),
  });
};

const addNetLooks: AddCommands = (program, choose) => {
  look<'mempool_list', CountOptions>(program, choose, {
    usage: 'mempool',
    summary: 'transactions that wait for a block',
    method: 'mempool_list',
    options: [countOption()],
    params: (options) => ({ count: countOf(options) }),
    words: (waiting) =>
      waiting.length === 0 ? ['nothing waits'] : columns(waiting.map((one) => [one.id, one.kind, one.sender])),
  });
  look(program, choose, {
    usage: 'peers',
    summary: 'linked nodes and relays',
    method: 'net_peers',
    params: () => ({}),
    words: (peers) =>
      peers.length === 0
        ? ['no peers']
        : columns(
            peers.map(({ peerId, kind, path, height, rttMs }) => [
              ...[peerId, kind, path, height === undefined ? '' : `height ${height}`],
              rttMs === undefined ? '' : `${Math.round(rttMs)} ms`,
            ]),
          ),
  });
  look<'log_list', CountOptions>(program, choose, {
    usage: 'log',
    summary: 'what the node has noticed, newest first',
    method: 'log_list',
    options: [countOption()],
    params: (options) => ({ count: countOf(options) }),
    words: (entries) =>
      entries.length === 0
        ? ['nothing out of the ordinary']
        : entries.map(
            ({ time, level, what, fault }) => `${timeOf(time)} ${level} ${what}${fault ? ` (${fault})` : ''}`,
          ),
  });
};

const productionWords = ({ running, produced, hashRate }: ResultOf<'production_status'>): readonly string[] => [
  running
    ? `makes blocks${hashRate === undefined ? '' : `, ${Math.round(hashRate)} hashes a second`}`
    : 'makes no blocks',
  `${produced} made since the node started`,
];

interface ProduceOptions extends CommonOptions {
  readonly intensity: string;
}

const intensityOf = ({ intensity }: ProduceOptions): number => {
  const share = Number(intensity);
  if (share >= 0.1 && share <= 1) return share;
  throw new CommandLineError(`--intensity ${intensity} is not a share; give a number from 0.1 to 1.`);
};

const addProduction: AddCommands = (program, choose) => {
  const produce = program.command('produce').description('making blocks on the running node');
  look<'production_start', ProduceOptions>(produce, choose, {
    usage: 'start',
    summary: 'make blocks for the selected account',
    method: 'production_start',
    options: [new Option('--intensity <share>', 'share of each core, 0.1 to 1').default('1')],
    params: (options) => ({ intensity: intensityOf(options) }),
    words: productionWords,
  });
  look(produce, choose, {
    ...{ usage: 'stop', summary: 'make no more', method: 'production_stop' },
    params: () => ({}),
    words: productionWords,
  });
  look(produce, choose, {
    ...{ usage: 'status', summary: 'whether and how many', method: 'production_status' },
    params: () => ({}),
    words: productionWords,
  });
};

export const addLookCommands: AddCommands = (program, choose) => {
  addChainLooks(program, choose);
  addNetLooks(program, choose);
  addProduction(program, choose);
};
