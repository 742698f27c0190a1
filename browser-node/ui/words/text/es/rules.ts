// Why a block or a transaction is valid, in Spanish: the rules of docs/protocol/rules.md, each in a sentence.
// The keys of `says` are the names of the faults that a breach would have.

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

export const rules: Text['rules'] = {
  says: {
    'header-chain': 'Es de esta red.',
    'header-height': 'Está sobre un bloque conocido, y su altura es una más.',
    'header-time': 'Su hora es posterior a la de su padre.',
    'header-target': 'El objetivo es el que dan las horas de los bloques anteriores.',
    'header-seal': 'Este turno era de quien lo hizo, y el sello es suyo.',
    'header-history': 'La raíz de la historia fija los ids de todos los bloques anteriores.',
    'block-form': 'Sus bytes son exactamente un bloque, y no más de lo que la red permite.',
    'block-transaction-root': 'La raíz de las transacciones es la de sus transacciones en su orden.',
    'block-duplicate-transaction': 'Ninguna transacción está dos veces.',
    'block-signature': 'Cada transacción está firmada por quien la envía.',
    'block-gas': 'Todas las transacciones juntas no usan más gas del que puede un bloque.',
    'block-receipt-root': 'Al ejecutarlo salieron los recibos que promete la cabecera.',
    'block-state-root': 'Tras él, todas las cuentas juntas son lo que promete la cabecera.',
    'wrong-chain': 'Se firmó para esta red y para ninguna otra.',
    'transaction-too-large': 'Sus bytes firmados son como mucho 48 KiB.',
    'amount-zero': 'Paga más que nada.',
    'gas-below-intrinsic': 'Su límite de gas paga su firma y cada uno de sus bytes.',
    'gas-over-block': 'Su límite de gas cabe en un bloque.',
    'signature-invalid': 'La firma sobre sus bytes es válida con la clave de quien la envía.',
    expired: 'Se incluyó antes de caducar.',
    'nonce-too-low': 'Su nonce es el siguiente de quien la envía, así que cuenta una sola vez.',
    'amount-over-balance': 'Quien la envía tenía bastante para ella y para la comisión.',
  },
  workSeal: 'El id, leído como número, está por debajo del objetivo: alguien buscó el nonce que lo consigue.',
  faultTitle: 'Un bloque o una transacción que la rompe se rechaza con este nombre',
  slot: (slot) => `turno ${slot}`,
  later: (time, ms) => `${time}, ${ms} ms después`,
  differentIds: (count) => forms.counted(count, { one: 'id', other: 'ids distintos' }),
  signatures: (count) => forms.counted(count, { one: 'firma', other: 'firmas' }),
  baseUnits: (amount) => forms.amount(amount, { one: 'unidad base', other: 'unidades base' }),
  atLatest: (height) => `en el bloque ${height} como muy tarde`,
  nonce: (nonce) => `nonce ${nonce}`,
  fee: (amount) => `comisión ${forms.amount(amount, { one: 'unidad base', other: 'unidades base' })}`,
  anAccount: 'una cuenta y sus 32 bytes',
  aContract: 'un contrato y sus 32 bytes',
};
