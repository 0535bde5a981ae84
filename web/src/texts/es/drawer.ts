import type { drawer as ptBR } from '../pt-br/drawer.ts'
import type { Words } from '../words.ts'

export const drawer: Words<typeof ptBR> = {
  title: 'Solicitud',
}
