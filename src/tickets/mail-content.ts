import { escapeHtml } from '#src/html.ts'
import type { TicketRow } from './queries.ts'

type Named = Pick<TicketRow, 'dealId' | 'ticketNumber'>

/** Of whichever ticket: an answer to a mail of ours, or one that was passed on. */
const TAG = /\[(?:#\d+|TKT-\d{8}-\d+)\]\s*/gi

export const withoutTags = (subject: string) => subject.replace(TAG, '').trim()

/** E-06: once, and by what people can look for: the CRM's number, or ours while there is none. */
export const taggedSubject = (subject: string, { dealId, ticketNumber }: Named) =>
  `[${dealId === null ? ticketNumber : `#${dealId}`}] ${withoutTags(subject)}`

export const htmlOf = (text: string) => `<p>${escapeHtml(text).replaceAll('\n', '<br>\n')}</p>`
