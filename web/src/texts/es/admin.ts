import type { admin as ptBR } from '../pt-br/admin.ts'
import type { Words } from '../words.ts'

export const admin: Words<typeof ptBR> = {
  title: 'Administración',
}
