// What is asked when a page of another origin wants something of this node.
// The names of methods are those of the API.

const methods: Readonly<Record<string, string>> = {
  tx_send: 'Send a transaction and pay for it from your wallet.',
  contract_deploy: 'Put a contract on the chain and pay for it from your wallet.',
  contract_invoke: 'Call a contract and pay for it from your wallet.',
  file_add: 'Publish a file and pay for it from your wallet.',
  stake_add: 'Lock coins of your wallet as a stake.',
  stake_remove: 'Take back coins that are staked.',
  signers_set: 'Change who may make blocks.',
  wallet_accounts: 'See the addresses of your wallet.',
  wallet_sign: 'Sign a text with your key.',
  production_start: 'Make blocks on this machine.',
  production_stop: 'Make no more blocks on this machine.',
  network_join: 'Switch to another network.',
};

export const foreign = {
  title: 'Another page asks',
  wants: 'wants to:',
  about: 'Allow it only if you have just asked that page for it. Your keys stay in this tab either way.',
  refuse: 'Refuse',
  allow: 'Allow once',
  methods,
};
