import type { live as ptBR } from '../pt-br/live.ts'
import type { RussianWords } from '../words.ts'

export const live: RussianWords<typeof ptBR> = {
  live: 'в эфире',
  offline: 'нет связи',
  reconnecting: 'переподключение',
  staleSince: 'данные на {{time}}',
  backTitle: 'Связь восстановлена',
}
