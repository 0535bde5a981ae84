import { B24Hook, B24OAuth } from '@bitrix24/b24jssdk'

/** A process of its own, because who trusts which certificate is decided at a start: NODE_EXTRA_CA_CERTS. */
const [webhookUrl = '', task = ''] = process.argv.slice(2)
const client = B24Hook.fromWebhookUrl(webhookUrl)
const { call, batch, callList, fetchList } = client.actions.v2

const resultOf = <T>(answer: { getData(): { result: unknown } | undefined }) => answer.getData()?.result as T

const dealIds = { entityTypeId: 2, select: ['id', 'title'] }

const TASKS: Record<string, () => Promise<unknown>> = {
  async lists() {
    const all = await callList.make({
      method: 'crm.item.list',
      params: dealIds,
      idKey: 'id',
      customKeyForResult: 'items',
    })
    const pages: number[] = []
    const classic = fetchList.make({ method: 'crm.deal.list', params: { select: ['ID'] }, idKey: 'ID' })
    for await (const page of classic) pages.push(page.length)
    const first = await call.make({ method: 'crm.item.list', params: dealIds })
    return { all: (all.getData() ?? []).length, pages, total: first.getTotal(), isMore: first.isMore() }
  },
  async batches() {
    const done = await batch.make({
      calls: {
        deal: ['crm.item.add', { entityTypeId: 2, fields: { title: 'Do lote', categoryId: 19 } }],
        same: ['crm.item.get', { entityTypeId: 2, id: '$result[deal][item][id]' }],
      },
      options: { isHaltOnError: true, returnAjaxResult: false },
    })
    const failing = await batch.make({
      calls: [
        ['crm.item.get', { entityTypeId: 2, id: 1 }],
        ['server.time', {}],
      ],
      options: { isHaltOnError: false },
    })
    return { done: done.getData(), isSuccess: failing.isSuccess, errors: failing.getErrorMessages() }
  },
  async writes() {
    const added = await call.make({
      method: 'crm.item.add',
      params: { entityTypeId: 2, fields: { title: 'Novo', categoryId: 19 } },
    })
    const { item } = resultOf<{ item: { id: number } }>(added)
    const updated = await call.make({
      method: 'crm.item.update',
      params: { entityTypeId: 2, id: item.id, fields: { title: 'Outro', stageId: 'C19:EXECUTING' } },
    })
    return { added: item, updated: updated.getData()?.result }
  },
  async recovers() {
    const times: number[] = []
    for (let count = 0; count < 8; count++) {
      const answer = await call.make({ method: 'server.time', params: {} })
      if (answer.isSuccess) times.push(answer.getData()?.time.duration ?? -1)
    }
    return { answered: times.length }
  },
  async unknown() {
    const answer = await call
      .make({ method: 'crm.item.get', params: { entityTypeId: 2, id: 1 } })
      .catch((error: { code?: string; message: string }) => ({ code: error.code, message: error.message }))
    return 'isSuccess' in answer ? { isSuccess: answer.isSuccess, errors: answer.getErrorMessages() } : answer
  },
  /** `webhookUrl` is not used for calls then: the tokens come as a third argument. */
  async oauth() {
    const given = JSON.parse(process.argv[4] ?? '{}') as {
      tokens: Record<string, string | number>
      secret: { clientId: string; clientSecret: string }
    }
    const { tokens, secret } = given
    const application = new B24OAuth(
      {
        applicationToken: '',
        userId: Number(tokens.user_id),
        memberId: String(tokens.member_id),
        accessToken: String(tokens.access_token),
        refreshToken: String(tokens.refresh_token),
        expires: Number(tokens.expires),
        expiresIn: Number(tokens.expires_in),
        scope: String(tokens.scope),
        domain: String(tokens.domain),
        clientEndpoint: String(tokens.client_endpoint),
        serverEndpoint: String(tokens.server_endpoint),
        status: 'L',
      } as ConstructorParameters<typeof B24OAuth>[0],
      secret,
    )
    const first = await application.actions.v2.call.make({ method: 'app.info', params: {} })
    return first.getData()?.result
  },
}

process.send?.(await TASKS[task]?.())
process.disconnect()
