import type { shell as ptBR } from '../pt-br/shell.ts'
import type { Words } from '../words.ts'

export const shell: Words<typeof ptBR> = {
  nav: {
    label: 'Navigation',
    tickets: 'My tickets',
    newTicket: 'Open a ticket',
    board: 'Board',
    list: 'List',
    dashboard: 'Dashboard',
    admin: 'Administration',
    crm: 'Desk and CRM',
    people: 'People',
    deadlines: 'Deadlines',
    categories: 'Categories',
    fields: 'Fields',
  },
  search: 'Search',
  more: 'More',
  forbiddenTitle: 'This page is not for your role',
  forbiddenLead: 'If you need it, ask an administrator of the desk for access.',
}
