import { infiniteQueryOptions } from '@tanstack/react-query'
import type { InboundMail } from '../../../src/mail-in/inbound-mail.ts'
import { call } from '../api.ts'
import { type Page, queryOf } from '../tickets/ticket-api.ts'

export type { InboundMail }
export type MailSearch = { verdict?: Verdict; reason?: Reason; sender?: string }
export type Verdict = NonNullable<InboundMail['verdict']>
export type Reason = NonNullable<InboundMail['reason']>

export const VERDICTS = ['message', 'ticket', 'answered', 'ignored'] as const satisfies Verdict[]
export const REASONS = [
  'reply',
  'new',
  'repeated',
  'own',
  'bounce',
  'automatic',
  'sender',
  'unknown',
  'no-ticket',
  'not-a-participant',
  'not-authentic',
  'too-many',
  'ticket-closed',
  'empty',
  'unreadable',
] as const satisfies Reason[]

const OFTEN_MS = 15_000
/** Pages that are asked for again and again. */
const MOST_LIVE = 3

export const mailsQuery = (search: MailSearch) =>
  infiniteQueryOptions({
    queryKey: ['mail-in', search],
    queryFn: ({ pageParam }) =>
      call<Page<InboundMail>>(
        'GET',
        `/api/v1/admin/mail-in${queryOf({ ...search, limit: 30, cursor: pageParam ?? undefined })}`,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    // Whoever has gone far back reads on undisturbed.
    refetchInterval: ({ state: { data } }) => (data && data.pages.length > MOST_LIVE ? false : OFTEN_MS),
  })

/** As it stands in the address. */
export function readMailSearch({ verdict, reason, sender }: Record<string, unknown>): MailSearch {
  const [known, why] = [VERDICTS.find((one) => one === verdict), REASONS.find((one) => one === reason)]
  return {
    ...(known && { verdict: known }),
    ...(why && { reason: why }),
    ...(typeof sender === 'string' && sender !== '' && { sender: sender.slice(0, 255) }),
  }
}
