export const notices = {
  title: 'Avisos',
  unread_one: 'Avisos: {{count}} não lido',
  unread_other: 'Avisos: {{count}} não lidos',
  isUnread: 'Não lido:',
  readAll: 'Marcar tudo como lido',
  none: 'Nada de novo por enquanto.',
  more: 'Mostrar mais',
  choose: 'Escolher avisos',
  somebody: 'A central',
  kind: {
    ticket_created: '{{name}} abriu um chamado',
    requester_reply: '{{name}} respondeu',
    agent_reply: '{{name}} respondeu',
    assigned: 'Um chamado passou para você',
    mention: '{{name}} mencionou você',
    resolved: 'Chamado resolvido',
    reopened: 'Chamado reaberto',
    sla_warning: 'O prazo está perto do fim',
    sla_breached: 'O prazo venceu',
  },
  settings: {
    title: 'Avisos',
    lead: 'Você nunca é avisado do que você mesmo faz.',
    what: 'Avisar quando',
    app: 'Aqui',
    mail: 'E-mail',
    kind: {
      ticket_created: 'um chamado é aberto',
      requester_reply: 'o solicitante responde',
      agent_reply: 'a central responde',
      assigned: 'um chamado passa para mim',
      mention: 'alguém me menciona',
      resolved: 'um chamado é resolvido',
      reopened: 'um chamado é reaberto',
      sla_warning: 'um prazo está perto do fim',
      sla_breached: 'um prazo vence',
    },
  },
}

/** Comes with the bell, after the page. */
export const ofNotices = { notices }
