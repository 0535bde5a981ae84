import type { World } from '#test/world.ts'

/** So many open tickets, over all columns of the board. */
export async function manyTickets({ sql }: Pick<World, 'sql'>, count: number): Promise<void> {
  await sql`insert into deals (deal_id, origin_key, ticket_number, title, description, pipeline_id, stage_id, status,
      priority, requester_name, filial, assignee_department, crm_status, date_deadline, created_at)
    select 100000 + n, gen_random_uuid(), 'TKT-20260115-' || lpad(n::text, 5, '0'), 'Chamado número ' || n, 'Nada funciona', 19,
      (array['C19:NEW', 'C19:PREPARATION', 'C19:UC_WAIT', 'C19:EXECUTING'])[1 + n % 4],
      (array['open', 'in_progress', 'waiting_for_user', 'in_progress'])[1 + n % 4],
      (array['urgent', 'high', 'medium', 'low'])[1 + n / 4 % 4], 'Maria Santos', 'São Paulo', 'TI', 'synced',
      now() + (n % 500 - 50) * interval '1 minute', now() - n * interval '1 minute'
    from generate_series(1, ${count}::int) n`
  await sql`analyze deals`
}
