/**
 * The walls of the house: which folder may import which, as docs/architecture.md draws it. Imports point one way, there
 * are no circles and no files that nobody uses, and a folder is entered by its index.ts.
 * Tests may reach for any folder (through its index.ts), because they put the parts together.
 */

/** Tests, and the slow independent models that they compare with. */
const test = '\\.(test|model)\\.ts$';

/** What a folder of the core may import beside itself. Everything else in the core is forbidden to it. */
const coreImports = {
  bytes: [],
  crypto: ['bytes'],
  model: ['crypto', 'bytes'],
  wire: ['model', 'crypto', 'bytes'],
  wallet: ['model', 'crypto', 'bytes'],
  state: ['model', 'crypto', 'bytes'],
  consensus: ['model', 'crypto', 'bytes'],
  contracts: ['model', 'crypto', 'bytes'],
  chain: ['state', 'consensus', 'contracts', 'model', 'crypto', 'bytes'],
  mempool: ['chain', 'state', 'consensus', 'contracts', 'model', 'crypto', 'bytes'],
  production: ['chain', 'state', 'consensus', 'contracts', 'model', 'crypto', 'bytes'],
  bundle: ['model', 'crypto', 'bytes'],
  link: ['chain', 'state', 'consensus', 'contracts', 'model', 'crypto', 'bytes'],
  proof: ['chain', 'state', 'consensus', 'contracts', 'model', 'crypto', 'bytes'],
  sync: ['chain', 'wire', 'state', 'consensus', 'contracts', 'model', 'crypto', 'bytes'],
  node: [
    'sync',
    'mempool',
    'production',
    'proof',
    'wire',
    'chain',
    'state',
    'consensus',
    'contracts',
    'model',
    'crypto',
    'bytes',
  ],
};

const coreRules = Object.entries(coreImports).map(([folder, allowed]) => ({
  name: `core-${folder}`,
  comment: `shared/core/${folder} may import ${allowed.join(', ') || 'no other folder of the core'}.`,
  severity: 'error',
  from: { path: `^shared/core/${folder}/`, pathNot: test },
  to: { path: '^shared/core/', pathNot: `^shared/core/(${[folder, ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...coreRules,
    {
      name: 'no-circles',
      comment: 'Two modules that need each other are one module, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that neither imports nor is imported is dead.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          test,
          '(^|/)main\\.ts$',
          '\\.worker\\.ts$',
          '^tests/browser/.*\\.(page|probe|probe-worker)\\.ts$',
          '\\.(js|mjs|cjs|json|css)$',
        ],
      },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'Every import leads somewhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'through-the-index',
      comment: 'Across folders one enters through index.ts; the ports of the node may be named by themselves.',
      severity: 'error',
      from: { path: '^(shared/core/[^/]+|shared/(?!core/)[^/]+|browser-node|relay|terminal-node|bench|tests)/' },
      to: {
        path: '^(shared/core/[^/]+|shared/(?!core/)[^/]+)/',
        pathNot: [
          '^$1/',
          '^shared/((core|testing)/)?[^/]+/index\\.ts$',
          '^shared/core/node/ports\\.ts$',
          '\\.worker\\.ts$',
        ],
      },
    },
    {
      name: 'core-is-alone',
      comment: 'The core imports nothing of ours.',
      severity: 'error',
      from: { path: '^shared/core/', pathNot: test },
      to: { path: '^(shared/(?!core/)|browser-node|relay|terminal-node|bench|tests|scripts)/' },
    },
    {
      name: 'core-packages',
      comment:
        'The core imports pure packages only. What needs loading (libsodium, the contract engine) is handed to it.',
      severity: 'error',
      from: { path: '^shared/core/', pathNot: test },
      to: {
        path: 'node_modules/',
        pathNot: 'node_modules/(@noble/|@scure/|@chainsafe/as-sha256/|micro-key-producer/|hash-wasm/)',
      },
    },
    {
      name: 'shared-without-node',
      comment: 'What tabs and terminal nodes share runs in a tab.',
      severity: 'error',
      from: { path: '^(shared|browser-node)/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'libp2p-has-a-place',
      comment:
        'Only the network host, the file store and the relay know libp2p; the composition root of a tab hands WebRTC in.',
      severity: 'error',
      from: { pathNot: ['^(shared/p2p|shared/files|relay)/', '^browser-node/[^/]+\\.ts$', 'node_modules/', test] },
      to: { path: 'node_modules/(@?libp2p|@chainsafe/libp2p-[^/]+|@multiformats|@helia|helia)/' },
    },
    {
      name: 'p2p-and-files',
      comment: 'The network host and the file store see of the core its ports and its model.',
      severity: 'error',
      from: { path: '^shared/(p2p|files)/', pathNot: test },
      to: { path: '^shared/core/', pathNot: '^shared/core/(node|model|bytes)/' },
    },
    {
      name: 'p2p-and-files-types',
      comment: 'Ports are interfaces: the network host and the file store import their types, never the node itself.',
      severity: 'error',
      from: { path: '^shared/(p2p|files|provider)/', pathNot: test },
      to: { path: '^shared/core/node/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ports-and-sealing',
      comment: 'What fills ports of the core in every kind of node knows the core alone.',
      severity: 'error',
      from: { path: '^shared/(ports|sealing|signing)/', pathNot: test },
      to: { path: '^shared/', pathNot: '^shared/($1|core)/' },
    },
    {
      name: 'provider',
      comment: 'The public API reads the chain and gives the node commands; it has no business with how nodes agree.',
      severity: 'error',
      from: { path: '^shared/provider/', pathNot: test },
      to: {
        path: '^shared/',
        pathNot:
          '^shared/(provider|signing|core/(node|bundle|link|proof|chain|state|consensus|model|wallet|crypto|bytes))/',
      },
    },
    {
      name: 'p2p-files-provider-apart',
      comment: 'The three know nothing of each other, but that files take the bounds of the host (token buckets).',
      severity: 'error',
      from: { path: '^shared/(p2p|files)/', pathNot: test },
      to: { path: '^shared/(p2p|files|provider|testing)/', pathNot: '^shared/($1/|p2p/index\\.ts$)' },
    },
    {
      name: 'testing-is-for-tests',
      comment: 'Simulated ports and builders serve tests and measurements.',
      severity: 'error',
      from: {
        pathNot: [test, '^(shared/(testing|attacks)|tests|bench)/', '^terminal-node/commands/simulate-command\\.ts$'],
      },
      to: { path: '^shared/testing/' },
    },
    {
      name: 'attacks-are-called',
      comment:
        'Attacks are built from what tests build with (decision 26); nothing but the command and the worker of the lab that play them have them.',
      severity: 'error',
      from: {
        pathNot: [
          test,
          '^(shared/attacks|tests|bench)/',
          '^terminal-node/commands/attack-command\\.ts$',
          '^browser-node/workers/attack-worker\\.ts$',
        ],
      },
      to: { path: '^shared/attacks/' },
    },
    {
      name: 'attacks',
      comment: 'An attack sees the core, the peer book, and what tests build with.',
      severity: 'error',
      from: { path: '^shared/attacks/', pathNot: test },
      to: { path: '^shared/', pathNot: '^shared/(attacks|core|p2p|testing)/' },
    },
    {
      name: 'roots-apart',
      comment: 'The three kinds of process import what is shared and never each other.',
      severity: 'error',
      from: { path: '^(browser-node|relay|terminal-node)/' },
      to: { path: '^(browser-node|relay|terminal-node|bench|tests|scripts)/', pathNot: '^$1/' },
    },
    {
      name: 'relay-knows-no-chain',
      comment:
        "A relay validates no block. It measures its first default spec with the miner's kernel, and reads the spec that it offers.",
      severity: 'error',
      from: { path: '^relay/', pathNot: [test, '^relay/default-(spec|network)[.]ts$'] },
      to: { path: '^shared/', pathNot: '^shared/(p2p|core/bytes)/' },
    },
    {
      name: 'screens',
      comment: 'Screens read the provider and the snapshot and hold no chain objects.',
      severity: 'error',
      from: { path: '^browser-node/ui/', pathNot: test },
      to: { path: '^(shared|browser-node)/', pathNot: '^(browser-node/ui|shared/provider|shared/core/node)/' },
    },
    {
      name: 'screens-types',
      comment: 'Of the node, screens import the type of the snapshot.',
      severity: 'error',
      from: { path: '^browser-node/ui/', pathNot: test },
      to: { path: '^shared/core/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'declared-packages',
      comment: 'What is imported stands in package.json.',
      severity: 'error',
      from: { path: '^(shared|browser-node|relay|terminal-node|bench|scripts|tests)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(generated|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'svelte', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.svelte', '.json', '.d.ts'],
    },
  },
};
