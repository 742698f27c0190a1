// Faults and alarms in plain sentences, in Spanish.
// Keys are the names that the node gives.

import type { Text } from '../en/index.ts';

const sendAgain = 'Envíala otra vez; la cartera toma por sí misma el número siguiente.';
const copyAgain = 'Copia otra vez la dirección de donde la tienes y pégala entera.';
const getCoins = 'Consigue antes monedas: mina algunas o pídelas a alguien.';
const showToMaker =
  'Inténtalo otra vez. Si sigue igual, abre el registro de sucesos en Red y enséñaselo a quien lleva la red.';

export const faults: Text['faults'] = {
  byName: {
    'address-prefix': { why: 'Eso no es una dirección de Tabchain: empiezan por tab1.', todo: copyAgain },
    'address-checksum': { why: 'La dirección tiene una errata: sus letras de control no encajan.', todo: copyAgain },
    'address-length': { why: 'La dirección es demasiado corta o demasiado larga.', todo: copyAgain },
    'amount-unreadable': { why: 'La cantidad no es un número de monedas.', todo: 'Escribe solo cifras, como en 12.5.' },
    'amount-zero': { why: 'Una cantidad de 0 no mueve nada.', todo: 'Escribe más de 0.' },
    'amount-overflow': { why: 'Cantidad y comisión juntas son más de lo que puede haber.', todo: 'Escribe menos.' },
    'amount-over-balance': {
      why: 'La cuenta no tiene bastante para la cantidad, la comisión y lo que ya está en camino.',
      todo: 'Envía menos, o consigue antes monedas: mina algunas o pídelas a alguien.',
    },
    'sender-unknown': {
      why: 'La cuenta nunca ha recibido una moneda, así que no puede pagar ni escribir.',
      todo: getCoins,
    },
    'recipient-not-account': {
      why: 'Esa dirección es un contrato, y las monedas se envían a cuentas.',
      todo: 'Usa una dirección que empiece por tab1.',
    },
    'recipient-overflow': { why: 'Quien recibe no puede tener tantas monedas más.', todo: 'Envía menos.' },
    'record-empty': { why: 'El registro está vacío.', todo: 'Escribe al menos un carácter.' },
    'file-cid-malformed': {
      why: 'Eso no es el identificador de contenido de un archivo.',
      todo: 'Cópialo otra vez entero.',
    },
    'file-name-invalid': {
      why: 'El nombre está vacío o tiene signos que un nombre de archivo no puede tener.',
      todo: 'Cambia el nombre del archivo.',
    },
    'file-size-out-of-range': {
      why: 'El archivo está vacío o es demasiado grande.',
      todo: 'Elige un archivo que no esté vacío.',
    },
    'file-media-type-invalid': {
      why: 'El tipo de medio no tiene la forma tipo/subtipo en minúsculas.',
      todo: 'Omite el tipo de medio: se encuentra por sí mismo.',
    },
    'quota-full': {
      why: 'No cabe por debajo del límite que has puesto. No se ha perdido nada más.',
      todo: 'Sube el límite en Archivos, o deja de conservar algo allí.',
    },
    'disk-full': {
      why: 'El navegador no da más espacio en el disco a esta página. Lo que había llegado se ha borrado, y no se ha perdido nada más.',
      todo: 'Deja de conservar algo en Archivos, o libera espacio en el disco.',
    },
    'storage-failed': {
      why: 'No se pudo leer o escribir el disco. Lo que estaba entero lo sigue estando.',
      todo: 'Libera espacio en el disco e inténtalo otra vez.',
    },
    'file-too-large': {
      why: 'Es más grande que el límite que has puesto para archivos, o que lo que una llamada puede leer.',
      todo: 'Sube el límite en Archivos e inténtalo otra vez.',
    },
    'content-refused': {
      why: 'Lo que llegó no es lo prometido, así que no se aceptó.',
      todo: 'Pide a quien lo compartió que lo comparta otra vez.',
    },
    'no-holder': {
      why: 'Nadie que lo tenga está conectado ahora.',
      todo: 'Deja abierta esta pestaña: llega en cuanto se conecte alguien que lo tenga.',
    },
    'file-cancelled': { why: 'Se ha cancelado.', todo: 'Ábrelo otra vez si lo quieres.' },
    'not-a-file': {
      why: 'Eso no es un archivo ni una carpeta que este nodo pueda abrir.',
      todo: 'Compara su identificador de contenido con el lugar de donde lo tienes.',
    },
    'too-many-transfers': { why: 'Hay demasiados archivos en camino.', todo: 'Espera a uno, o cancela uno.' },
    'files-not-ready': {
      why: 'Los archivos de esta red aún no están listos.',
      todo: 'Inténtalo otra vez en un momento.',
    },
    'transaction-too-large': { why: 'La transacción tiene más bytes de los permitidos.', todo: 'Acórtala.' },
    'transaction-form': {
      why: 'Esos no son los bytes de una transacción entera.',
      todo: 'Copia otra vez todos sus bytes.',
    },
    'kind-not-active': { why: 'Esta red no acepta transacciones de ese tipo.', todo: 'Usa otro tipo.' },
    'wrong-chain': {
      why: 'La transacción se firmó para otra red.',
      todo: 'Cambia a esa red, o fírmala otra vez aquí.',
    },
    'gas-below-intrinsic': {
      why: 'El límite de gas es menor que lo que ya cuesta el tamaño de la transacción.',
      todo: 'Sube el límite de gas.',
    },
    'gas-over-block': {
      why: 'El límite de gas es mayor que todo el gas que puede usar un bloque.',
      todo: 'Baja el límite de gas.',
    },
    'signature-invalid': {
      why: 'La firma no corresponde a la transacción y a quien la envía.',
      todo: 'Fírmala otra vez con la clave de quien envía.',
    },
    expired: { why: 'Ha pasado la altura hasta la que valía.', todo: sendAgain },
    'nonce-too-low': { why: 'Otra transacción de esta cuenta tomó su número.', todo: sendAgain },
    'nonce-too-high': { why: 'Falta una transacción anterior de esta cuenta.', todo: sendAgain },
    replaced: { why: 'Otra transacción de esta cuenta ocupó su lugar.', todo: 'Mira esa.' },
    'already-known': { why: 'La transacción ya está esperando.', todo: 'Espera al siguiente bloque: está en camino.' },
    'replacement-underpriced': {
      why: 'Una transacción en espera tiene el mismo número; para sustituirla, el precio del gas tiene que ser mayor.',
      todo: 'Espera a que la primera esté en un bloque y envía luego esta.',
    },
    'mempool-full': { why: 'Ya esperan demasiadas transacciones.', todo: 'Inténtalo tras los próximos bloques.' },
    'passphrase-wrong': {
      why: 'La frase de contraseña no abre esta cartera.',
      todo: 'Escríbela otra vez; las mayúsculas cuentan. Si la olvidaste, importa tus palabras con una frase nueva.',
    },
    'mnemonic-length': {
      why: 'Las palabras de recuperación son 12 o 24.',
      todo: 'Cuenta las palabras y añade lo que falta o quita lo que sobra.',
    },
    'mnemonic-word-unknown': {
      why: 'Una de las palabras no está en la lista de palabras de recuperación.',
      todo: 'Compara esa palabra con tu nota.',
    },
    'mnemonic-checksum': {
      why: 'Las palabras no encajan: alguna está mal o fuera de su sitio.',
      todo: 'Compara las palabras con tu nota, en orden.',
    },
    'backup-unreadable': {
      why: 'Esto no es una copia de Tabchain, o no está entera.',
      todo: 'Elige otra vez el archivo, o pega todo su texto.',
    },
    'backup-version': {
      why: 'La copia es de una versión más nueva de Tabchain. Recarga la página.',
      todo: 'Después impórtalo otra vez.',
    },
    'accounts-full': { why: 'Una cartera no puede tener más cuentas.', todo: 'Usa una de las cuentas que hay.' },
    'label-too-long': { why: 'El nombre es demasiado largo.', todo: 'Acórtalo.' },
    'account-unknown': {
      why: 'Esta cartera no tiene ninguna cuenta con esa dirección.',
      todo: 'Elige una de tus propias cuentas.',
    },
    'link-unreadable': {
      why: 'El enlace no está entero, o no es de Tabchain.',
      todo: 'Copia otra vez todo el enlace, de la primera letra a la última.',
    },
    'link-spec': {
      why: 'La descripción de la red en el enlace no es correcta.',
      todo: 'Pide uno nuevo a quien hizo el enlace.',
    },
    'address-invalid': {
      why: 'Esa no es la dirección de un nodo al que se pueda llamar.',
      todo: 'Cópiala entera del otro nodo, donde están sus direcciones.',
    },
    'no-wallet': { why: 'Este navegador aún no tiene cartera.', todo: 'Crea una, o importa la tuya, en Cartera.' },
    'not-reachable': {
      why: 'Nadie respondió en esa dirección.',
      todo: 'Comprueba la dirección, y que el otro lado funciona y se llega a él desde esta red.',
    },
    'light-mode': {
      why: 'En modo ligero no se puede. Cambia al completo en Ajustes.',
      todo: 'No hay que recargar, y la cartera se queda como está.',
    },
    jailed: {
      why: 'Esta clave firmó dos veces para un turno y aún no puede volver a participar.',
      todo: 'Espera a ese bloque; lo que quedó de la participación vuelve entonces.',
    },
    'validators-full': {
      why: 'Los 256 puestos están ocupados, y tu participación no supera a la menor.',
      todo: 'Pon más en juego, o espera a que haya un sitio libre.',
    },
    'amount-over-stake': { why: 'La cuenta no tiene tanta participación.', todo: 'Retira menos.' },
    'last-stake': {
      why: 'Es la última participación: sin ella nadie podría hacer más bloques.',
      todo: 'Deja al menos una unidad base, o espera a que otro participe.',
    },
    'unbonding-full': {
      why: 'Ya hay demasiadas cantidades de vuelta.',
      todo: 'Espera a que vuelva la primera de ellas.',
    },
    'signers-nothing': {
      why: 'No se añade ni se quita ningún firmante.',
      todo: 'Nombra un firmante para añadir o quitar.',
    },
    'signer-twice': { why: 'Un firmante aparece dos veces.', todo: 'Nombra a cada firmante una sola vez.' },
    'not-admin': {
      why: 'Eso solo puede hacerlo el administrador de esta red.',
      todo: 'Pregunta al administrador; está junto a los firmantes.',
    },
    'signer-known': {
      why: 'Esa cuenta ya es firmante, o lo será por un cambio que espera.',
      todo: 'Mira la lista y lo que espera en ella.',
    },
    'signer-unknown': {
      why: 'Esa cuenta no es firmante, o dejará de serlo por un cambio que espera.',
      todo: 'Mira la lista y lo que espera en ella.',
    },
    'signers-empty': { why: 'Entonces no quedaría ningún firmante.', todo: 'Añade antes otro firmante.' },
    'signers-full': { why: 'Una red no puede tener más firmantes.', todo: 'Quita antes uno.' },
    'signers-pending-full': { why: 'Ya esperan demasiados cambios.', todo: 'Espera a que algunos estén en vigor.' },
    'admin-unchanged': { why: 'Esa cuenta ya es el administrador.', todo: 'Nombra a otro.' },
    'evidence-form': { why: 'La prueba no contiene dos cabeceras selladas.', todo: 'Copia enteras las dos cabeceras.' },
    'evidence-not-double': {
      why: 'Las dos cabeceras no son dos de una clave para un turno.',
      todo: 'Las dos tienen que ser de una clave y de un turno, y ser distintas.',
    },
    'evidence-chain': { why: 'La prueba es de otra red.', todo: 'Denúncialo en la red de la que son.' },
    'evidence-expired': { why: 'La prueba es demasiado antigua.', todo: 'Ya no se puede denunciar.' },
    'evidence-known': { why: 'Eso ya se ha denunciado.', todo: 'No queda nada por hacer: se denunció.' },
    'evidence-harmless': {
      why: 'La clave no tiene participación ni firma bloques.',
      todo: 'A esa clave no se le puede quitar nada.',
    },
    'proof-not-found': {
      why: 'Ningún nodo completo al que se pudo preguntar lo tiene en su cadena.',
      todo: 'Espera un enlace con otra pestaña e inténtalo otra vez; Red muestra quién está enlazado.',
    },
    'not-on-chain': {
      why: 'A esa altura hay otro bloque: el que buscas no es parte de la cadena.',
      todo: 'Busca el bloque por su altura.',
    },
  },
  code: {
    mustBe: (path, expected) => `«${path}» tiene que ser ${expected}.`,
    wrongParams: 'Corrígelo e inténtalo otra vez.',
    noSuchMethod: 'Recarga la página: quizá sea más vieja que aquello con lo que habla.',
    internal: showToMaker,
    ruleRefused: 'Cambia lo que la regla rechaza e inténtalo otra vez.',
    personRefused: { why: 'No se confirmó.', todo: 'Pídelo otra vez y confírmalo si lo quieres.' },
    notFound: 'Comprueba el número o identificador, y si esta pestaña está al día y en la red correcta.',
    notPossibleNow: 'Inténtalo otra vez en un momento.',
    walletLocked: { why: 'Tu cartera está bloqueada.', todo: 'Desbloquéala en Cartera e inténtalo otra vez.' },
    noNetwork: {
      why: 'Esta pestaña no está en ninguna red.',
      todo: 'Abre un enlace de invitación, o pega uno en Red.',
    },
  },
  ownFault: 'Algo ha ido mal en esta página.',
  nodeSays: (reason) => `El nodo dice: ${reason}.`,
  ownMessage: (message) => `El nodo dice en inglés: «${message}»`,
  alarms: {
    'storage-failed':
      'Este navegador no pudo guardar la cadena, así que el nodo de esta pestaña se paró. Nada de lo que enviaste se pierde: lo tienen otros nodos. Recarga la página; si vuelve a pasar, cierra otras pestañas o libera espacio.',
    'storage-full':
      'Se ha gastado el espacio que este navegador da a la página, así que el nodo de esta pestaña se paró. Libera espacio y recarga. Otros nodos conservan la cadena.',
    'storage-read-only':
      'Este navegador no deja que la página escriba en el disco, así que el nodo de esta pestaña se paró. Comprueba que el disco no esté lleno ni protegido y recarga.',
    'storage-lost':
      'El navegador ha perdido varias veces su base de datos, así que el nodo de esta pestaña se paró. Recarga la página; si vuelve a pasar, reinicia el navegador.',
    'storage-closed':
      'El navegador u otra pestaña ha cerrado la base de datos de esta pestaña, así que su nodo se paró. Recarga la página.',
    'storage-newer':
      'Una versión más nueva de esta página está abierta en otra pestaña y ha cambiado la base de datos, así que el nodo de esta pestaña se paró. Recarga esta página para tenerla también.',
    'storage-blocked':
      'Otra pestaña de este navegador tiene la base de datos y no responde. Cierra las otras pestañas de esta página y recarga.',
    'storage-missing':
      'Este navegador no deja que la página guarde nada, así que el nodo no pudo empezar. Usa otra ventana.',
    'storage-emptied':
      'Este navegador ha borrado bloques que esta pestaña había guardado. Los trae otra vez de los demás. Haz una copia de tu cartera en Cartera.',
    'storage-not-kept':
      'Esta ventana no guarda nada: la cadena y la cartera desaparecen al cerrar esta pestaña. Haz una copia de tu cartera en Cartera.',
    'storage-evicted':
      'Este navegador ha borrado la cadena y la cartera de esta página. Otros nodos tienen la cadena y se trae otra vez. Recupera la cartera con tus palabras o tu archivo de copia.',
    'storage-evicted-chain':
      'Este navegador ha borrado la cadena que esta página había guardado. Se trae otra vez de los demás; no había cartera que perder. Recarga la página si no llegan bloques.',
    'storage-locked':
      'Otro programa tiene la base de datos de este nodo. Ciérralo, o indica otra carpeta de datos, y recarga.',
    'storage-taken':
      'Mientras esta pestaña dormía, otra pestaña de este navegador ocupó su lugar, así que el nodo de esta pestaña se paró. Recarga la página para seguir con un lugar propio.',
    'wallet-not-backed-up':
      'Han llegado monedas a una cartera sin copia. Si este navegador borra sus datos, se pierden para siempre. Haz ahora una copia: comprueba tus palabras o guarda un archivo de copia.',
    'contracts-unsteady':
      'Esta pestaña falló varias veces al ejecutar contratos. Cada uno se ejecutó otra vez y ningún bloque se juzgó por ello. Cierra otras pestañas que usen mucha memoria o recarga la página.',
    'contracts-failed':
      'Esta pestaña no pudo ejecutar un contrato, así que su nodo se paró. Ningún bloque se juzgó por ello y lo guardado está a salvo. Cierra otras pestañas que usen mucha memoria y recarga la página.',
    'node-failed':
      'El nodo de esta pestaña se paró por un error de Tabchain mismo. Lo guardado está a salvo. Recarga la página; si vuelve a pasar, abre el registro de sucesos en Red y enséñaselo a quien lleva la red.',
    'apart-heavier':
      'Una parte de esta red lleva tanto tiempo en una cadena propia que ningún lado sigue al otro por sí mismo. Esta pestaña está en la cadena más pesada y continúa. Lo que se paga en la otra no cuenta aquí: avisa a quienes están en ella. El registro de sucesos en Red nombra el bloque donde se separan las cadenas.',
    'apart-lighter':
      'Una parte de esta red lleva tanto tiempo en una cadena propia que ningún lado sigue al otro por sí mismo. La otra cadena pesa más, según muestran o dicen sus nodos. Pregunta a los demás en cuál están; para seguir la otra, quita esta red aquí y vuelve a unirte con un enlace de allí. El registro de sucesos en Red nombra el bloque donde se separan las cadenas.',
    'other-tab':
      'Otra pestaña de este navegador usa el mismo lugar del almacenamiento. Cierra una de las dos y recarga.',
  },
  jobs: { sync: 'Trae la cadena y comprueba cada bloque' },
  choices: {
    reload: 'Recargar la página',
    dismiss: 'Cerrar este mensaje',
    'back-up': 'Hacer ahora la copia',
    restore: 'Recuperar la cartera',
  },
};
