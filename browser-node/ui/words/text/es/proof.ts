// Proofs: offered on the screens of what can be proved, and checked on a screen of their own, in Spanish.
// `what` comes with its article: "este saldo".

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

export const proof: Text['proof'] = {
  title: 'Comprobar una prueba',
  field: 'La prueba',
  hint: 'Tal como se copió: 0x… o el texto entre llaves.',
  noProof: 'En el texto no hay ninguna prueba. Copia otra vez la prueba entera.',
  failed: 'Esto no se puede comprobar.',
  check: 'Comprobar',
  wrong: (fault) => `**No es válida.** Algo en ella se cambió, o nunca fue correcta (${fault}).`,
  proves: 'Qué demuestra',
  holds: 'Es válida',
  onChain: 'en la cadena que sigue esta pestaña',
  notOnChain: 'no está en la cadena que sigue esta pestaña',
  unknownChain: 'de una cadena o altura que esta pestaña no puede comparar',
  account: 'Cuenta',
  balance: 'Saldo',
  nothing: 'no hay tal cuenta: nada',
  baseUnits: (amount) => forms.amount(amount, { one: 'unidad base', other: 'unidades base' }),
  sent: 'Transacciones enviadas',
  contract: 'Contrato',
  storedUnder: 'Guardado en',
  nothingStored: 'nada',
  transaction: 'Transacción',
  headers: 'Cabeceras encima',
  block: 'Bloque',
  work: 'Trabajo mostrado',
  workTitle: 'Hashes que costaron de media las cabeceras de la prueba: lo que costaría inventarlas',
  caution:
    'Una prueba muestra que alguien puso este trabajo en estos bloques, no que estén en la cadena más pesada. Un nodo de esa red lo sabe.',
  offer: (what) => `Prueba de ${what}`,
  offerHint: 'Cualquiera puede [comprobar una prueba](#/proof), incluso sin esta red.',
  notMade: 'No se hizo ninguna prueba.',
  prove: (what) => `Demostrar ${what}`,
  again: 'Hacer otra prueba',
  made: (height, kilobytes) => `Para el bloque ${height}, ${kilobytes} kB de texto`,
};
