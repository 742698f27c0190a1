// The producer's screen where blocks are made in slots, in Spanish.
// Amounts come with their symbol.

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

const { counted, fixed, number, plural } = forms;
const blocks = (n: number): string => counted(n, { one: 'bloque', other: 'bloques' });
const slots = (n: number): string => counted(n, { one: 'turno', other: 'turnos' });

export const validators: Text['validators'] = {
  address: 'dirección',
  slots: {
    title: 'Los turnos ahora',
    turns:
      'En cada [turno](?slot) un firmante puede hacer un bloque. Un turno vacío: no había nadie, y sigue el siguiente.',
    lots: 'En cada [turno](?slot) hace un bloque quien gana el sorteo. Un turno vacío: nadie lo ganó, o el ganador no estaba.',
    list: 'Turnos antes y después de este momento',
    slot: (slot) => `Turno ${slot}`,
    you: 'tú',
    now: 'ahora',
    next: 'por venir',
    empty: 'vacío',
    block: (height) => `bloque ${height}`,
    turnOf: 'Este turno es de',
    nextIs: 'después viene',
    tally: 'Tú, últimamente',
    made: (n) => counted(n, { one: 'bloque hecho', other: 'bloques hechos' }),
    missed: (n) => counted(n, { one: 'turno perdido', other: 'turnos perdidos' }),
    all: 'Todos, últimamente',
    emptyOf: (empty, all) =>
      `${number(empty)} de ${slots(all)} ${plural(empty, { one: 'quedó vacío', other: 'quedaron vacíos' })}`,
  },
  signers: {
    title: 'Firmantes',
    what: 'los firmantes',
    about: (n) => `${counted(n, { one: 'firmante hace', other: 'firmantes hacen' })} bloques, en este orden.`,
    you: 'tú',
    admin: 'Administrador',
    adminYou: 'tú eres el administrador',
    adminNext: (who) => `${who} está nombrado como próximo administrador y aún no ha aceptado.`,
    adminNextYou: 'Estás nombrado como próximo administrador. El cambio se hace cuando aceptes.',
    adminAccept: 'Aceptar y ser el administrador',
    adminRotate: 'Pasar a otro administrador',
    adminAddress: 'Dirección del próximo administrador',
    adminHint:
      'Sigues siendo el administrador hasta que esa cuenta haya aceptado; así una dirección equivocada no cambia nada.',
    adminName: 'Nombrar próximo administrador',
    adminSent: 'Enviado. Aparece aquí en cuanto esté en un bloque.',
    adminFailed: 'El administrador no se ha cambiado.',
    notAdmin: 'Solo el administrador añade y quita firmantes.',
    signer: 'firmante',
    removing: 'Quitar',
    removeWhom: (who) => `Quitar a ${who} de los firmantes`,
    add: 'Añadir este firmante',
    doing: 'Enviando el cambio…',
    address: 'Dirección de un firmante nuevo',
    hint: (n) => `Añadir y quitar valen ${blocks(n)} después del que lleva el cambio.`,
    failed: 'Los firmantes no se han cambiado.',
    pending: 'Cambios en camino',
    from: (height) => `Desde el bloque ${height}:`,
    joins: 'entra',
    leaves: 'sale',
    sent: 'El cambio se ha enviado. Aparece aquí en cuanto esté en un bloque.',
    suspended: 'Suspendidos',
    twice: (height) => `firmó dos bloques para un turno; la prueba está en el bloque ${height}`,
  },
  stakers: {
    title: 'Quién participa',
    what: 'la lista de participaciones',
    about: (n, coins) =>
      `${counted(n, { one: 'cuenta tiene', other: 'cuentas tienen' })} ${coins} en participación en esta [época](?epoch). La parte es la probabilidad de ganar un [turno](?slot).`,
    you: 'tú',
    jailed: (height) => `firmó dos veces; fuera hasta el bloque ${height}`,
    waits: 'cuenta en dos épocas como mucho',
    leaves: 'cuenta hasta que se haya ido',
    share: (percent) => `${fixed(percent, 1)} %`,
    wins: (won, of) => `unos ${fixed(won, 1)} de ${slots(of)}`,
    next: 'Tu próximo turno',
    nobodyKnows: 'Qué turnos ganan los demás no lo sabe nadie antes de que lo muestren.',
    more: (n) => `Mostrar ${number(n)} más`,
  },
  stake: {
    title: 'Tu participación',
    what: 'tu participación',
    about:
      'Las monedas en [participación](?stake) ganan turnos: cuanto más de todas las participaciones es tuyo, más a menudo. Siguen siendo tuyas, pero mientras tanto no se pueden gastar.',
    yours: 'En participación',
    free: 'Libre para poner',
    none: 'nada todavía',
    unbonding: 'De vuelta',
    back: (coins, height) => `${coins} en el bloque ${height}`,
    jailed: (height) =>
      `Esta cuenta firmó dos bloques para un turno. Ha perdido parte de su participación, y puede volver a poner monedas desde el bloque ${height}.`,
    amount: (symbol) => `Cantidad en ${symbol}`,
    add: 'Poner en participación',
    addAmount: (coins) => `Poner ${coins} en participación`,
    remove: 'Retirar',
    removeAmount: (coins) => `Retirar ${coins}`,
    hint: (duration, epoch) =>
      `Lo que pones gana turnos después de una o dos [épocas](?epoch) de ${slots(epoch)}: antes de ${duration}.`,
    unbondingHint: (n) =>
      `Lo que retiras queda bloqueado ${blocks(n)} más, para que quien hizo trampa aún pueda ser [multado](?slashing).`,
    noWallet: 'Con una [cartera abierta](#/wallet) puedes poner monedas tuyas.',
    needed: 'Al principio hace falta al menos una participación: sin ninguna nadie podría hacer jamás un bloque.',
    failed: 'La participación no se ha cambiado.',
    sentAdd: 'Tu participación se ha enviado. Cuenta en cuanto esté en un bloque.',
    sentRemove: 'Enviado. Las monedas están de vuelta en cuanto esto esté en un bloque.',
  },
};
