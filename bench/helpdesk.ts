import { benchFolder } from '#bench/bench-folder.ts'
import type { Sent } from '#bench/portal.ts'
import { DEMO_PASSWORD } from '#src/embedded/demo-people.ts'
import { Client } from '#test/client.ts'
import { readCrm } from '#test/invariants/crm-state.ts'
import { startProcess } from '#test/process.ts'

/** Ponte as a person starts it, and somebody who files tickets. */
export type Helpdesk = AsyncDisposable & {
  control(method: string, name: string, body?: unknown): Promise<unknown>
  requests(): Promise<Sent[]>
  file(how?: { hasFile?: boolean }): Promise<Filed>
  /** Seconds from its filing until its deal is known. */
  dealKnown(ticket: Filed): Promise<number>
  /** Until nothing that was promised is left. */
  drained(): Promise<void>
  /** Accepted tickets that are not one deal, and deals that are no ticket. */
  wrong(): Promise<string[]>
}
export type Filed = { id: number; status: number; tookMs: number; startedAt: number }

const DESCRIPTION = 'Desde as nove ninguém consegue emitir notas fiscais na filial.'

export async function openHelpdesk(settings: Record<string, string>): Promise<Helpdesk> {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(benchFolder())
  const gateway = opened.use(
    await startProcess({ dataDir: folder.path, settings: { LOG_LEVEL: 'warn', ...settings } }),
  )
  const [maria, rita] = [await signIn(gateway.url, '1001'), await signIn(gateway.url, '9001')]
  const numbers: string[] = []

  async function control(method: string, name: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${gateway.sandboxUrl}/control/${name}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${name}: ${await answer.text()}`)
    return answer.json()
  }
  const parts = opened.move()
  return {
    control,
    // What the sandbox answers is known here.
    requests: async () => (await control('GET', 'requests')) as Sent[],
    async file({ hasFile = false } = {}) {
      const attachments = hasFile ? [await upload(maria)] : []
      const startedAt = performance.now()
      const { status, body, text } = await maria.post('/api/v1/tickets', {
        title: `Chamado ${numbers.length} da medição`,
        description: DESCRIPTION,
        attachments,
      })
      if (status !== 201 && status !== 202) throw new Error(`not accepted: ${status} ${text}`)
      const { id, ticket_number } = body as { id: number; ticket_number: string }
      numbers.push(ticket_number)
      return { id, status, tookMs: performance.now() - startedAt, startedAt }
    },
    async dealKnown({ id, startedAt }) {
      for (;;) {
        const { body } = await maria.get(`/api/v1/tickets/${id}`)
        if ((body as { deal_id: number | null }).deal_id !== null)
          return (performance.now() - startedAt) / 1_000
      }
    },
    async drained() {
      for (;;) {
        const { body } = await rita.get('/api/v1/admin/jobs?limit=1')
        if ((body as { items: unknown[] }).items.length === 0) return
        await new Promise((resolve) => setTimeout(resolve, 250))
      }
    },
    async wrong() {
      const { deals } = await readCrm(gateway.sandboxUrl)
      const times = new Map<string, number>()
      for (const { ticketNumber } of deals)
        times.set(ticketNumber ?? '', (times.get(ticketNumber ?? '') ?? 0) + 1)
      const lost = numbers
        .filter((number) => times.get(number) !== 1)
        .map((number) => `${number} is ${times.get(number) ?? 0} deals`)
      return deals.length === numbers.length
        ? lost
        : [...lost, `${numbers.length} tickets, ${deals.length} deals`]
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

export async function signIn(url: string, matricula: string): Promise<Client> {
  const client = new Client(url)
  const { status, text } = await client.post('/api/v1/session', { matricula, password: DEMO_PASSWORD })
  if (status !== 201) throw new Error(text)
  return client
}

async function upload(person: Client): Promise<string> {
  const form = new FormData()
  form.set('file', new Blob(['nota']), 'nota.txt')
  return ((await person.post('/api/v1/uploads', form)).body as { upload_id: string }).upload_id
}
