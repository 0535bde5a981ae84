import type { tickets as ptBR } from '../pt-br/tickets.ts'
import type { Words } from '../words.ts'

export const tickets: Words<typeof ptBR> = {
  title: 'Solicitud',
}
