import type { tickets as ptBR } from '../pt-br/tickets.ts'
import type { Words } from '../words.ts'

export const tickets: Words<typeof ptBR> = {
  title: 'Ticket',
  status: {
    open: 'New',
    in_progress: 'In progress',
    waiting_for_user: 'Waiting for requester',
    on_hold: 'On hold',
    resolved: 'Resolved',
    closed: 'Closed',
  },
  priority: {
    urgent: 'Urgent',
    high: 'High',
    medium: 'Medium',
    low: 'Low',
  },
  sla: {
    late: 'Late by {{time}}',
    atRisk: 'At risk: {{time}} left',
    ok: '{{time}} left',
    paused: 'paused',
  },
  clocks: {
    first_response: 'First response',
    next_response: 'Next response',
    resolution: 'Resolution',
  },
  slaStates: {
    breached: 'Late',
    at_risk: 'At risk',
    ok: 'On time',
    paused: 'Paused',
  },
  filter: {
    label: 'Filters',
    search: 'Search by number, title or person',
    status: 'Status',
    priority: 'Priority',
    category: 'Category',
    department: 'Department',
    assignee: 'Assignee',
    sla: 'Deadline',
    unread: 'Unread',
    tag: 'Tag: {{tag}}',
    nobody: 'Unassigned',
    me: 'Me',
    clear: 'Clear filters',
    any: 'All',
    more: 'More filters',
  },
}
