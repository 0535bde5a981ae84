import type { live as ptBR } from '../pt-br/live.ts'
import type { Words } from '../words.ts'

export const live: Words<typeof ptBR> = {
  live: 'en vivo',
  offline: 'sin conexión',
  reconnecting: 'reconectando',
  staleSince: 'datos de las {{time}}',
  backTitle: 'Conexión recuperada',
}
