import * as fs from 'node:fs'
import { createRequire } from 'node:module'
import * as os from 'node:os'
import * as path from 'node:path'
import type * as StripeSyncEngine from '@supabase/stripe-sync-engine'
import postgres from 'postgres'
import { median, type Result } from '#bench/result.ts'
import { connectDatabase } from '#src/db/connect.ts'
import { migrate } from '#src/db/migrate.ts'
import { startEmbeddedPostgres } from '#src/embedded/postgres.ts'
import type { CrmUserId, DealId } from '#src/ids.ts'
import { createLog } from '#src/log.ts'
import type { CrmDeal } from '#src/providers/crm-provider.ts'
import { mirrorDeals } from '#src/sync/mirror-deals.ts'
import { nextReadOrder } from '#src/sync/read-order.ts'

const ROWS = 10_000
/** As a backfill reads them: 50 pages of a list at once. */
const PAGE = 2_500
const ROUNDS = 5
/** New rows; the same once more, as a sweep with its overlap finds them; and all of them changed. */
const PASSES = ['new', 'known', 'changed'] as const
type Pass = (typeof PASSES)[number]
const SIDES = ['ours', 'stripe'] as const
type Side = (typeof SIDES)[number]
type Run = { side: Side; pass: Pass; rowsPerSecond: number }
type Contender = { write(pass: Pass): Promise<void>; count(): Promise<number>; close(): Promise<void> }

/** Guarded writes of rows that were read, beside a mirror of Stripe that is made for the same. Nothing is read here, on either side. */
export async function mirror(): Promise<Result> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-bench-'))
  fs.chmodSync(dataDir, 0o711)
  const log = createLog({ level: 'silent' })
  const server = await startEmbeddedPostgres({ dataDir, password: 'bench', log })
  const admin = postgres(server.url, { max: 1, onnotice: () => undefined })
  const runs: Run[] = []
  // Stripe's mirror gives its functions to it.
  await admin.unsafe('create role postgres')
  try {
    for (let round = 0; round < ROUNDS; round++)
      for (const side of round % 2 === 0 ? SIDES : SIDES.toReversed()) {
        const name = `mirror_${side}_${round}`
        await admin.unsafe(`create database ${name}`)
        const url = Object.assign(new URL(server.url), { pathname: `/${name}` }).href
        const contender = side === 'ours' ? await ours(url) : await stripe(url)
        for (const pass of PASSES) {
          const startedAt = performance.now()
          await contender.write(pass)
          runs.push({ side, pass, rowsPerSecond: (ROWS / (performance.now() - startedAt)) * 1_000 })
        }
        const count = await contender.count()
        if (count !== ROWS) throw new Error(`${side} has ${count} rows of ${ROWS}`)
        await contender.close()
      }
    return describe(runs)
  } finally {
    await admin.end()
    await server.stop()
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
}

async function ours(url: string): Promise<Contender> {
  await migrate(url)
  const { db, close } = connectDatabase(url)
  const needs = { stageMap: { 19: { open: 'C19:NEW', closed: 'C19:WON' } }, pipelines: [19] }
  return {
    async write(pass) {
      for (let first = 1; first <= ROWS; first += PAGE) {
        const order = await nextReadOrder(db)
        const deals = Array.from({ length: PAGE }, (_, index) => dealOf(first + index, pass))
        await db.transaction((tx) => mirrorDeals(needs, tx, { order, deals }, { isQuiet: true }))
      }
    },
    count: async () => Number((await db.execute('select count(*) as count from deals'))[0]?.count),
    close,
  }
}

export function dealOf(id: number, pass: Pass): CrmDeal {
  const at = new Date(1_780_000_000_000 + (pass === 'changed' ? 60_000 : 0))
  const title = `${pass === 'changed' ? 'Ainda a' : 'A'} impressora ${id} do financeiro não imprime`
  const item = {
    ...{
      id,
      title,
      typeId: 'SALE',
      stageId: 'C19:NEW',
      categoryId: 19,
      stageSemanticId: 'P',
      opportunity: 0,
    },
    ...{ currencyId: 'BRL', companyId: 0, contactId: 0, contactIds: [], assignedById: 42, createdBy: 1 },
    ...{
      updatedBy: 42,
      movedBy: 1,
      createdTime: at,
      updatedTime: at,
      movedTime: at,
      opened: 'Y',
      closed: 'N',
    },
    ...{ begindate: at, closedate: at, comments: '', sourceId: null, originatorId: null, originId: null },
    UF_CRM_1701707107: 'Desde ontem só faz barulho.',
  }
  return {
    ...{ dealId: id as DealId, originKey: null, title, pipelineId: 19, stageId: 'C19:NEW', outcome: 'open' },
    ...{ responsibleId: 42 as CrmUserId, contactIds: [], isTemplate: false, createdAt: at, modifiedAt: at },
    ...{ movedAt: at, closedAt: null, beginDate: at, lastActivityAt: at, lastCommunicationAt: null },
    ...{ createdById: 1 as CrmUserId, modifiedById: 42 as CrmUserId, movedById: 1 as CrmUserId },
    lastActivityById: 42 as CrmUserId,
    fields: {
      ...{ priority: 'Alto', category: 'Hardware', system: null, requesterDepartment: 'Financeiro' },
      ...{ assigneeDepartment: 'TI', requesterName: 'Maria Santos', requesterEmail: `m${id}@example.com` },
      ...{ description: 'Desde ontem só faz barulho.', deadline: null, rating: null, ratingComment: null },
    },
    snapshot: item,
  }
}

async function stripe(url: string): Promise<Contender> {
  // As a module it does not find its own migrations.
  const engine: typeof StripeSyncEngine = createRequire(import.meta.url)('@supabase/stripe-sync-engine')
  await engine.runMigrations({ databaseUrl: url, schema: 'stripe' })
  const poolConfig = { connectionString: url, max: 10 }
  const sync = new engine.StripeSync({ poolConfig, stripeSecretKey: 'sk_test', stripeWebhookSecret: 'whsec' })
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  let pass: Pass = 'new'
  async function* customers() {
    for (let id = 1; id <= ROWS; id++) yield customerOf(id, pass)
  }
  // Where it would page through the API of Stripe.
  Object.assign(sync.stripe.customers, { list: customers })
  return {
    async write(next) {
      pass = next
      await sync.syncBackfill({ object: 'customer' })
    },
    count: async () => Number((await sql`select count(*) from stripe.customers`)[0]?.count),
    async close() {
      await sync.postgresClient.pool.end()
      await sql.end()
    },
  }
}

const customerOf = (id: number, pass: Pass) => ({
  ...{ id: `cus_${id}`, object: 'customer', name: `${pass === 'changed' ? 'Ana' : 'Maria'} Santos ${id}` },
  ...{ email: `m${id}@example.com`, phone: '+55 11 4000-1000', description: 'Desde ontem só faz barulho.' },
  ...{
    balance: 0,
    currency: 'brl',
    created: 1_780_000_000,
    delinquent: false,
    discount: null,
    livemode: false,
  },
  ...{
    address: null,
    shipping: null,
    default_source: null,
    invoice_prefix: `P${id}`,
    metadata: { sector: 'TI' },
  },
  ...{
    invoice_settings: { footer: null },
    next_invoice_sequence: 1,
    preferred_locales: [],
    tax_exempt: 'none',
  },
})

function describe(runs: readonly Run[]): Result {
  const rate = (side: Side, pass: Pass) =>
    median(runs.filter((run) => run.side === side && run.pass === pass).map((run) => run.rowsPerSecond))
  const rows: Result['rows'] = {}
  for (const pass of PASSES)
    for (const side of SIDES)
      rows[`${pass}, ${side}`] = {
        'rows/s': Math.round(rate(side, pass)),
        ...(side === 'ours' && {
          'of stripe (reach 10)': (rate('ours', pass) / rate('stripe', pass)).toFixed(1),
        }),
      }
  return { rows, raw: runs }
}
