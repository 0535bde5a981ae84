import { breath } from './breath.ts'

/** Somebody who works in the CRM itself, by its own methods; in the sandbox the account that we act as may do everything. */
export function crmPerson(world: { sandbox: { url: string } }) {
  async function call<T>(method: string, params: object): Promise<T> {
    const response = await fetch(`${world.sandbox.url}/rest/1/sandbox/${method}`, {
      method: 'POST',
      // One that is kept may be cut by a gateway that dies between two calls.
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify(params),
    })
    const body = (await response.json()) as { result?: T; error?: string; error_description?: string }
    // The gateway is at the same address, and may have used up what the CRM allows it.
    if (body.error === 'QUERY_LIMIT_EXCEEDED') {
      await breath()
      return call(method, params)
    }
    if (body.error !== undefined) throw new Error(`${method}: ${body.error} ${body.error_description}`)
    return body.result as T
  }
  const DEAL = { entityTypeId: 2, useOriginalUfNames: 'Y' }
  return {
    call,
    async opens(fields: object): Promise<number> {
      const values = { categoryId: 19, ...fields }
      return (await call<{ item: { id: number } }>('crm.item.add', { ...DEAL, fields: values })).item.id
    },
    changes: (id: number, fields: object) => call('crm.item.update', { ...DEAL, id, fields }),
    deletes: (id: number) => call('crm.item.delete', { ...DEAL, id }),
    comments: (dealId: number, text: string, fields: object = {}) =>
      call<number>('crm.timeline.comment.add', {
        fields: { ENTITY_TYPE: 'deal', ENTITY_ID: dealId, COMMENT: text, AUTHOR_ID: 42, ...fields },
      }),
    editsComment: (id: number, text: string) =>
      call('crm.timeline.comment.update', { id, fields: { COMMENT: text } }),
    deletesComment: (id: number) => call('crm.timeline.comment.delete', { id }),
    mails: (dealId: number, fields: object = {}) =>
      call<number>('crm.activity.add', {
        fields: {
          ...{
            OWNER_TYPE_ID: 2,
            OWNER_ID: dealId,
            TYPE_ID: 4,
            DIRECTION: 1,
            COMPLETED: 'Y',
            RESPONSIBLE_ID: 1,
          },
          ...{ SUBJECT: 'Re: Impressora', DESCRIPTION: '<p>Bom dia</p>', DESCRIPTION_TYPE: 3 },
          COMMUNICATIONS: [{ VALUE: 'maria.santos@example.com' }],
          ...fields,
        },
      }),
    changesActivity: (id: number, fields: object) => call('crm.activity.update', { id, fields }),
    deletesActivity: (id: number) => call('crm.activity.delete', { id }),
  }
}
