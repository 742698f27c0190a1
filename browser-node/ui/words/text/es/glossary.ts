// Every technical term of the page with the one sentence that explains it, in Spanish.
// The keys are the names by which texts refer to them.

import type { Text } from '../en/index.ts';

export const glossary: Text['glossary'] = {
  account: { name: 'cuenta', text: 'Un par de claves que puede tener monedas; los demás pagan a su dirección.' },
  address: {
    name: 'dirección',
    text: 'El nombre de una cuenta o un contrato en la cadena, hecho con su clave pública.',
  },
  block: { name: 'bloque', text: 'Una lista de transacciones que la red ha acordado, unida al bloque anterior.' },
  cid: { name: 'CID', text: 'El nombre de un archivo, calculado de su contenido, que ningún otro puede llevar.' },
  chain: { name: 'cadena', text: 'Todos los bloques en orden, cada uno unido al anterior por el hash de este.' },
  chainId: {
    name: 'identificador de la cadena',
    text: 'El hash de las reglas de una red: separa las transacciones de redes distintas.',
  },
  confirmation: { name: 'confirmación', text: 'El bloque que tiene la transacción, y cada uno que viene después.' },
  contract: {
    name: 'contrato',
    text: 'Un programa en la cadena: todos los nodos lo ejecutan y llegan al mismo resultado.',
  },
  deposit: { name: 'depósito', text: 'Monedas retenidas por una entrada del estado mientras la entrada exista.' },
  difficulty: { name: 'dificultad', text: 'Cuántos hashes hacen falta de media hasta que uno es bastante pequeño.' },
  epoch: {
    name: 'época',
    text: 'Una serie de turnos en la que las mismas participaciones deciden quién hace bloques.',
  },
  fee: { name: 'comisión', text: 'Lo que paga quien envía a quien pone la transacción en un bloque.' },
  final: { name: 'definitivo', text: 'Bajo tantos bloques que la red ya no lo deshace.' },
  fork: { name: 'bifurcación', text: 'Dos bloques con el mismo padre: la red se queda con la rama más pesada.' },
  fullNode: { name: 'nodo completo', text: 'Un nodo que guarda todos los bloques y comprueba cada uno por sí mismo.' },
  gas: { name: 'gas', text: 'La medida del trabajo que una transacción da a cada nodo.' },
  genesis: { name: 'bloque génesis', text: 'El primer bloque, que se deduce solo de las reglas de la red.' },
  hash: { name: 'hash', text: 'Una huella corta de unos datos: los mismos datos dan la misma, otros datos otra.' },
  hashRate: { name: 'tasa de hash', text: 'Cuántos hashes se prueban por segundo.' },
  header: {
    name: 'cabecera',
    text: 'Los primeros cientos de bytes de un bloque, que lo unen a su padre y a su contenido.',
  },
  height: { name: 'altura', text: 'El número de un bloque, contado desde el primero.' },
  independence: {
    name: 'independencia',
    text: 'Cuántos relés y vecinos podrían irse sin que esta pestaña pierda la red.',
  },
  lightNode: {
    name: 'nodo ligero',
    text: 'Un nodo que solo guarda cabeceras y cree los contenidos solo con una prueba.',
  },
  mempool: { name: 'mempool', text: 'Las transacciones que un nodo ha comprobado y que esperan un bloque.' },
  mining: {
    name: 'minería',
    text: 'Probar hashes hasta que uno hace válido el siguiente bloque; quien lo encuentra cobra por él.',
  },
  node: { name: 'nodo', text: 'Un programa que participa en la red: aquí lo es cada pestaña.' },
  nonce: {
    name: 'nonce',
    text: 'El número correlativo de las transacciones de una cuenta, para que ninguna valga dos veces.',
  },
  passphrase: {
    name: 'frase de contraseña',
    text: 'Las palabras que cifran tu cartera en este navegador; nadie puede restablecerlas.',
  },
  peer: { name: 'par', text: 'Otro nodo con el que este está enlazado.' },
  poa: { name: 'prueba de autoridad', text: 'Unos firmantes nombrados hacen los bloques por turnos.' },
  pos: {
    name: 'prueba de participación',
    text: 'Un sorteo, según las monedas en juego, decide quién hace el siguiente bloque.',
  },
  pow: { name: 'prueba de trabajo', text: 'Quien encuentra un hash bastante pequeño hace el siguiente bloque.' },
  proof: { name: 'prueba', text: 'Unos pocos hashes que muestran que algo está en la cadena, sin la cadena misma.' },
  record: { name: 'registro', text: 'Un texto o número que alguien escribe en la cadena para que todos lo lean.' },
  recoveryPhrase: {
    name: 'frase de recuperación',
    text: 'Las 12 o 24 palabras de las que salen todas las claves de tu cartera.',
  },
  relay: { name: 'relé', text: 'Un servidor por el que las pestañas se encuentran; no sabe nada de la cadena.' },
  reorganisation: { name: 'reorganización', text: 'Una rama más pesada ocupa el lugar de los bloques más nuevos.' },
  roundTrip: { name: 'ida y vuelta', text: 'El tiempo que tarda un mensaje en llegar a un par y volver.' },
  signature: { name: 'firma', text: 'Bytes que solo puede hacer quien tiene la clave y que todos pueden comprobar.' },
  signer: { name: 'firmante', text: 'Una cuenta que puede hacer bloques con prueba de autoridad.' },
  slashing: { name: 'recorte', text: 'Quien firma dos bloques para un turno pierde una parte de su participación.' },
  slot: { name: 'turno', text: 'Un tiempo en el que se puede hacer un bloque.' },
  stake: { name: 'participación', text: 'Monedas bloqueadas para que quien las tiene pueda hacer bloques.' },
  state: { name: 'estado', text: 'Lo que suman todos los bloques: saldos, contratos y su memoria.' },
  stun: { name: 'STUN', text: 'Una pregunta a un servidor: ¿con qué dirección me ven los demás?' },
  sync: { name: 'sincronización', text: 'Traer los bloques que faltan a este nodo y comprobar cada uno.' },
  topic: { name: 'tema', text: 'Un canal con nombre para mensajes que se transmiten pero no se guardan en la cadena.' },
  transaction: { name: 'transacción', text: 'Una orden firmada para la red: pagar, escribir, desplegar, llamar.' },
  udp: { name: 'UDP', text: 'La vía por la que WebRTC manda sus paquetes; algunas redes la bloquean.' },
  validator: {
    name: 'validador',
    text: 'Una cuenta cuyos bloques cuentan, por su participación o porque fue nombrada.',
  },
  wakeLock: {
    name: 'pantalla activa',
    text: 'La promesa del navegador de no apagar la pantalla mientras la página lo pida.',
  },
  webrtc: { name: 'WebRTC', text: 'Con lo que los navegadores se enlazan directamente, sin un servidor en medio.' },
};
