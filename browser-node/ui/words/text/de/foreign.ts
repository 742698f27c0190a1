// What is asked when a page of another origin wants something of this node, in German.
// The names of methods are those of the API.

import type { Text } from '../en/index.ts';

export const foreign: Text['foreign'] = {
  title: 'Eine andere Seite fragt',
  wants: 'möchte:',
  about:
    'Erlaube es nur, wenn du die Seite gerade darum gebeten hast. Deine Schlüssel bleiben so oder so in diesem Tab.',
  refuse: 'Ablehnen',
  allow: 'Einmal erlauben',
  methods: {
    tx_send: 'Eine Transaktion senden und aus deiner Geldbörse bezahlen.',
    contract_deploy: 'Einen Vertrag auf die Kette bringen und aus deiner Geldbörse bezahlen.',
    contract_invoke: 'Einen Vertrag aufrufen und aus deiner Geldbörse bezahlen.',
    file_add: 'Eine Datei veröffentlichen und aus deiner Geldbörse bezahlen.',
    stake_add: 'Münzen deiner Geldbörse als Einsatz sperren.',
    stake_remove: 'Eingesetzte Münzen zurücknehmen.',
    signers_set: 'Ändern, wer Blöcke machen darf.',
    wallet_accounts: 'Die Adressen deiner Geldbörse sehen.',
    wallet_sign: 'Einen Text mit deinem Schlüssel unterschreiben.',
    production_start: 'Auf diesem Gerät Blöcke machen.',
    production_stop: 'Auf diesem Gerät keine Blöcke mehr machen.',
    network_join: 'Zu einem anderen Netz wechseln.',
  },
};
