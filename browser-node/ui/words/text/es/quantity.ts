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
  justNow: 'ahora mismo',
  ago: (duration) => `hace ${duration}`,
  ahead: (duration) => `en ${duration}`,
};
