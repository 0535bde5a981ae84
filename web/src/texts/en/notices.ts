import type { notices as ptBR } from '../pt-br/notices.ts'
import type { Words } from '../words.ts'

export const notices: Words<typeof ptBR> = {
  title: 'Notifications',
  unread_one: 'Notifications: {{count}} unread',
  unread_other: 'Notifications: {{count}} unread',
  isUnread: 'Unread:',
  readAll: 'Mark all as read',
  none: 'Nothing new for now.',
  more: 'Show more',
  choose: 'Choose notifications',
  somebody: 'The help desk',
  kind: {
    ticket_created: '{{name}} opened a ticket',
    requester_reply: '{{name}} replied',
    agent_reply: '{{name}} replied',
    assigned: 'A ticket was assigned to you',
    mention: '{{name}} mentioned you',
    resolved: 'Ticket resolved',
    reopened: 'Ticket reopened',
    sla_warning: 'Time is running out',
    sla_breached: 'The deadline has passed',
  },
  settings: {
    title: 'Notifications',
    lead: 'You are never told of what you do yourself.',
    what: 'Tell me when',
    app: 'Here',
    mail: 'E-mail',
    kind: {
      ticket_created: 'a ticket is opened',
      requester_reply: 'the requester replies',
      agent_reply: 'the help desk replies',
      assigned: 'a ticket is assigned to me',
      mention: 'somebody mentions me',
      resolved: 'a ticket is resolved',
      reopened: 'a ticket is reopened',
      sla_warning: 'a deadline is near',
      sla_breached: 'a deadline has passed',
    },
  },
}
