import { sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'

/** The first column is the key. */
const COLUMNS = {
  crm_pipelines: { pipeline_id: 'integer', name: 'text', position: 'integer' },
  crm_stages: {
    stage_id: 'text',
    pipeline_id: 'integer',
    name: 'text',
    position: 'integer',
    outcome: 'text',
    color: 'text',
  },
  crm_people: {
    crm_user_id: 'integer',
    name: 'text',
    email: 'text',
    is_active: 'boolean',
    department_ids: 'integer[]',
  },
  crm_departments: {
    department_id: 'integer',
    name: 'text',
    parent_id: 'integer',
    head_id: 'integer',
    position: 'integer',
  },
} as const

type Columns = typeof COLUMNS
export type List = {
  [Table in keyof Columns]: {
    table: Table
    rows: readonly Record<keyof Columns[Table], unknown>[]
    /** Of rows of other pipelines the list says nothing. */
    pipelineIds?: readonly number[]
  }
}[keyof Columns]

const LONGEST_TEXT = 256

/**
 * The whole of a list in one statement and one parameter, however long it is. A row that says what it said before is not
 * written again; one that is missing is gone, but stays; one that came back is gone no more.
 */
export async function storeList(tx: Tx, { table, rows, pipelineIds }: List): Promise<void> {
  const columns = Object.entries(COLUMNS[table])
  const [key = ''] = Object.keys(COLUMNS[table])
  const names = sql.raw(columns.map(([name]) => name).join(', '))
  const shape = sql.raw(columns.map(([name, type]) => `${name} ${type}`).join(', '))
  const changes = sql.raw(columns.map(([name]) => `${name} = excluded.${name}`).join(', '))
  const [into, id] = [sql.identifier(table), sql.identifier(key)]
  const scope = pipelineIds
    ? sql`and pipeline_id in (select value::integer from jsonb_array_elements_text(${JSON.stringify(pipelineIds)}::text::jsonb))`
    : sql``
  await tx.execute(sql`
    with listed as (
      select distinct on (${id}) * from jsonb_to_recordset(${JSON.stringify(rows, storable)}::text::jsonb) as row (${shape})
    ), stored as (
      insert into ${into} as known (${names}) select ${names} from listed
      on conflict (${id}) do update set ${changes}, gone_at = null
      where known.* is distinct from excluded.*
    )
    update ${into} set gone_at = clock_timestamp()
    where gone_at is null and ${id} not in (select ${id} from listed) ${scope}`)
}

/** People type these texts: too long, cut within a sign, or with a zero in them, one would keep the whole list out. */
const storable = (_key: string, value: unknown) =>
  typeof value === 'string' ? value.replaceAll('\0', '').slice(0, LONGEST_TEXT).toWellFormed() : value
