import type { tickets as ptBR } from '../pt-br/tickets.ts'
import type { RussianWords } from '../words.ts'

export const tickets: RussianWords<typeof ptBR> = {
  title: 'Заявка',
  status: {
    open: 'Новая',
    in_progress: 'В работе',
    waiting_for_user: 'Ждём заявителя',
    on_hold: 'Отложена',
    resolved: 'Решена',
    closed: 'Закрыта',
  },
  priority: {
    urgent: 'Критичный',
    high: 'Высокий',
    medium: 'Средний',
    low: 'Низкий',
  },
  sla: {
    late: 'Просрочено на {{time}}',
    atRisk: 'Под угрозой: осталось {{time}}',
    ok: 'Осталось {{time}}',
    paused: 'на паузе',
  },
  clocks: {
    first_response: 'Первый ответ',
    next_response: 'Следующий ответ',
    resolution: 'Решение',
  },
  slaStates: {
    breached: 'Просроченные',
    at_risk: 'Под угрозой',
    ok: 'В срок',
    paused: 'На паузе',
  },
  filter: {
    label: 'Фильтры',
    search: 'Поиск по номеру, теме или человеку',
    status: 'Статус',
    priority: 'Приоритет',
    category: 'Категория',
    department: 'Отдел',
    assignee: 'Исполнитель',
    sla: 'Срок',
    unread: 'Непрочитанные',
    tag: 'Метка: {{tag}}',
    nobody: 'Без исполнителя',
    me: 'Я',
    clear: 'Сбросить фильтры',
    any: 'Все',
    more: 'Ещё фильтры',
  },
}
