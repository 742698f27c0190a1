// The producer's screen, and what the consensus says of a block, in Spanish.
// Where blocks are made in slots, more is in validators.ts.

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

const zeros = (count: number): string => (count === 1 ? 'un cero' : `${forms.number(count)} ceros`);

export const produce: Text['produce'] = {
  title: 'Producir',
  mineHere: 'Minar en esta pestaña',
  makeHere: 'Hacer bloques en esta pestaña',
  mining: 'Minando',
  making: 'Haciendo bloques',
  resting: 'En reposo',
  share: (percent) => `Cuánto de este equipo: ${percent} %`,
  percent: (percent) => `${percent} por ciento`,
  shareHint: 'Más encuentra más bloques, y calienta el equipo y gasta su batería.',
  byAccount:
    'Los bloques los sella tu cuenta: la cartera sigue desbloqueada, y esta pestaña hace un bloque cuando le toca.',
  noWallet:
    'Sin cartera, esta pestaña guarda las recompensas con una clave propia y las entrega en cuanto [crees una](#/wallet).',
  unsafe:
    'Tu cartera no tiene copia de seguridad: si este navegador borra sus datos, todo lo minado en ella se pierde. Comprueba primero tus palabras o guarda un archivo de copia. Lo que esta pestaña ha minado para sí pasa entonces a la cartera.',
  notChanged: 'La minería no se ha cambiado.',
  notStarted: 'La minería no ha empezado.',
  lightTitle: 'No en modo ligero',
  lightText:
    'Quien hace un bloque tiene que saber qué hay en todos los anteriores. En modo completo esta pestaña lo sabe.',
  stopMining: 'Dejar de minar',
  stopMaking: 'Dejar de hacer bloques',
  startMining: 'Empezar a minar',
  startMaking: 'Empezar a hacer bloques',
  backUp: 'Hacer copia de la cartera',
  rest: 'Pausar mientras esta pestaña esté oculta',
  brings: 'Lo que da',
  hashRate: 'Tasa de hash',
  nextSlot: 'Tu próximo turno',
  produced: 'Bloques hechos',
  rewards: 'Las recompensas van a',
  toTabUntilBackup: 'esta pestaña, hasta que tu cartera tenga copia',
  toLocked: 'tu cartera, que para eso puede seguir bloqueada',
  toTab: 'esta pestaña, hasta que haya una cartera',
  newest: 'Los bloques más nuevos, en palabras',
  block: (height) => `Bloque ${height}`,
  about: 'Qué es minar aquí y qué no',
  asked:
    'Aquí se mina solo si se pide y nunca por sí mismo: empieza con el botón de arriba y termina con él, o cuando cierras la pestaña.',
  noValue:
    'No uses una red que cualquiera puede minar para dinero de valor: un programa fuera del navegador es más rápido que cualquier pestaña, y quien es más rápido que todos los demás juntos puede reescribir los bloques más nuevos.',
  facts: {
    beginning: 'Principio',
    beginningText: 'No lo hizo nadie: se deduce de la descripción de la red.',
    work: 'Trabajo',
    workText: (count, more, id, target) =>
      `Su id empieza con ${zeros(count)}${more > 0 ? `, ${zeros(more)} más de lo necesario` : ''}. Leído como número, ${id} está por debajo del objetivo ${target}, y solo eso se pedía.`,
    hard: 'Dificultad',
    hardText: (hashes) =>
      `Solo un hash de cada ${forms.number(hashes)} es tan pequeño: se probaron más o menos tantos.`,
    turn: 'Orden',
    madeIn: (slot, missed) => `Hecho en el turno ${slot}${emptyText(missed)}.`,
    signerIn: (signer, signers, slot, missed) => `Firmante ${signer} de ${signers}, turno ${slot}${emptyText(missed)}.`,
    draw: 'Sorteo',
    won: (slot, empty) => `Ganó el turno ${slot}${emptyText(empty)}.`,
    whyWon: 'Por qué ganó',
    whyWonText: (drawn, threshold) =>
      `Le salió ${drawn}, por debajo de ${threshold}: su parte de todas las monedas en participación.`,
  },
};

/** The slots between a block and its parent that stayed empty; nothing where none did. */
function emptyText(empty: number): string {
  if (empty <= 0) return '';
  return empty === 1 ? ', un turno antes quedó vacío' : `, ${empty} turnos antes quedaron vacíos`;
}
