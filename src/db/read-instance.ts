import type { Db } from './connect.ts'
import { crmOrigins } from './crm-schema.ts'

/** Which Ponte this is: the one thing that tells it from another over the same CRM. Made by the migration. */
export async function readInstance(db: Db): Promise<string> {
  const [row] = await db.select().from(crmOrigins)
  if (!row) throw new Error('crm_origins has no row: what is ours in the CRM cannot be told from what is not')
  return row.instance
}
