import type { notices as ptBR } from '../pt-br/notices.ts'
import type { Words } from '../words.ts'

export const notices: Words<typeof ptBR> = {
  title: 'Avisos',
  unread_one: 'Avisos: {{count}} sin leer',
  unread_other: 'Avisos: {{count}} sin leer',
  isUnread: 'Sin leer:',
  readAll: 'Marcar todo como leído',
  none: 'Nada nuevo por ahora.',
  more: 'Mostrar más',
  choose: 'Elegir avisos',
  somebody: 'La central',
  kind: {
    ticket_created: '{{name}} abrió un ticket',
    requester_reply: '{{name}} respondió',
    agent_reply: '{{name}} respondió',
    assigned: 'Un ticket pasó a usted',
    mention: '{{name}} le mencionó',
    resolved: 'Ticket resuelto',
    reopened: 'Ticket reabierto',
    sla_warning: 'El plazo está por terminar',
    sla_breached: 'El plazo venció',
  },
  settings: {
    title: 'Avisos',
    lead: 'Nunca recibe avisos de lo que hace usted mismo.',
    what: 'Avisar cuando',
    app: 'Aquí',
    mail: 'Correo',
    kind: {
      ticket_created: 'se abre un ticket',
      requester_reply: 'el solicitante responde',
      agent_reply: 'la central responde',
      assigned: 'un ticket pasa a mí',
      mention: 'alguien me menciona',
      resolved: 'se resuelve un ticket',
      reopened: 'se reabre un ticket',
      sla_warning: 'un plazo está por terminar',
      sla_breached: 'un plazo vence',
    },
  },
}
