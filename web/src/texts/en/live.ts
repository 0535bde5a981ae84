import type { live as ptBR } from '../pt-br/live.ts'
import type { Words } from '../words.ts'

export const live: Words<typeof ptBR> = {
  live: 'live',
  offline: 'offline',
  reconnecting: 'reconnecting',
  staleSince: 'data of {{time}}',
  backTitle: 'Connection is back',
}
