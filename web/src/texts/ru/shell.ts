import type { shell as ptBR } from '../pt-br/shell.ts'
import type { RussianWords } from '../words.ts'

export const shell: RussianWords<typeof ptBR> = {
  nav: {
    label: 'Навигация',
    tickets: 'Мои заявки',
    newTicket: 'Создать заявку',
    board: 'Доска',
    list: 'Список',
    dashboard: 'Обзор',
    admin: 'Управление',
    crm: 'Служба и CRM',
    people: 'Люди',
    deadlines: 'Сроки',
    categories: 'Категории',
    fields: 'Поля',
  },
  search: 'Поиск',
  more: 'Ещё',
  forbiddenTitle: 'Эта страница не для вашей роли',
  forbiddenLead: 'Если она вам нужна, попросите доступ у администратора службы.',
}
