import { eventBody, postEvent } from '#test/crm-event.ts'
import { crmPerson } from '#test/crm-person.ts'
import { EVENT_TOKEN, type FrailGateway } from './frail-gateway.ts'

type Told = 'ONCRMDEALADD' | 'ONCRMDEALUPDATE' | 'ONCRMDEALDELETE' | CommentTold | MailTold
type CommentTold = `ONCRMTIMELINECOMMENT${'ADD' | 'UPDATE' | 'DELETE'}`
type MailTold = `ONCRMACTIVITY${'ADD' | 'UPDATE' | 'DELETE'}`

/** Somebody who works in the CRM, which tells each change until that is answered with 200. */
export class CrmWorker {
  readonly dealIds: number[] = []
  readonly #gateway: FrailGateway
  readonly #person: ReturnType<typeof crmPerson>
  #changes = 0

  constructor(gateway: FrailGateway) {
    this.#gateway = gateway
    this.#person = crmPerson(gateway)
  }

  /** A deal from its beginning, sometimes to its end, with all that can happen to it. */
  async livesThrough({ isDeleted }: { isDeleted: boolean }): Promise<void> {
    const person = this.#person
    const dealId = await person.opens({ title: this.#text() })
    this.dealIds.push(dealId)
    await this.#tells('ONCRMDEALADD', dealId)
    const comment = await person.comments(dealId, this.#text())
    await this.#tells('ONCRMTIMELINECOMMENTADD', comment)
    await person.changes(dealId, { title: this.#text(), stageId: 'C19:PREPARATION' })
    await this.#tells('ONCRMDEALUPDATE', dealId)
    const mail = await person.mails(dealId, { SUBJECT: this.#text() })
    await this.#tells('ONCRMACTIVITYADD', mail)
    await person.editsComment(comment, this.#text())
    await this.#tells('ONCRMTIMELINECOMMENTUPDATE', comment)
    const second = await person.comments(dealId, this.#text())
    await this.#tells('ONCRMTIMELINECOMMENTADD', second)
    await person.deletesComment(comment)
    await this.#tells('ONCRMTIMELINECOMMENTDELETE', comment)
    // A comment that is gone leads nowhere if it was never here: its deal is told of as well, as the CRM does it.
    await person.changes(dealId, { title: this.#text() })
    await this.#tells('ONCRMDEALUPDATE', dealId)
    if (!isDeleted) return
    await person.deletes(dealId)
    await this.#tells('ONCRMDEALDELETE', dealId)
  }

  readonly #text = () => `Mudança ${++this.#changes}`

  async #tells(name: Told, id: number): Promise<void> {
    const isComment = name.startsWith('ONCRMTIMELINECOMMENT')
    const body = eventBody(name, { id, token: EVENT_TOKEN, domain: '127.0.0.1' })
    for (;;) {
      await this.#gateway.whenUp()
      const sent = isComment ? body.replace(encodeURIComponent('data[FIELDS][ID]'), 'data%5BID%5D') : body
      const answer = await postEvent(this.#gateway, sent).catch(() => null)
      if (answer?.status === 200 && (await answer.text().catch(() => '')) === '"OK"') return
      if (answer && answer.status !== 200 && answer.status !== 503)
        throw new Error(`answered with ${answer.status}`)
    }
  }
}
