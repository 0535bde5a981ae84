import * as z from 'zod'
import type { FileMark } from './crm-state.ts'
import type { AcceptedTicket } from './one-deal-each.ts'

/** A ticket as the gateway tells it to an admin. */
export type KnownTicket = AcceptedTicket & {
  id: number
  status: string
  /** That goes on in its place. */
  mergedIntoId: number | null
  /** Of the jobs that are about it. */
  key: string
  /** What is on its way to the CRM, and what will never get there without a person. */
  pending: number
  failed: number
  /** Where its files can be read. */
  links: readonly { name: string; sizeBytes: number; url: string }[]
}

const CrmStatus = z.enum(['pending', 'synced', 'failed'])
const File = z.looseObject({ filename: z.string(), size: z.number(), file_url: z.string().nullable() })
const Message = z.looseObject({
  kind: z.string(),
  source: z.string(),
  message: z.string(),
  crm_status: CrmStatus.nullable(),
  /** Shown here, and of another ticket, whose deal has it. */
  merged_from: z.string().nullish(),
  files: z.array(File),
})
const Detail = z.looseObject({
  id: z.number(),
  deal_id: z.number().nullable(),
  ticket_number: z.string(),
  title: z.string(),
  status: z.string(),
  merged_into_id: z.number().nullable(),
  crm_status: CrmStatus,
  files: z.array(File),
})
const pageOf = <T extends z.ZodType>(item: T) =>
  z.looseObject({ items: z.array(item), next_cursor: z.string().nullish() })

export type Gateway = {
  get(path: string): Promise<unknown>
  post(path: string, body: object): Promise<unknown>
  url: string
  cookie: string
}

/** By the cookies that the session gave. */
export async function signIn(
  url: string,
  { matricula, password }: { matricula: string; password: string },
): Promise<Gateway> {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ matricula, password }),
  })
  if (answer.status !== 201) throw new Error(`${matricula} cannot sign in: ${await answer.text()}`)
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return {
    url,
    cookie,
    async get(path) {
      const response = await fetch(url + path, { headers: { cookie } })
      if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`)
      return response.json()
    },
    async post(path, body) {
      const headers = { cookie, origin: url, 'content-type': 'application/json' }
      const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
      if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`)
      return response.json()
    },
  }
}

/** The others were made in the CRM. */
export const wasFiledHere = ({ ticketNumber }: Pick<KnownTicket, 'ticketNumber'>) =>
  !ticketNumber.startsWith('CRM-')

/** All that there are, whoever filed them. */
export async function readTickets(gateway: Gateway): Promise<KnownTicket[]> {
  const listed = await readPages(gateway, '/api/v1/tickets?scope=all', z.looseObject({ id: z.number() }))
  const known: KnownTicket[] = []
  for (const { id } of listed) {
    const ticket = Detail.parse(await gateway.get(`/api/v1/tickets/${id}`))
    const shown = await readPages(gateway, `/api/v1/tickets/${id}/messages?`, Message)
    const messages = shown.filter(({ merged_from }) => !merged_from)
    const own = messages.filter(
      ({ kind, source, crm_status }) => kind === 'comment' && source !== 'crm' && crm_status !== null,
    )
    const statuses = [ticket.crm_status, ...messages.map(({ crm_status }) => crm_status)]
    known.push({
      id,
      ticketNumber: ticket.ticket_number,
      dealId: ticket.deal_id,
      title: ticket.title,
      status: ticket.status,
      mergedIntoId: ticket.merged_into_id,
      files: ticket.files.map(toMark),
      comments: own.map(({ message, files }) => ({ text: message, files: files.map(toMark) })),
      key: `ticket:${id}`,
      pending: statuses.filter((status) => status === 'pending').length,
      failed: statuses.filter((status) => status === 'failed').length,
      links: [...ticket.files, ...messages.flatMap(({ files }) => files)].flatMap((file) =>
        file.file_url ? [{ ...toMark(file), url: new URL(file.file_url, gateway.url).href }] : [],
      ),
    })
  }
  return known
}

const toMark = ({ filename, size }: z.output<typeof File>): FileMark => ({ name: filename, sizeBytes: size })

export async function readPages<T extends z.ZodType>(
  gateway: Gateway,
  path: string,
  item: T,
): Promise<z.output<T>[]> {
  const items: z.output<T>[] = []
  for (let cursor = ''; ; ) {
    const page = pageOf(item).parse(await gateway.get(`${path}&limit=200${cursor}`))
    items.push(...page.items)
    if (!page.next_cursor) return items
    cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`
  }
}

/** What the store holds of each file, held against what we say that it is. */
export async function storeProblems(tickets: readonly KnownTicket[]): Promise<string[]> {
  const problems: string[] = []
  for (const { ticketNumber, links } of tickets)
    for (const { name, sizeBytes, url } of links) {
      const response = await fetch(url, { headers: { range: 'bytes=0-0' } })
      await response.body?.cancel()
      const [, total] = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? []
      if (Number(total) !== sizeBytes)
        problems.push(
          `${ticketNumber}: the store answers ${response.status} for ${name}, with ${total ?? 'no'} bytes of ${sizeBytes}`,
        )
    }
  return problems
}
