import type { dashboard as ptBR } from '../pt-br/dashboard.ts'
import type { Words } from '../words.ts'

export const dashboard: Words<typeof ptBR> = {
  title: 'Dashboard',
}
