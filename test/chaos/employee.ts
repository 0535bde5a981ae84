import { randomUUID } from 'node:crypto'
import type { Answer, Client } from '#test/client.ts'
import { formOf } from '#test/files/samples.ts'
import type { FileMark } from '#test/invariants/crm-state.ts'
import type { AcceptedTicket } from '#test/invariants/one-deal-each.ts'
import type { FrailGateway } from './frail-gateway.ts'
import { insist } from './insist.ts'

export type OwnFile = { name: string; bytes: Uint8Array<ArrayBuffer> }
/** A ticket of hers, by what she was told of it, and all that she said on it. */
export type OwnTicket = AcceptedTicket & {
  id: number
  files: FileMark[]
  comments: { text: string; files: FileMark[] }[]
  rating: number | null
}

type Answered = {
  id: number
  ticket_number: string
  deal_id: number | null
  upload_id: string
  status: string
}

/**
 * Somebody who does not give up: what was not answered she sends again, as it was, with the same key. What she was answered
 * with 2xx she relies on.
 */
export class Employee {
  readonly tickets: OwnTicket[] = []
  /** How often she had to send something again. */
  repeats = 0
  readonly #client: Client
  readonly #gateway: FrailGateway

  constructor(client: Client, gateway: FrailGateway) {
    this.#client = client
    this.#gateway = gateway
  }

  async files(title: string, attachments: readonly OwnFile[], more: object = {}): Promise<OwnTicket> {
    const uploads = await this.#upload(attachments)
    const body = {
      title,
      description: `${title}. Aconteceu hoje de manhã, e ninguém na sala consegue trabalhar.`,
      category: 'technical',
      priority: 'high',
      attachments: uploads,
      ...more,
    }
    const key = { 'idempotency-key': randomUUID() }
    const answer = await this.#insist(() => this.#client.post('/api/v1/tickets', body, key))
    const { id, ticket_number: ticketNumber, deal_id: dealId } = told(answer, [201, 202])
    const files = attachments.map(markOf)
    const ticket: OwnTicket = { id, ticketNumber, dealId, title, files, comments: [], rating: null }
    this.tickets.push(ticket)
    return ticket
  }

  async says(ticket: OwnTicket, text: string, attachments: readonly OwnFile[] = []): Promise<void> {
    const body = { message: text, attachments: await this.#upload(attachments), client_id: randomUUID() }
    const answer = await this.#insist(() => this.#client.post(`/api/v1/tickets/${ticket.id}/messages`, body))
    told(answer, [200, 201])
    ticket.comments.push({ text, files: attachments.map(markOf) })
  }

  async closes(ticket: OwnTicket, rating: number): Promise<void> {
    const body = { rating, comment: 'Resolvido, obrigada' }
    const answer = await this.#insist(() => this.#client.post(`/api/v1/tickets/${ticket.id}/close`, body))
    told(answer, [200, 202])
    ticket.rating = rating
  }

  /** What the gateway knows of it by now. */
  async looksAt(ticket: OwnTicket): Promise<OwnTicket> {
    const answer = await this.#insist(() => this.#client.get(`/api/v1/tickets/${ticket.id}`))
    ticket.dealId = told(answer, [200]).deal_id
    return ticket
  }

  async #upload(attachments: readonly OwnFile[]): Promise<string[]> {
    const ids: string[] = []
    for (const { name, bytes } of attachments) {
      const answer = await this.#insist(() => this.#client.post('/api/v1/uploads', formOf({ name, bytes })))
      ids.push(told(answer, [201]).upload_id)
    }
    return ids
  }

  #insist(send: () => Promise<Answer>): Promise<Answer> {
    return insist(this.#gateway, this.#client, send, () => {
      this.repeats += 1
    })
  }
}

export const markOf = ({ name, bytes }: OwnFile): FileMark => ({ name, sizeBytes: bytes.byteLength })

function told(answer: Answer, expected: readonly number[]): Answered {
  if (!expected.includes(answer.status)) throw new Error(`answered with ${answer.status}: ${answer.text}`)
  // Which of these it has is said by the route.
  return answer.body as Answered
}
