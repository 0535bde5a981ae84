import type { DealId } from '#src/ids.ts'
import type { FieldValues } from '#src/providers/crm-fields.ts'
import type { DealChange, OutgoingEmail, OutgoingTicket } from '#src/providers/crm-provider.ts'
import { type FieldMap, plain } from './field-map.ts'

export type WireFields = Record<string, string | number | null>

/** A label that the portal does not know is left out; the rest of the ticket must not wait for it. */
export function fieldsToWire({ fields }: FieldMap, values: FieldValues): WireFields {
  const wire: WireFields = {}
  for (const { field, code, type, idOf } of fields) {
    const value = values[field]
    if (value === undefined) continue
    if (value === null || type !== 'enumeration') wire[code] = type === 'datetime' ? dateTime(value) : value
    else {
      const id = idOf.get(plain(value))
      if (id !== undefined) wire[code] = id
    }
  }
  return wire
}

/** What is no moment is for the portal to judge. */
function dateTime(value: string | null): string | null {
  const at = new Date(value ?? '')
  return Number.isNaN(at.getTime()) ? value : momentToWire(at)
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

export const changeToWire = (
  map: FieldMap,
  { title, stageId, responsibleId, fields = {} }: DealChange,
): WireFields => ({
  ...(title !== undefined && { title }),
  ...(stageId !== undefined && { stageId }),
  ...(responsibleId !== undefined && { assignedById: responsibleId }),
  ...fieldsToWire(map, fields),
})

/** With its offset, and in whole seconds: the portal keeps no finer time. */
export const momentToWire = (at: Date) => `${at.toISOString().slice(0, 19)}+00:00`

const DEAL = 2
const CONTACT = 3
const EMAIL = 4
const OUTGOING = 2
const HTML = 3

/** Completed and outgoing together would make the portal send it. */
export const emailToWire = (originatorId: string, dealId: DealId, email: OutgoingEmail) => ({
  OWNER_TYPE_ID: DEAL,
  OWNER_ID: dealId,
  TYPE_ID: EMAIL,
  DIRECTION: OUTGOING,
  COMPLETED: email.sentBy === 'crm' ? 'Y' : 'N',
  SUBJECT: email.subject,
  DESCRIPTION: email.html,
  DESCRIPTION_TYPE: HTML,
  RESPONSIBLE_ID: email.responsibleId,
  ORIGINATOR_ID: originatorId,
  ORIGIN_ID: email.originKey,
  SETTINGS: {
    DISABLE_SENDING_MESSAGE_COPY: 'Y',
    ...(email.from !== null && { MESSAGE_FROM: email.from }),
  },
  COMMUNICATIONS: [
    {
      VALUE: email.to,
      ...(email.contactId !== null && { ENTITY_ID: email.contactId, ENTITY_TYPE_ID: CONTACT }),
    },
  ],
})
