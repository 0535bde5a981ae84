import type { suggest as ptBR } from '../pt-br/suggest.ts'
import type { Words } from '../words.ts'

export const suggest: Words<typeof ptBR> = {
  title: 'Quizás esto ayude',
  found_one: '{{count}} sugerencia de la ayuda.',
  found_other: '{{count}} sugerencias de la ayuda.',
  already: '¿Ya lo pidió?',
  alreadyLead: 'Todavía está en curso. Si es el mismo asunto, escriba allí:',
  alreadyLink: '{{number}}: {{title}}',
  question: 'Pregunta frecuente',
  newTab: 'Abrir en otra pestaña',
  solved: 'Resolvió mi problema',
  thanks: 'Qué bueno que se resolvió',
  thanksLead: 'Lo que escribió sigue aquí. ¿Quiere descartar el borrador?',
  discard: 'Descartar borrador',
  keep: 'Seguir escribiendo',
  discarded: 'Se descartó el borrador.',
}
