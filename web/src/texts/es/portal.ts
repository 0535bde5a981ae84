import type { portal as ptBR } from '../pt-br/portal.ts'
import type { Words } from '../words.ts'

export const portal: Words<typeof ptBR> = {
  title: 'Mis solicitudes',
}
