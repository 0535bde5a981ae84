import { z } from '@hono/zod-openapi'

/** What stands in texts for what is known when they are used. */

export const PLACEHOLDERS = ['requester_name', 'ticket_number', 'agent_name', 'title'] as const
type Placeholder = (typeof PLACEHOLDERS)[number]

const LONGEST_BODY = 10_000
/** The longest of what fills one, and what a message may be long: see ticket-schema.ts and message-text.ts. */
const LONGEST_VALUE = 255
const LONGEST_FILLED = 20_000

const ANY = /\{\{\s*(\w+)\s*\}\}/g
const isPlaceholder = (name: string | undefined): name is Placeholder =>
  PLACEHOLDERS.some((one) => one === name)

/** Braces that nothing would fill are refused when they are typed: nobody is to be sent them. */
export const BodyWithPlaceholders = z
  .string()
  .max(LONGEST_BODY)
  .superRefine((text, context) => {
    const rest = text.replace(ANY, (found, name: string) => (isPlaceholder(name) ? '' : found))
    const values = PLACEHOLDERS.map((name) => `{{${name}}}`).join(', ')
    if (rest.includes('{{') || rest.includes('}}'))
      context.addIssue({ code: 'custom', params: { rule: 'placeholder', params: { values } } })
    const count = [...text.matchAll(ANY)].length
    if (rest.length + count * LONGEST_VALUE > LONGEST_FILLED)
      context.addIssue({ code: 'custom', params: { rule: 'too-long', params: { maximum: LONGEST_FILLED } } })
  })

type About = {
  ticket: {
    requesterName: string | null
    requesterEmail: string | null
    ticketNumber: string
    title: string
  }
  /** Whoever says it. */
  agentName: string
}

/** In one go, as plain text of a line: what fills a placeholder is never read for placeholders itself. */
export function fillPlaceholders(text: string, { ticket, agentName }: About): string {
  const values: Record<Placeholder, string> = {
    requester_name: ticket.requesterName ?? ticket.requesterEmail ?? '',
    ticket_number: ticket.ticketNumber,
    agent_name: agentName,
    title: ticket.title,
  }
  return text.replace(ANY, (found, name: string) =>
    isPlaceholder(name) ? values[name].replace(/\s+/g, ' ').trim().slice(0, LONGEST_VALUE) : found,
  )
}
