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
  keys: {
    title: 'Keyboard shortcuts',
    lead: 'They work while you are not typing.',
    palette: 'Search and go anywhere',
    next: 'Next ticket',
    previous: 'Previous ticket',
    reply: 'Reply',
    note: 'Write an internal note',
    assign: 'Assign',
    move: 'Move to another stage',
    priority: 'Change the priority',
    help: 'Show these keys',
    areOn: 'Use single-letter keys',
  },
  palette: {
    hint: 'Number, title or command',
    tickets: 'Tickets',
    pages: 'Go to',
    actions: 'Actions',
    none: 'Nothing found. Try the number of the ticket or a word of its title.',
  },
  search: 'Search',
  more: 'More',
  forbiddenTitle: 'This page is not for your role',
  forbiddenLead: 'If you need it, ask an administrator of the desk for access.',
}
