// The tour of five steps, in Spanish.
// Each step is told beside the screen that it is about.

import type { Text } from '../en/index.ts';

export const tour: Text['tour'] = {
  title: 'Una visita en cinco pasos',
  offer: '**¿Es tu primera vez?** Cinco pasos cortos muestran qué es esta pestaña y qué puedes hacer con ella.',
  begin: 'Empezar la visita',
  skip: 'No, gracias',
  step: (step, of) => `Paso ${step} de ${of}`,
  next: 'Siguiente',
  back: 'Atrás',
  end: 'Terminar la visita',
  done: 'Listo',
  node: {
    title: 'Esta pestaña es un nodo',
    text: 'Trae cada [bloque](?block) de otras pestañas y lo comprueba por sí misma; no hay un servidor al que creer. La barra de arriba dice qué altura tiene la [cadena](?chain) y cuántos [pares](?peer) tienes.',
  },
  wallet: {
    title: 'Tu cartera guarda tus claves',
    text: 'Crea una con una [frase de contraseña](?passphrase) y apunta sus palabras. Entonces aparece tu dirección, los demás pueden pagarte y tú a ellos.',
  },
  produce: {
    title: 'Los bloques los hacen pestañas como la tuya',
    text: 'Empieza aquí cuando quieras y para cuando quieras. En una red con [prueba de trabajo](?pow), quien encuentra un bloque recibe monedas nuevas.',
  },
  blocks: {
    title: 'No hay nada oculto',
    text: 'Cada bloque y cada [transacción](?transaction) se puede abrir: quién pagó a quién, qué reglas se comprobaron, qué bytes se firmaron. Lo que espera está en el [mempool](?mempool).',
  },
  network: {
    title: 'Invita a otros',
    text: 'Muestra el código QR o envía el enlace: quien lo abre también tiene un nodo. Una red crece con una segunda pestaña, un teléfono, una clase.',
  },
};
