import type { admin as ptBR } from '../pt-br/admin.ts'
import type { RussianWords } from '../words.ts'

export const admin: RussianWords<typeof ptBR> = {
  title: 'Управление',
  more: 'Показать ещё',
  people: {
    lead: 'Кто входит в Ponte и с какой ролью.',
    add: 'Добавить человека',
    addLead: 'Вход — по табельному номеру и этому паролю; потом его можно сменить.',
    search: 'Имя, почта или табельный номер',
    role: 'Роль',
    state: 'Доступ',
    active: 'активен',
    inactive: 'нет доступа',
    count_one: '{{count}} человек',
    count_few: '{{count}} человека',
    count_many: '{{count}} человек',
    count_other: '{{count}} человека',
    none: 'По этому запросу никого нет.',
    name: 'Имя',
    saved: 'Данные сохранены: {{name}}.',
    created: '{{name}}: вход открыт.',
    passwordHint: 'Оставьте пустым, чтобы не менять.',
    mayComeIn: 'Может входить в Ponte',
    cutOff: 'После сохранения на устройствах этого человека будет выполнен выход.',
  },
}
