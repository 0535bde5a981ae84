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
  ...{
    title: '',
    description: '',
    category: '',
    priority: '',
    department: '',
    system: '',
    phone: '',
    cpf: '',
  },
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

export const discardDraft = (userId: number) => localStorage.removeItem(keyOf(userId))

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

let last = { body: '', key: '' }
/** The same ticket sent once more has the same key, and is the same ticket; a changed one is another. */
export function keyFor(ticket: NewTicket): string {
  const body = JSON.stringify(ticket)
  if (body !== last.body) last = { body, key: crypto.randomUUID() }
  return last.key
}
