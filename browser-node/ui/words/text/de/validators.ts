// The producer's screen where blocks are made in slots, in German.
// Amounts come with their symbol.

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

const { counted, fixed, number, plural } = forms;
const blocks = (n: number): string => counted(n, { one: 'Block', other: 'Blöcke' });
/** as it stands after „von“ */
const ofSlots = (n: number): string => counted(n, { one: 'Zeitfenster', other: 'Zeitfenstern' });

export const validators: Text['validators'] = {
  address: 'Adresse',
  slots: {
    title: 'Die Zeitfenster jetzt',
    turns:
      'In jedem [Zeitfenster](?slot) darf ein Unterzeichner einen Block machen. Ein leeres Zeitfenster: Niemand war da, und der nächste macht weiter.',
    lots: 'In jedem [Zeitfenster](?slot) macht einen Block, wer die Ziehung gewinnt. Ein leeres Zeitfenster: Niemand hat gewonnen, oder der Gewinner war nicht da.',
    list: 'Zeitfenster vor und nach diesem Augenblick',
    slot: (slot) => `Zeitfenster ${slot}`,
    you: 'du',
    now: 'jetzt',
    next: 'kommt noch',
    empty: 'leer',
    block: (height) => `Block ${height}`,
    turnOf: 'Dieses Zeitfenster gehört',
    nextIs: 'danach kommt',
    tally: 'Du, zuletzt',
    made: (n) => `${blocks(n)} gemacht`,
    missed: (n) => `${counted(n, { one: 'Zug', other: 'Züge' })} verpasst`,
    all: 'Alle, zuletzt',
    emptyOf: (empty, all) =>
      `${number(empty)} von ${ofSlots(all)} ${plural(empty, { one: 'blieb', other: 'blieben' })} leer`,
  },
  signers: {
    title: 'Unterzeichner',
    what: 'die Unterzeichner',
    about: (n) =>
      `${counted(n, { one: 'Unterzeichner macht', other: 'Unterzeichner machen' })} Blöcke, in dieser Reihenfolge.`,
    you: 'du',
    admin: 'Verwalter',
    adminYou: 'du bist der Verwalter',
    adminNext: (who) => `${who} ist als nächster Verwalter benannt und hat noch nicht angenommen.`,
    adminNextYou: 'Du bist als nächster Verwalter benannt. Gewechselt wird, wenn du annimmst.',
    adminAccept: 'Annehmen und Verwalter werden',
    adminRotate: 'An einen anderen Verwalter übergeben',
    adminAddress: 'Adresse des nächsten Verwalters',
    adminHint: 'Du bleibst Verwalter, bis jenes Konto angenommen hat; eine falsche Adresse ändert also nichts.',
    adminName: 'Als nächsten Verwalter benennen',
    adminSent: 'Gesendet. Es steht hier, sobald es in einem Block ist.',
    adminFailed: 'Der Verwalter wurde nicht gewechselt.',
    notAdmin: 'Nur der Verwalter fügt Unterzeichner hinzu und entfernt sie.',
    signer: 'Unterzeichner',
    removing: 'Entfernen',
    removeWhom: (who) => `${who} aus den Unterzeichnern entfernen`,
    add: 'Diesen Unterzeichner hinzufügen',
    doing: 'Die Änderung wird gesendet …',
    address: 'Adresse eines neuen Unterzeichners',
    hint: (n) => `Hinzufügen und Entfernen gelten ${blocks(n)} nach dem Block mit der Änderung.`,
    failed: 'Die Unterzeichner wurden nicht geändert.',
    pending: 'Änderungen auf dem Weg',
    from: (height) => `Ab Block ${height}:`,
    joins: 'kommt dazu',
    leaves: 'geht',
    sent: 'Die Änderung ist gesendet. Sie steht hier, sobald sie in einem Block ist.',
    suspended: 'Ausgeschlossen',
    twice: (height) => `hat zwei Blöcke für ein Zeitfenster unterschrieben; der Beweis steht in Block ${height}`,
  },
  stakers: {
    title: 'Wer einsetzt',
    what: 'die Liste der Einsätze',
    about: (n, coins) =>
      `${counted(n, { one: 'Konto hat', other: 'Konten haben' })} in dieser [Epoche](?epoch) ${coins} im Einsatz. Der Anteil ist die Chance, ein [Zeitfenster](?slot) zu gewinnen.`,
    you: 'du',
    jailed: (height) => `hat zweimal unterschrieben; ausgeschlossen bis Block ${height}`,
    waits: 'zählt spätestens in zwei Epochen',
    leaves: 'zählt, bis er gegangen ist',
    share: (percent) => `${fixed(percent, 1)} %`,
    wins: (won, of) => `etwa ${fixed(won, 1)} von ${ofSlots(of)}`,
    next: 'Dein nächstes Zeitfenster',
    nobodyKnows: 'Welche Zeitfenster die anderen gewinnen, weiß niemand, bevor sie es zeigen.',
    more: (n) => `${number(n)} weitere zeigen`,
  },
  stake: {
    title: 'Dein Einsatz',
    what: 'dein Einsatz',
    about:
      'Münzen im [Einsatz](?stake) gewinnen Zeitfenster: Je mehr von allen Einsätzen dir gehört, desto öfter. Sie bleiben dein, sind aber so lange nicht auszugeben.',
    yours: 'Im Einsatz',
    free: 'Frei zum Einsetzen',
    none: 'noch nichts',
    unbonding: 'Auf dem Rückweg',
    back: (coins, height) => `${coins} bei Block ${height}`,
    jailed: (height) =>
      `Dieses Konto hat zwei Blöcke für ein Zeitfenster unterschrieben. Ein Teil seines Einsatzes ist weg, und es darf ab Block ${height} wieder einsetzen.`,
    amount: (symbol) => `Betrag in ${symbol}`,
    add: 'Einsetzen',
    addAmount: (coins) => `${coins} einsetzen`,
    remove: 'Zurücknehmen',
    removeAmount: (coins) => `${coins} zurücknehmen`,
    hint: (duration, epoch) =>
      `Ein neuer Einsatz gewinnt Zeitfenster nach einer bis zwei [Epochen](?epoch) von ${ofSlots(epoch)}: innerhalb von ${duration}.`,
    unbondingHint: (n) =>
      `Was du zurücknimmst, ist noch für ${blocks(n)} gesperrt, damit wer betrogen hat noch [bestraft](?slashing) werden kann.`,
    noWallet: 'Mit einer [offenen Geldbörse](#/wallet) kannst du eigene Münzen einsetzen.',
    needed: 'Am Anfang braucht es mindestens einen Einsatz: Ohne einen könnte nie jemand einen Block machen.',
    failed: 'Der Einsatz wurde nicht geändert.',
    sentAdd: 'Dein Einsatz ist gesendet. Er zählt, sobald er in einem Block ist.',
    sentRemove: 'Gesendet. Die Münzen sind auf dem Rückweg, sobald dies in einem Block ist.',
  },
};
