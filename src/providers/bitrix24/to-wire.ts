import type { FieldValues, OutgoingTicket } from '#src/providers/crm-provider.ts'
import { type FieldMap, plain } from './field-map.ts'

/** A label that the portal does not know is left out; the rest of the ticket must not wait for it. */
export function fieldsToWire(
  { fields }: FieldMap,
  values: FieldValues,
): Record<string, string | number | null> {
  const wire: Record<string, string | number | null> = {}
  for (const { field, code, type, idOf } of fields) {
    const value = values[field]
    if (value === undefined) continue
    if (value === null || type !== 'enumeration') wire[code] = value
    else {
      const id = idOf.get(plain(value))
      if (id !== undefined) wire[code] = id
    }
  }
  return wire
}

export const ticketToWire = (map: FieldMap, originatorId: string, ticket: OutgoingTicket) => ({
  title: ticket.title,
  categoryId: ticket.pipelineId,
  originatorId,
  originId: ticket.originKey,
  ...(ticket.responsibleId !== null && { assignedById: ticket.responsibleId }),
  ...(ticket.contactId !== null && { contactIds: [ticket.contactId] }),
  ...fieldsToWire(map, ticket.fields),
})

/** With its offset, and in whole seconds: the portal keeps no finer time. */
export const momentToWire = (at: Date) => `${at.toISOString().slice(0, 19)}+00:00`
