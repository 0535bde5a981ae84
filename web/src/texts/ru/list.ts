import type { list as ptBR } from '../pt-br/list.ts'
import type { RussianWords } from '../words.ts'

export const list: RussianWords<typeof ptBR> = {
  title: 'Список',
}
