import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { CrmError, OutgoingEmail } from '#src/providers/crm-provider.ts'
import { AGAIN, type CrmUnderTest, PEOPLE, ticket } from './crm-provider.ts'

/** What every CRM must keep of mails, be they sent by us or by the CRM. */
export function crmMailSuite(name: string, open: () => Promise<CrmUnderTest>): void {
  async function openDeal(crm: CrmUnderTest) {
    const person = { name: 'Pedro Lima', email: `pedro.${randomUUID()}@example.com`, phone: null }
    const contactId = await crm.provider.findOrCreateContact(person, PEOPLE)
    const dealId = await crm.provider.openDeal(ticket(crm, { contactId }), PEOPLE)
    const email = (more: Partial<OutgoingEmail>): OutgoingEmail => ({
      originKey: randomUUID(),
      subject: 'Sobre o seu chamado',
      html: '<p>Resolvido</p>',
      to: person.email,
      from: null,
      contactId,
      responsibleId: crm.agentId,
      sentBy: 'us',
      ...more,
    })
    return { dealId, email, to: person.email }
  }

  test(`${name}: a mail that we sent is noted once, on the deal and on the contact, and not sent again`, async () => {
    await using crm = await open()
    const { dealId, email, to } = await openDeal(crm)
    const ours = email({})
    const activityId = await crm.provider.addEmail(dealId, ours, PEOPLE)
    expect(await crm.provider.addEmail(dealId, ours, AGAIN)).toBe(activityId)
    const [noted, ...others] = await crm.provider.readActivities(dealId, PEOPLE)
    expect(others).toEqual([])
    expect(noted).toMatchObject({
      activityId,
      kind: 'email',
      direction: 'outgoing',
      subject: ours.subject,
      body: ours.html,
      bodyFormat: 'html',
      contacts: [to],
      dealIds: [dealId],
    })
    expect(await crm.sentMails()).toEqual([])
    expect(await crm.provider.readActivity(activityId, PEOPLE)).toEqual(noted)
    await crm.deletes(dealId)
    expect(await crm.provider.readActivities(dealId, PEOPLE)).toEqual([])
  })

  test(`${name}: a mail that the CRM sends goes out once, to nobody else, from whom it shall be from`, async () => {
    await using crm = await open()
    const { dealId, email, to } = await openDeal(crm)
    await crm.provider.addEmail(dealId, email({ sentBy: 'crm' }), PEOPLE)
    expect(await crm.sentMails()).toMatchObject([{ to: [to], subject: 'Sobre o seu chamado' }])
    const from = 'Suporte TI <suporte@example.com>'
    await crm.provider.addEmail(dealId, email({ sentBy: 'crm', from, subject: 'De nós' }), PEOPLE)
    expect((await crm.sentMails())[0]).toMatchObject({ from: 'suporte@example.com', to: [to] })
    expect(await crm.provider.readActivities(dealId, PEOPLE)).toHaveLength(2)
  })

  test(`${name}: a mail whose answer got lost was noted once, and sent once if it was the CRM's to send`, async () => {
    await using crm = await open()
    const { dealId, email } = await openDeal(crm)
    for (const sentBy of ['us', 'crm'] as const) {
      const one = email({ sentBy, subject: sentBy })
      await crm.losesAnswers(100)
      const activityId = await crm.provider.addEmail(dealId, one, PEOPLE)
      await crm.losesAnswers(0)
      expect(await crm.provider.addEmail(dealId, one, AGAIN)).toBe(activityId)
    }
    const noted = await crm.provider.readActivities(dealId, PEOPLE)
    expect(noted.map(({ subject }) => subject)).toEqual(['us', 'crm'])
    expect(await crm.sentMails()).toMatchObject([{ subject: 'crm' }])
  })

  test(`${name}: a mail that was cut off is unknown until a look can tell, and goes out once then`, async () => {
    await using crm = await open()
    const { dealId, email } = await openDeal(crm)
    const one = email({ sentBy: 'crm' })
    await crm.cutsNextWrite()
    await expect(crm.provider.addEmail(dealId, one, PEOPLE)).rejects.toMatchObject({
      outcome: 'unknown',
      retryAt: expect.any(Date),
    })
    expect(await crm.sentMails()).toEqual([])
    await crm.provider.addEmail(dealId, one, AGAIN)
    expect(await crm.sentMails()).toHaveLength(1)
  })

  test(`${name}: a mail that the CRM cannot send is rejected, and nothing says that it was sent`, async () => {
    await using crm = await open()
    const { dealId, email } = await openDeal(crm)
    const error = await crm.provider
      .addEmail(dealId, email({ sentBy: 'crm', to: 'no address' }), PEOPLE)
      .catch((failure: CrmError) => failure)
    expect(error).toMatchObject({ outcome: 'rejected', code: 'mail-not-sent' })
    expect(await crm.provider.readActivities(dealId, PEOPLE)).toEqual([])
    expect(await crm.sentMails()).toEqual([])
    await crm.deletes(dealId)
    const gone = crm.provider.addEmail(dealId, email({ sentBy: 'crm' }), PEOPLE)
    await expect(gone, 'which is no matter of mails').rejects.not.toMatchObject({ code: 'mail-not-sent' })
  })
}
