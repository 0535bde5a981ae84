import type { CrmDeal, CrmState, FileMark } from './crm-state.ts'

/** A ticket that was answered with 2xx, and all that was said on it since. */
export type AcceptedTicket = {
  ticketNumber: string
  /** As the gateway tells it; null while it does not know. */
  dealId: number | null
  title: string
  /** Those that came with the ticket itself. */
  files: readonly FileMark[]
  comments: readonly AcceptedComment[]
}
export type AcceptedComment = { text: string; files: readonly FileMark[] }

/** I1: each has exactly one deal, which has each file and each comment exactly once; and nobody made a deal that nobody asked for. */
export function oneDealEach(
  accepted: readonly AcceptedTicket[],
  crm: Pick<CrmState, 'deals' | 'disk'>,
): string[] {
  const broken: string[] = []
  const byNumber = Map.groupBy(crm.deals, ({ ticketNumber }) => ticketNumber)
  const numbers = new Set(accepted.map(({ ticketNumber }) => ticketNumber))
  for (const ticket of accepted) {
    const { ticketNumber, dealId, title } = ticket
    const deals = byNumber.get(ticketNumber) ?? []
    const [deal] = deals
    if (!deal || deals.length > 1) {
      broken.push(`${ticketNumber} "${title}" has ${deals.length} deals: ${deals.map((one) => one.dealId)}`)
      continue
    }
    if (deal.dealId !== dealId) broken.push(`${ticketNumber} is deal ${deal.dealId}, and told as ${dealId}`)
    if (deal.title !== title) broken.push(`${ticketNumber} is called "${deal.title}", not "${title}"`)
    broken.push(...timelineProblems(ticket, deal, crm.disk).map((problem) => `${ticketNumber}: ${problem}`))
  }
  for (const [originKey, deals] of Map.groupBy(crm.deals, (deal) => `${deal.originatorId} ${deal.originKey}`))
    if (deals.length > 1) broken.push(`${originKey} marks ${deals.length} deals`)
  for (const { dealId, title, ticketNumber } of crm.deals)
    if (!numbers.has(ticketNumber ?? ''))
      broken.push(`nobody filed deal ${dealId} "${title}" (${ticketNumber})`)
  return broken
}

function timelineProblems(ticket: AcceptedTicket, deal: CrmDeal, disk: CrmState['disk']): string[] {
  const said = ticket.comments.flatMap(({ text }) => {
    const count = deal.comments.filter((comment) => comment.text.includes(text)).length
    return count === 1 ? [] : [`"${text.slice(0, 60)}" is there ${count} times`]
  })
  const wanted = [...ticket.files, ...ticket.comments.flatMap(({ files }) => files)]
  return [...said, ...difference(wanted, filesOn(deal, disk))]
}

/** Small ones hang on comments; of large ones a comment names the place on the Disk. */
function filesOn(deal: CrmDeal, disk: CrmState['disk']): FileMark[] {
  const hanging = deal.comments.flatMap(({ files }) => files)
  const named = [...disk.values()].filter(({ id }) =>
    deal.comments.some(({ text }) => new RegExp(`\\barquivo ${id}\\b`).test(text)),
  )
  return [...hanging, ...named]
}

/** What is missing and what is too much, each as often as it is. */
function difference(wanted: readonly FileMark[], there: readonly FileMark[]): string[] {
  const counts = new Map<string, number>()
  const add = ({ name, sizeBytes }: FileMark, by: number) => {
    const mark = `${name} of ${sizeBytes} bytes`
    counts.set(mark, (counts.get(mark) ?? 0) + by)
  }
  for (const file of wanted) add(file, -1)
  for (const file of there) add(file, 1)
  return [...counts]
    .filter(([, count]) => count !== 0)
    .map(([mark, count]) => (count < 0 ? `${mark} is missing` : `${mark} is there once too often`))
}
