// What each kind of transaction is called, says in one line, and has for fields, in Spanish.
// Words such as `de` and `a` stand before an amount or an address that the page sets itself.

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

export const transaction: Text['transaction'] = {
  unknown: 'Transacción',
  titles: {
    transfer: 'Pago',
    record: 'Registro',
    deploy: 'Contrato nuevo',
    invoke: 'Llamada a un contrato',
    file: 'Archivo',
    stake: 'Participación',
    unstake: 'Retirada de participación',
    evidence: 'Prueba de doble firma',
    signers: 'Cambio de firmantes',
    admin: 'Cambio de administrador',
  },
  received: 'Recibido:',
  paymentOf: 'Pago de',
  to: 'a',
  callOf: 'Llamada a',
  at: 'en',
  stakeOf: 'Participación de',
  unstakeOf: 'Retirada de participación de',
  signers: (added, removed) =>
    `Firmantes: ${forms.counted(added, { one: 'añadido', other: 'añadidos' })}, ${forms.counted(removed, { one: 'quitado', other: 'quitados' })}`,
  nextAdmin: 'Próximo administrador:',
  fields: {
    to: 'Para',
    amount: 'Importe',
    contract: 'Contrato',
    function: 'Función',
    bytes: 'Bytes',
    file: 'Archivo',
    name: 'Nombre',
    fileSize: 'Tamaño del archivo',
    mediaType: 'Dice ser',
    added: 'Añadidos',
    removed: 'Quitados',
    next: 'Próximo administrador',
    signed: (nth) => `Bloque firmado ${nth}`,
  },
};
