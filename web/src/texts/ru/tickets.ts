import type { tickets as ptBR } from '../pt-br/tickets.ts'
import type { RussianWords } from '../words.ts'

export const tickets: RussianWords<typeof ptBR> = {
  title: 'Заявка',
}
