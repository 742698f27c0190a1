// The tour of five steps, in German.
// Each step is told beside the screen that it is about.

import type { Text } from '../en/index.ts';

export const tour: Text['tour'] = {
  title: 'Ein Rundgang in fünf Schritten',
  offer: '**Neu hier?** Fünf kurze Schritte zeigen, was dieser Tab ist und was du mit ihm tun kannst.',
  begin: 'Rundgang beginnen',
  skip: 'Nein, danke',
  step: (step, of) => `Schritt ${step} von ${of}`,
  next: 'Weiter',
  back: 'Zurück',
  end: 'Rundgang beenden',
  done: 'Fertig',
  node: {
    title: 'Dieser Tab ist ein Knoten',
    text: 'Er holt jeden [Block](?block) von anderen Tabs und prüft jeden selbst; es gibt keinen Server, dem du glauben müsstest. Die Leiste oben sagt, wie hoch die [Kette](?chain) ist und wie viele [Peers](?peer) du hast.',
  },
  wallet: {
    title: 'Deine Geldbörse hält deine Schlüssel',
    text: 'Lege eine mit einer [Passphrase](?passphrase) an und schreibe ihre Wörter auf. Dann erscheint deine Adresse, andere können dir zahlen, und du ihnen.',
  },
  produce: {
    title: 'Blöcke machen Tabs wie deiner',
    text: 'Beginne hier, wann du willst, und höre auf, wann du willst. In einem Netz mit [Proof of Work](?pow) bekommt neue Münzen, wer einen Block findet.',
  },
  blocks: {
    title: 'Nichts ist verborgen',
    text: 'Jeder Block und jede [Transaktion](?transaction) lässt sich öffnen: wer wem gezahlt hat, welche Regeln geprüft, welche Bytes unterschrieben wurden. Was wartet, ist im [Mempool](?mempool).',
  },
  network: {
    title: 'Hole andere dazu',
    text: 'Zeige den QR-Code oder schicke den Link: Wer ihn öffnet, betreibt auch einen Knoten. Ein Netz wächst um einen zweiten Tab, ein Telefon, eine Klasse.',
  },
};
