// Names of things that are copied or led to: one noun each, without an article, in small letters where the language has it
// so. "Copy address" is made of them.

export const things = {
  address: 'address',
  blockId: 'block id',
  bytes: 'bytes',
  chainId: 'chain id',
  header: 'header',
  joinLink: 'join link',
  nonce: 'nonce',
  parentId: 'parent id',
  peerId: 'peer id',
  proof: 'proof',
  report: 'report',
  spec: 'spec',
  stateRoot: 'state root',
  target: 'target',
  transaction: 'transaction',
  transactionId: 'transaction id',
  transactionRoot: 'transaction root',
};
