// What is asked when a page of another origin wants something of this node, in Spanish.
// The names of methods are those of the API.

import type { Text } from '../en/index.ts';

export const foreign: Text['foreign'] = {
  title: 'Otra página pregunta',
  wants: 'quiere:',
  about: 'Permítelo solo si acabas de pedírselo a esa página. En todo caso, tus claves no salen de esta pestaña.',
  refuse: 'Rechazar',
  allow: 'Permitir una vez',
  methods: {
    tx_send: 'Enviar una transacción y pagarla con tu cartera.',
    contract_deploy: 'Poner un contrato en la cadena y pagarlo con tu cartera.',
    contract_invoke: 'Llamar a un contrato y pagarlo con tu cartera.',
    file_add: 'Publicar un archivo y pagarlo con tu cartera.',
    stake_add: 'Bloquear monedas de tu cartera como participación.',
    stake_remove: 'Recuperar monedas que están en participación.',
    signers_set: 'Cambiar quién puede hacer bloques.',
    wallet_accounts: 'Ver las direcciones de tu cartera.',
    wallet_sign: 'Firmar un texto con tu clave.',
    production_start: 'Hacer bloques en este aparato.',
    production_stop: 'No hacer más bloques en este aparato.',
    network_join: 'Cambiar a otra red.',
  },
};
