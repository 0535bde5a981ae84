import type { Locale } from '#src/locale.ts'

/** The states of a ticket, as people call them. */
export const STATUS_LABELS = {
  'pt-BR': {
    open: 'Novo',
    in_progress: 'Em atendimento',
    waiting_for_user: 'Aguardando solicitante',
    on_hold: 'Em espera',
    resolved: 'Resolvido',
    closed: 'Encerrado',
  },
  es: {
    open: 'Nuevo',
    in_progress: 'En curso',
    waiting_for_user: 'Esperando al solicitante',
    on_hold: 'En espera',
    resolved: 'Resuelto',
    closed: 'Cerrado',
  },
  en: {
    open: 'New',
    in_progress: 'In progress',
    waiting_for_user: 'Waiting for requester',
    on_hold: 'On hold',
    resolved: 'Resolved',
    closed: 'Closed',
  },
  ru: {
    open: 'Новая',
    in_progress: 'В работе',
    waiting_for_user: 'Ждём заявителя',
    on_hold: 'Отложена',
    resolved: 'Решена',
    closed: 'Закрыта',
  },
} as const satisfies Record<Locale, Record<string, string>>
