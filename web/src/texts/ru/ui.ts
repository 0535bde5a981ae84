import type { ui as ptBR } from '../pt-br/ui.ts'
import type { RussianWords } from '../words.ts'

export const ui: RussianWords<typeof ptBR> = {
  toasts: 'Уведомления',
  close: 'Закрыть',
  cancel: 'Отмена',
  retry: 'Повторить',
  loading: 'Загрузка…',
  errorTitle: 'Не удалось загрузить',
  errorOffline: 'Нет связи со службой. То, что вы видите, остаётся в силе, пока связь не вернётся.',
  remove: 'Убрать',
  clear: 'Очистить',
  any: 'Все',
  choose: 'Выбрать',
}
