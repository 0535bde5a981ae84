/** What the CRM keeps of a ticket in fields of our own. */

/** What a ticket says of itself beyond its title, in our words; each CRM is told where it keeps them. */
export const TICKET_FIELDS = [
  'priority',
  'category',
  'system',
  'assigneeDepartment',
  'requesterDepartment',
  'requesterName',
  'requesterEmail',
  'requesterPhone',
  'filial',
  'matricula',
  'cpf',
  'description',
  'deadline',
  'rating',
  'ratingComment',
  'ticketNumber',
] as const
export type TicketField = (typeof TICKET_FIELDS)[number]
/** Of fields whose values are fixed: the CRM has to offer a choice for each. */
export const NEEDED_LABELS: Partial<Record<TicketField, readonly string[]>> = {
  priority: ['Baixo', 'Médio', 'Alto', 'Crítico'],
}
/** Choices by their labels, moments as ISO 8601. */
export type FieldValues = Partial<Record<TicketField, string | null>>

/** Where the CRM keeps a field of ours, and what is wrong with that: null is nothing. */
export type FieldCheck = {
  /** null: none of ours, but one without which the CRM takes no deal. */
  field: TicketField | null
  place: string
  /** What the CRM calls it; null: it has no such field. */
  title: string | null
  type: string | null
  /** Of a field that offers some. */
  choices: readonly string[]
  /** For each label that we need the CRM's own; null is none. */
  labels: Readonly<Record<string, string | null>>
  problem: string | null
  /** It is not only that a value is left out: with this problem the CRM refuses tickets. */
  isFatal: boolean
}
