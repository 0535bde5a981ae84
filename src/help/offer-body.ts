import { z } from '@hono/zod-openapi'
import { HelpLocale } from './article-body.ts'

/** What comes in from somebody who is writing a ticket. */

const LONGEST_TITLE = 255
const LONGEST_START = 2_000

const DraftId = z.uuid().openapi({ description: 'Of what is being written; made by whoever writes' })

export const WrittenSoFar = z
  .strictObject({
    title: z.string().max(LONGEST_TITLE),
    text: z.string().max(LONGEST_START).default('').openapi({ description: 'How it begins is enough' }),
    locale: HelpLocale.optional(),
    draft_id: DraftId.optional().openapi({ description: 'Without one, nothing is counted' }),
  })
  .openapi('WrittenSoFar')
export type WrittenSoFar = z.output<typeof WrittenSoFar>

export const OfferAnswer = z.strictObject({ draft_id: DraftId }).openapi('OfferAnswer')
