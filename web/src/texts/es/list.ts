import type { list as ptBR } from '../pt-br/list.ts'
import type { Words } from '../words.ts'

export const list: Words<typeof ptBR> = {
  title: 'Lista',
}
