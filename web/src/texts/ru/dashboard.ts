import type { dashboard as ptBR } from '../pt-br/dashboard.ts'
import type { RussianWords } from '../words.ts'

export const dashboard: RussianWords<typeof ptBR> = {
  title: 'Обзор',
}
