import type { NewTicket } from '../tickets/ticket-api.ts'

/** What somebody has typed so far. The CPF is in none that is kept. */
export type TicketForm = {
  title: string
  description: string
  category: string
  priority: '' | 'urgent' | 'high' | 'medium' | 'low'
  department: string
  system: string
  phone: string
  cpf: string
}
export const EMPTY: TicketForm = {
  ...{ title: '', description: '', category: '', priority: '' },
  ...{ department: '', system: '', phone: '', cpf: '' },
}

const keyOf = (userId: number) => `ponte-new-ticket-${userId}`

export function readDraft(userId: number): TicketForm {
  const kept = localStorage.getItem(keyOf(userId))
  return { ...EMPTY, ...(kept ? (JSON.parse(kept) as Partial<TicketForm>) : {}), cpf: '' }
}

export function keepDraft(userId: number, { cpf: _, ...form }: TicketForm): void {
  const isEmpty = form.title === '' && form.description === ''
  if (isEmpty) localStorage.removeItem(keyOf(userId))
  else localStorage.setItem(keyOf(userId), JSON.stringify(form))
}

/** What was offered beside it is counted by this. */
export function draftIdOf(userId: number): string {
  const key = `${keyOf(userId)}-id`
  const id = localStorage.getItem(key) ?? crypto.randomUUID()
  localStorage.setItem(key, id)
  return id
}

export function discardDraft(userId: number): void {
  localStorage.removeItem(`${keyOf(userId)}-id`)
  localStorage.removeItem(keyOf(userId))
  localStorage.removeItem(keyOfKey(userId))
}

export const ticketOf = (form: TicketForm, needsCpf: boolean, attachments: string[]): NewTicket => ({
  title: form.title.trim(),
  description: form.description.trim(),
  category: form.category,
  ...(form.priority && { priority: form.priority }),
  ...(form.department && { department: form.department }),
  ...(form.system && { system_type: form.system }),
  ...(form.phone.trim() && { phone: form.phone.trim() }),
  ...(needsCpf && { cpf: form.cpf.replace(/\D/g, '') }),
  ...(attachments.length > 0 && { attachments }),
})

const keyOfKey = (userId: number) => `${keyOf(userId)}-sent`
let last = { body: '', key: '' }

/**
 * The same ticket sent once more has the same key, and is the same ticket, also after the page was loaded anew; a changed
 * one is another. What has a CPF in it is kept nowhere.
 */
export function keyFor(userId: number, ticket: NewTicket): string {
  const body = JSON.stringify(ticket)
  const kept = localStorage.getItem(keyOfKey(userId))
  if (body !== last.body && kept) last = JSON.parse(kept) as typeof last
  if (body !== last.body) last = { body, key: crypto.randomUUID() }
  if (ticket.cpf === undefined) localStorage.setItem(keyOfKey(userId), JSON.stringify(last))
  return last.key
}
