import { expect } from 'vitest'
import type { Answer } from './client.ts'
import { type People, signedIn } from './signed-in.ts'
import type { World } from './world.ts'

/** A world with a few tickets in it, and requests that shall leave no trace. */
export type Refusing = Omit<People, 'ana'> & {
  /** Of Maria, open; of Pedro; of Maria, closed. */
  mine: Told
  pedros: Told
  closed: Told
  /** Sent, refused with this, and as if it had never been. */
  isRefused(send: () => Promise<Answer>, status: number, code: string): Promise<Told>
  /** Everything that a request can leave behind. */
  stored(): Promise<object>
}
/** Which of these it has is said by the route. */
export type Told = {
  id: number
  deal_id: number
  upload_id: string
  code: string
  detail: unknown
  errors: unknown
  request_id: string
}

export const TEXT = { title: 'A impressora não liga', description: 'Nem a luz acende, já troquei de tomada.' }
export const PORTAL = {
  full_name: 'Maria Santos',
  title: 'Erro ao emitir nota',
  description: 'O sistema fecha sozinho.',
  subject: 'Erro',
  user_id: 1,
  resp_id: '1',
  assignee_department: 'TI',
  email: 'maria.santos@example.com',
  filial: 'São Paulo',
  phone: '+55 11 90000 0000',
  priority: 'Alto',
  matricula: '1001',
  requester_department: 'Financeiro',
  service_category: 'Sistema Financeiro',
  system_type: 'ERP',
  attachments: [],
}

export async function createRefusing(): Promise<Refusing> {
  const { world, maria, pedro, joao } = await signedIn({ CLOSED_REPLY: 'reject' })
  const mine = told(await maria.post('/api/v1/tickets', TEXT), 201)
  const pedros = told(await pedro.post('/api/v1/tickets', TEXT), 201)
  const closed = told(await maria.post('/api/v1/tickets', { ...TEXT, title: 'Este já foi resolvido' }), 201)
  told(await joao.post(`/api/v1/tickets/${closed.id}/close`, {}), 200)
  await world.settle({ hurry: true })
  const stored = () => storedIn(world)
  return {
    ...{ world, maria, pedro, joao, mine, pedros, closed, stored },
    async isRefused(send, status, code) {
      const before = await stored()
      const answer = await send()
      const refusal = answer.body as Told
      expect({ status: answer.status, code: refusal.code }, answer.text).toEqual({ status, code })
      expect(await stored()).toEqual(before)
      return refusal
    },
  }
}

export function told(answer: Answer, status: number): Told {
  expect(answer.status, answer.text).toBe(status)
  return answer.body as Told
}

async function storedIn({ sql, sandbox }: World): Promise<object> {
  const [rows] = await sql`
    select (select count(*)::int from deals) as deals, (select count(*)::int from activities) as activities,
      (select count(*)::int from files) as files, (select count(*)::int from jobs) as jobs,
      (select count(*)::int from domain_events) as events, (select count(*)::int from idempotency_keys) as keys,
      (select coalesce(sum(last), 0)::int from ticket_numbers) as numbers, (select count(*)::int from audit_log) as audit`
  const store = (await (await fetch(`${sandbox.s3Url}/control/counts`)).json()) as Record<string, number>
  return { ...rows, objects: store.objects, bytes: store.bytes, parts: store.uploads }
}
