// Names of things that are copied or led to, in German: one noun each, without an article.
// "Kopieren: Adresse" is made of them.

import type { Text } from '../en/index.ts';

export const things: Text['things'] = {
  address: 'Adresse',
  blockId: 'Blockkennung',
  bytes: 'Bytes',
  chainId: 'Kettenkennung',
  header: 'Kopfdaten',
  joinLink: 'Beitrittslink',
  nonce: 'Nonce',
  parentId: 'Kennung des Vorgängers',
  peerId: 'Knotenkennung',
  proof: 'Beweis',
  report: 'Bericht',
  spec: 'Netzbeschreibung',
  stateRoot: 'Wurzel des Zustands',
  target: 'Zielwert',
  transaction: 'Transaktion',
  transactionId: 'Transaktionskennung',
  transactionRoot: 'Wurzel der Transaktionen',
};
