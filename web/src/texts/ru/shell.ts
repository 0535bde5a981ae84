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
  keys: {
    title: 'Горячие клавиши',
    lead: 'Работают, когда вы не пишете текст.',
    palette: 'Поиск и переход куда угодно',
    next: 'Следующая заявка',
    previous: 'Предыдущая заявка',
    reply: 'Ответить',
    note: 'Написать внутреннюю заметку',
    assign: 'Назначить',
    move: 'Переместить на другой этап',
    priority: 'Изменить приоритет',
    help: 'Показать эти клавиши',
    areOn: 'Использовать клавиши из одной буквы',
  },
  palette: {
    hint: 'Номер, заголовок или команда',
    tickets: 'Заявки',
    pages: 'Перейти',
    actions: 'Действия',
    none: 'Ничего не найдено. Попробуйте номер заявки или слово из заголовка.',
  },
  search: 'Поиск',
  more: 'Ещё',
  forbiddenTitle: 'Эта страница не для вашей роли',
  forbiddenLead: 'Если она вам нужна, попросите доступ у администратора службы.',
}
