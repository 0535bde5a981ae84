import type { World } from './world.ts'

/** Whatever a request could change. */
export async function digestOf({ sql }: World): Promise<string> {
  const tables = [
    'deals',
    'activities',
    'files',
    'ticket_reads',
    'ticket_watchers',
    'ticket_links',
    'domain_events',
    'jobs',
    'job_history',
    'idempotency_keys',
    'account_letters',
    'audit_log',
    'users',
    'inbound_mails',
    'privacy_exports',
    'erasures',
    'categories',
    'sessions',
    'help_articles',
    'help_texts',
    'help_slugs',
    'help_versions',
    'help_votes',
    'help_offers',
    'filed_drafts',
    'replies',
    'macro_uses',
    'rules',
    'auto_assignment',
  ]
  const digests = tables.map(
    (table) => `(select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from ${table} t)`,
  )
  const [row] = await sql.unsafe(`select concat_ws(' ', ${digests.join(', ')}) as digest`)
  return String(row?.digest)
}
