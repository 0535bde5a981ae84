import type { account as ptBR } from '../pt-br/account.ts'
import type { RussianWords } from '../words.ts'

export const account: RussianWords<typeof ptBR> = {
  skip: 'Перейти к содержанию',
  pageTitle: '{{title}} · Ponte',
  language: 'Язык',
  theme: { label: 'Оформление', system: 'Как в системе', light: 'Светлое', dark: 'Тёмное' },
  account: { menu: 'Ваша учётная запись', profile: 'Профиль', signOut: 'Выйти' },
  form: {
    required: 'Заполните это поле.',
    email: 'Укажите правильную почту, например maria@company.com.',
    passwordShort: 'Не меньше 8 символов.',
    matricula: 'Табельный номер: до 8 цифр, не начинается с нуля.',
    cpf: 'Проверьте CPF: в нём одиннадцать цифр.',
    repeat: 'Пароли не совпадают.',
    phone: 'Укажите телефон с кодом города, например (11) 98765-4321.',
    summary_one: 'Нужно исправить {{count}} поле:',
    summary_few: 'Нужно исправить {{count}} поля:',
    summary_many: 'Нужно исправить {{count}} полей:',
    summary_other: 'Нужно исправить {{count}} поля:',
    optional: 'необязательно',
    showPassword: 'Показать пароль',
    hidePassword: 'Скрыть пароль',
    sending: 'Отправляем…',
    offline: 'Сервер не отвечает. Введённое сохранилось здесь; проверьте связь и попробуйте снова.',
  },
  notFound: {
    title: 'Такой страницы нет',
    lead: 'Возможно, адрес изменился или указан не полностью.',
    home: 'На главную',
  },
  crash: {
    title: 'На этой странице что-то пошло не так',
    lead: 'Всё сохранённое на месте.',
    retry: 'Попробовать снова',
  },
}
