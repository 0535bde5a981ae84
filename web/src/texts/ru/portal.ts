import type { portal as ptBR } from '../pt-br/portal.ts'
import type { RussianWords } from '../words.ts'

export const portal: RussianWords<typeof ptBR> = {
  title: 'Мои заявки',
}
