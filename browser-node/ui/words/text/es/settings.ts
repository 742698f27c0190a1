// Settings and care, in Spanish.
// Sizes come with their unit.

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

export const settings: Text['settings'] = {
  title: 'Ajustes',
  chooseFull: 'Elegir «completo» en Ajustes',
  look: 'Idioma y tema',
  storage: {
    title: 'Lo que guarda este navegador',
    about: 'La cadena, la cartera, la identidad y los ajustes están en este navegador y en ningún otro sitio.',
    chain: 'La [cadena](?chain)',
    used: 'Todo junto',
    room: 'Espacio que da el navegador',
    promise: 'Promesa de guardarlo',
    promised: 'Dada',
    notPromised: 'No dada',
    promisedAbout: 'Solo tú puedes borrarlo: en los ajustes del navegador o aquí abajo.',
    notPromisedAbout:
      'Si falta espacio, o tras unas semanas sin visita, este navegador puede borrarlo todo. Haz una copia de tu cartera; la cadena vuelve de los demás.',
    ask: 'Pedir al navegador que lo guarde',
    refused: 'El navegador no lo ha prometido. En la mayoría ayuda instalar la página o visitarla más a menudo.',
    cannotAsk: 'Una página abierta sin https no puede pedir esa promesa.',
  },
  producing: {
    title: 'Reglas para producir bloques',
    about: 'Valen en cuanto lo hayas iniciado en [Producir](#/produce); nada empieza por sí mismo.',
    share: (percent) => `Cuánto de este equipo: ${percent} %`,
    percent: (percent) => `${percent} por ciento`,
    failed: 'La parte no se ha cambiado.',
    rest: 'Pausar mientras esta pestaña esté oculta',
    awake: 'Mantener la pantalla encendida ([pantalla activa](?wakeLock))',
  },
  lock: {
    title: 'Bloqueo de la cartera',
    after: 'Bloquearla cuando nadie haya tocado la página en',
    never: 'Nunca por sí misma',
    minutes: (n) => forms.counted(n, { one: 'minuto', other: 'minutos' }),
    about: 'Una cartera bloqueada sigue recibiendo. Pagar y firmar piden otra vez la frase de contraseña.',
  },
  reset: {
    title: 'Empezar de nuevo',
    about: 'Borra todo lo que este navegador guarda de esta página: cadenas, cartera, contactos, ajustes.',
    open: 'Borrarlo todo…',
    warn: 'Las cadenas vuelven de los demás cuando te unas otra vez. Cierra antes las otras pestañas de esta página.',
    warnWallet:
      '**Tu cartera también se borra.** Solo tus palabras o un archivo de copia la traen de vuelta. Cierra antes las otras pestañas de esta página.',
    understood: 'Tengo lo que necesito y quiero borrarlo',
    confirm: 'Borrarlo todo',
    keep: 'Conservarlo',
  },
  glossary: {
    title: 'Términos',
    open: (n) => `${n} términos y lo que significan`,
  },
};
