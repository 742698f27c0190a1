// Names of things that are copied or led to, in Spanish: one noun each, without an article.
// "Copiar dirección" is made of them.

import type { Text } from '../en/index.ts';

export const things: Text['things'] = {
  address: 'dirección',
  blockId: 'id del bloque',
  bytes: 'bytes',
  chainId: 'id de la cadena',
  header: 'cabecera',
  joinLink: 'enlace para unirse',
  nonce: 'nonce',
  parentId: 'id del padre',
  peerId: 'id del nodo',
  proof: 'prueba',
  report: 'informe',
  spec: 'descripción de la red',
  stateRoot: 'raíz del estado',
  target: 'objetivo',
  transaction: 'transacción',
  transactionId: 'id de la transacción',
  transactionRoot: 'raíz de las transacciones',
};
