// How far a payment or a record is, in Spanish.
// `where` is a place from `inBlock`, or nothing where the block is not known.

import type { Text } from '../en/index.ts';

export const progress: Text['progress'] = {
  inBlock: (height) => ` en el bloque ${height}`,
  pending: 'Pendiente',
  pendingText: 'Pendiente: espera a que un bloque la incluya',
  failed: 'Fallida',
  failedText: (where, why) => `Fallida${where}: ${why}. La comisión se ha pagado.`,
  rulesNotMet: 'no se cumplieron sus reglas',
  final: 'Definitiva',
  finalText: (where, confirmed) => `Definitiva${where} · ${confirmed}`,
  notFinalYet: 'todavía no es definitiva',
  finalIn: (duration) => `definitiva en ${duration} más o menos`,
  includedText: (where, confirmed, until) => `Incluida${where} · ${confirmed} · ${until}`,
  dropped: 'Descartada',
  droppedText: (why) => `Descartada: ${why} No se ha gastado nada.`,
  noBlock: 'Ningún bloque la incluirá.',
  unknown: 'Desconocida',
  unknownText:
    'Este nodo no conoce esa transacción. Quizá todavía no le haya llegado, o el identificador es de otra red.',
};
