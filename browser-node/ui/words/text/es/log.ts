// The lines of the node's log, in Spanish, by the node's own words.
// What they are is in ../en/log.ts.

import type { Text } from '../en/index.ts';

export const log: Text['log'] = {
  'peer up: direct': 'Conectado, directo',
  'peer up: websocket': 'Conectado, por WebSocket',
  'peer up: relayed': 'Conectado, por un relé',
  'peer path: direct': 'El camino ahora es directo',
  'peer path: websocket': 'El camino ahora va por WebSocket',
  'peer path: relayed': 'El camino ahora va por un relé',
  'peer down': 'Conexión terminada',
  'turned away': 'Rechazado',
  'link exchanged': 'Conexión cambiada por otra',
  'dial failed': 'No alcanzado',
  'dial failed (*)': 'No alcanzado (*)',
  'the connection carries no streams': 'La conexión no lleva datos',
  'penalised by *': 'Pierde puntos: *',
  'dropped and refused for ten minutes': 'Desconectado y rechazado durante diez minutos',
  'relay connected': 'Relé conectado',
  'relay lost': 'Relé perdido',
  'a relay has no place for this node': 'Un relé no tiene sitio para este nodo',
  'a relay says that it is going': 'Un relé dice que se va',
  'not an address of a relay': 'No es la dirección de un relé',
  'no addresses behind *': 'No hay direcciones tras *',
  'the network could not be opened': 'No se pudo abrir la red',
  'the book of peers could not be saved': 'No se pudo guardar la lista de nodos',
  'a transaction of * bytes is too long to gossip': 'Una transacción de * bytes es demasiado larga para difundirla',
  'a block of * bytes is too long to gossip': 'Un bloque de * bytes es demasiado largo para difundirlo',
  'a block was refused': 'Se rechazó un bloque',
  'a transaction was refused': 'Se rechazó una transacción',
  'a peer refused *': 'Un nodo rechazó *',
  'a peer sent bytes that are no message': 'Un nodo envió bytes que no son un mensaje',
  'a peer sent a proof that does not hold': 'Un nodo envió una prueba que no es válida',
  'a peer sent a part of another state': 'Un nodo envió una parte de otro estado',
  'block * was refused on execution': 'El bloque * se rechazó al ejecutarlo',
  'a heavier chain: *': 'Una cadena más pesada: *',
  'a block of our own was refused': 'Se rechazó un bloque propio',
  'a slot passes without our block': 'Pasa un turno sin nuestro bloque',
  'fetching the state at block *': 'Trayendo el estado en el bloque *',
  'started from the state at block *': 'Se empezó con el estado en el bloque *',
  'the stored body of block * is damaged': 'El contenido guardado del bloque * está dañado',
  'the stored chain was repaired: *': 'Se reparó la cadena guardada: *',
  'the transaction index lags behind: *': 'El índice de transacciones va atrasado: *',
  'a transaction could not be looked up: *': 'No se pudo buscar una transacción: *',
  'mined coins could not be handed to the wallet: *': 'No se pudieron pasar a la cartera las monedas minadas: *',
  'the offered network was refused: *': 'Se rechazó la red ofrecida: *',
  'welcomed a newcomer with * base units': 'Se dio la bienvenida a alguien con * unidades base',
  'this host failed while it ran a contract, which is tried in a fresh instance (* so far)':
    'Esta pestaña falló al ejecutar un contrato, que se prueba en un entorno nuevo (hasta ahora *)',
  'this host failed again and again while it ran a contract; no block was judged by it':
    'Esta pestaña falló una y otra vez al ejecutar un contrato; no se juzgó ningún bloque por ello',
  'the store has failed: *': 'El almacenamiento falló: *',
  'the node has failed: *': 'El nodo falló: *',
  'the state of a settled block could not be had (*); *': 'No se pudo obtener el estado de un bloque definitivo (*); *',
  'that of another block is asked for': 'se pide el de otro',
  'all blocks are fetched instead': 'en su lugar se traen todos los bloques',
  'old headers from block * on are damaged; they are made again from the blocks':
    'Las cabeceras antiguas desde el bloque * están dañadas; se hacen de nuevo con los bloques',
  'what the store has for undoing block * is damaged; a reload mends it':
    'Lo guardado para deshacer el bloque * está dañado; recargar lo arregla',
  'the store has lost * records that a reorganisation needs, the first of them *':
    'Al almacenamiento le faltan * entradas que un cambio de cadena necesita; la primera es *',
  'blocks taken back *, blocks added *': 'bloques deshechos: *, añadidos: *',
  'a heavier chain up to block * (*) parts from ours, which ends in block * (*), at block * (*): *':
    'Una cadena más pesada hasta el bloque * (*) se separa de la nuestra, que llega al bloque * (*), en el bloque * (*): *',
  'another chain of this network goes on beside ours: up to its block * (*) it parts from ours, which ends in block * (*), above block *: *':
    'Otra cadena de esta red sigue junto a la nuestra: hasta su bloque * (*) está separada de la nuestra, que llega al bloque * (*), por encima del bloque *: *',
  'further down than * blocks, so it is not followed; *': 'más abajo que * bloques, así que no se sigue; *',
  'further down than * blocks, so it is not followed': 'más abajo que * bloques, así que no se sigue',
  'below block *, from whose state this node started, so it is not followed here; a start with an empty store may; *':
    'por debajo del bloque *, con cuyo estado empezó este nodo, así que aquí no se sigue; un comienzo desde cero sí puede; *',
  'below block *, from whose state this node started, so it is not followed here; a start with an empty store may':
    'por debajo del bloque *, con cuyo estado empezó este nodo, así que aquí no se sigue; un comienzo desde cero sí puede',
  'the other one weighs more': 'la otra pesa más',
  'the other one is said to weigh more': 'se dice que la otra pesa más',
  'ours weighs more; what is paid on the other one does not count here':
    'la nuestra pesa más; lo que se pague en la otra no cuenta aquí',
  'a peer shows a chain with another block * than the link to this network names (*), so it is not followed; if no other chain comes, ask for a new link':
    'Un nodo muestra una cadena con otro bloque * que el que nombra el enlace a esta red (*), así que no se sigue; si no llega otra, pide un enlace nuevo',
  'the two headers are reported to the chain as evidence': 'Las dos cabeceras se denuncian a la cadena como prueba',
  'one key has sealed two headers in one slot': 'Una clave ha sellado dos cabeceras en un mismo turno',
  'The link names another chain of “*” than this browser has: they differ at block *. This browser goes on with its own. Ask whoever gave you the link; to follow the other chain, remove the network here and join again.':
    'El enlace nombra otra cadena de «*» que la que tiene este navegador: difieren en el bloque *. Este navegador sigue con la suya. Pregunta a quien te dio el enlace; para seguir la otra cadena, quita la red aquí y vuelve a unirte.',
  'the two headers are not reported from here: *': 'Las dos cabeceras no se denuncian desde aquí: *',
};
