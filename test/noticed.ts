import { breath } from './breath.ts'
import type { World } from './world.ts'

/** Resolves once notices of all that was told so far are made. */
export async function noticed({ sql }: Pick<World, 'sql'>): Promise<void> {
  const [newest] = await sql`select coalesce(max(seq), 0) as seq from domain_events`
  while ((await sql`select from notice_cursor where seq >= ${newest?.seq ?? 0}`).length === 0) await breath()
}
