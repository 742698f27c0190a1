// Counts with their nouns, and times as people say them, in Spanish.
// Units of measure are the same in all languages (quantity.ts).

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

const { counted } = forms;

export const quantity: Text['quantity'] = {
  peers: (n) => counted(n, { one: 'par', other: 'pares' }),
  relays: (n) => counted(n, { one: 'relé', other: 'relés' }),
  blocks: (n) => counted(n, { one: 'bloque', other: 'bloques' }),
  transactions: (n) => counted(n, { one: 'transacción', other: 'transacciones' }),
  confirmations: (n) => counted(n, { one: 'confirmación', other: 'confirmaciones' }),
  otherNodes: (n) => counted(n, { one: 'otro nodo', other: 'otros nodos' }),
  fixed: (value, digits) => forms.fixed(value, digits),
  exact: (time) => forms.exact(time),
  spans: forms.spans,
  spansAfterIn: forms.spans,
  justNow: 'ahora mismo',
  ago: (duration) => `hace ${duration}`,
  ahead: (duration) => `en ${duration}`,
  typed: {
    comma: 'Escribe los decimales tras un punto, como en 12.5, y sin comas.',
    digits: 'Escribe solo cifras, como en 12 o 12.5.',
    whole: 'Esta moneda no se puede dividir: escribe un número entero.',
    decimals: (has, wrote) =>
      `Esta moneda tiene ${counted(has, { one: 'decimal', other: 'decimales' })} y has escrito ${wrote}. Quita ${forms.plural(wrote - has, { one: 'el último', other: `los últimos ${wrote - has}` })}.`,
    zero: 'Una cantidad de 0 no mueve nada. Escribe más de 0.',
    tooMany: 'No puede haber tantas monedas. Escribe una cantidad menor.',
  },
};
