import { randomUUID } from 'node:crypto'
import type { World } from './world.ts'

/** The demo people, by the ids that every world gives them. */
export const MARIA = 1
export const PEDRO = 2
export const JOAO = 3
export const ANA = 4
export const RITA = 5

export type Given = { id: number; deal_id: number | null; ticket_number: string }

/** A ticket as it lies in the database when others have filed it and the CRM has answered: Maria's, unless said otherwise. */
export async function givenTicket({ sql }: World, columns: Record<string, unknown> = {}): Promise<Given> {
  const n = (given.get(sql) ?? 0) + 1
  given.set(sql, n)
  const [row] = await sql<Given[]>`insert into deals ${sql({
    deal_id: 1000 + n,
    origin_key: randomUUID(),
    ticket_number: `TKT-20260115-${String(n).padStart(5, '0')}`,
    title: `Chamado ${n}`,
    description: 'Nada funciona desde hoje de manhã',
    pipeline_id: 19,
    stage_id: 'C19:NEW',
    priority: 'medium',
    user_id: MARIA,
    requester_name: 'Maria Santos',
    requester_email: 'maria.santos@example.com',
    crm_status: 'synced',
    ...columns,
  })} returning id, deal_id, ticket_number`
  if (!row) throw new Error('an insert returned nothing')
  return row
}

/** Something said on it: by João of the team, unless said otherwise. */
export async function givenMessage(
  { sql }: World,
  { id: ticket_id }: Pick<Given, 'id'>,
  columns: Record<string, unknown> = {},
): Promise<number> {
  const [row] = await sql<{ id: number }[]>`insert into activities ${sql({
    ticket_id,
    kind: 'comment',
    source: 'agent',
    author_user_id: JOAO,
    author_name: 'João Tech',
    author_email: 'joao.tech@example.com',
    body_text: 'Já vamos ver',
    ...columns,
  })} returning id`
  if (!row) throw new Error('an insert returned nothing')
  return row.id
}

/** A file that came with a ticket, or with a message on it; its bytes are nowhere. */
export async function givenFile(
  { sql }: World,
  { id: ticket_id }: Pick<Given, 'id'>,
  columns: Record<string, unknown> = {},
): Promise<number> {
  const upload_id = randomUUID()
  const [row] = await sql<{ id: number }[]>`insert into files ${sql({
    ticket_id,
    upload_id,
    key: `attachments/2026/01/${upload_id}/foto.png`,
    filename: 'foto.png',
    size_bytes: 1234,
    mime: 'image/png',
    sha256: 'a'.repeat(64),
    ...columns,
  })} returning id`
  if (!row) throw new Error('an insert returned nothing')
  return row.id
}

/** How many each world was given. Its CRM numbers its own deals from 7401 on, so they never meet. */
const given = new WeakMap<World['sql'], number>()
