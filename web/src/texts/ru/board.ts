import type { board as ptBR } from '../pt-br/board.ts'
import type { RussianWords } from '../words.ts'

export const board: RussianWords<typeof ptBR> = {
  title: 'Доска',
}
