// What the page itself has to say above every screen, in Spanish.
// The block is named by its height; `ago` comes from agoText.

import type { Text } from '../en/index.ts';

export const notices: Text['notices'] = {
  update:
    '**Hay una versión más nueva de esta página.** Cárgala cuando te venga bien; no se pierde nada de lo que tienes aquí.',
  updateAct: 'Cargar la página más nueva',
  updateLater: 'Más tarde',
  offline: (height, ago) =>
    `**No se puede llegar a nadie.** Lo que ves es tu propia copia de la cadena, hasta el bloque ${height} (${ago}). Sigue por sí misma en cuanto haya otros; [Red](#/network) muestra lo que se ha intentado.`,
  lostTouch: 'Esta página ha perdido el contacto con su nodo.',
  mayBeOld: 'Lo que ves puede ser viejo.',
  reload: 'Recargar la página',
  closeThis: 'Cerrar este mensaje',
  done: (done, total) => `${done} de ${total}`,
  notANode: 'Esta pestaña no es un nodo ahora.',
  tryAgain: 'Intentarlo otra vez',
  missing: {
    node: {
      title: 'Tu nodo no se ha iniciado.',
      text: 'No se pudo cargar su parte de esta página; lo más probable es que el relé que sirve la página no esté. Inténtalo cuando vuelva.',
    },
    network: {
      title: 'Tu nodo aún no alcanza a nadie.',
      text: 'No se pudo cargar la parte de esta página que habla con otros nodos; lo más probable es que el relé que sirve la página no esté. Lo guardado en esta pestaña se puede usar mientras tanto. Inténtalo cuando el relé vuelva.',
    },
    files: {
      title: 'Aún no se pueden abrir archivos.',
      text: 'No se pudo cargar la parte de esta página para archivos; lo más probable es que el relé que sirve la página no esté. Todo lo demás funciona mientras tanto. Inténtalo cuando el relé vuelva.',
    },
  },
  stopped: (why) => `El nodo se ha parado: ${why}. Recarga la página.`,
  noReason: 'motivo desconocido',
};
