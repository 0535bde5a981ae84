import * as z from 'zod'
import { type Gateway, readPages } from './gateway-view.ts'
import type { Job } from './kept-promises.ts'

/** A mail that came to us; `verdict` null: nobody has said yet what it is. */
export type CameIn = { id: number; verdict: string | null }
/** A ticket, and the one that it went into. */
export type Merged = { id: number; what: string; mergedIntoId: number | null; status: string }

/** What a job is about, by the name of what it is told. */
export type About = Pick<Job, 'name' | 'key' | 'payload'>

/** I7: of each mail it is known what it became, or there is a job that will say so, or a dead one that shows it to a person. */
export const mailsWithoutOutcome = (mails: readonly CameIn[], jobs: readonly About[]): string[] =>
  mails
    .filter(({ id, verdict }) => verdict === null && !jobs.some(isAbout('take-mail', { mailId: id })))
    .map(({ id }) => `mail ${id} came in, and no job will say what it is`)

export const isAbout =
  (name: string, told: Record<string, unknown>) =>
  (job: About): boolean =>
    job.name === name && Object.entries(told).every(([key, value]) => job.payload?.[key] === value)

/** Whatever was merged is closed, and leads, by however many steps, to one that was not. */
export function mergesThatLeadNowhere(tickets: readonly Merged[]): string[] {
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]))
  return tickets
    .filter(({ mergedIntoId }) => mergedIntoId !== null)
    .flatMap((ticket) => {
      const { what, status } = ticket
      const broken = status === 'closed' ? [] : [`${what} was merged, and is ${status}`]
      const seen = new Set<number>()
      let at: Merged | undefined = ticket
      while (at && at.mergedIntoId !== null && !seen.has(at.id)) {
        seen.add(at.id)
        at = byId.get(at.mergedIntoId)
      }
      if (!at) return [...broken, `${what} was merged into what is not there`]
      return at.mergedIntoId === null ? broken : [...broken, `${what} was merged in a circle`]
    })
}

const MailView = z.looseObject({ id: z.number(), verdict: z.string().nullable() })

export const readMails = (gateway: Gateway): Promise<CameIn[]> =>
  readPages(gateway, '/api/v1/admin/mail-in?', MailView)
