import type { admin as ptBR } from '../pt-br/admin.ts'
import type { RussianWords } from '../words.ts'

export const admin: RussianWords<typeof ptBR> = {
  title: 'Управление',
}
