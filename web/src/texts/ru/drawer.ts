import type { drawer as ptBR } from '../pt-br/drawer.ts'
import type { RussianWords } from '../words.ts'

export const drawer: RussianWords<typeof ptBR> = {
  title: 'Заявка',
}
