import type { Status } from '#src/db/ticket-schema.ts'
import type { Locale } from '#src/locale.ts'

export const STATUS_LABELS: Record<Locale, Record<Status, string>> = {
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
}
