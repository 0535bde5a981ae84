import type { board as ptBR } from '../pt-br/board.ts'
import type { Words } from '../words.ts'

export const board: Words<typeof ptBR> = {
  title: 'Board',
}
