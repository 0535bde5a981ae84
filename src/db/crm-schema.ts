import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  pgTable,
  text,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core'
import type { CrmUserId } from '#src/ids.ts'
import { moment } from './columns.ts'

/** The CRM as a whole: how we call it, and its own lists. Its ids are never called `id`. */

/** How full the bucket is that a CRM counts our requests in; one for each portal, shared by all gateways. */
export const crmBuckets = pgTable('crm_buckets', {
  portal: varchar({ length: 128 }).primaryKey(),
  level: doublePrecision().notNull(),
  /** By the database's clock: those of gateways differ. */
  updatedAt: moment().notNull(),
})

/** Which portal the events with a token of the settings come from. */
export const crmPortals = pgTable('crm_portals', {
  tokenDigest: varchar({ length: 64 }).primaryKey(),
  memberId: varchar({ length: 64 }).notNull(),
})

/** What everything of ours in the CRM is marked with, so that two Pontes over one CRM do not take each other's for theirs. */
export const crmOrigins = pgTable(
  'crm_origins',
  {
    /** One row, and no second one. */
    isOnly: boolean().primaryKey().default(true),
    instance: uuid().notNull().defaultRandom(),
  },
  (table) => [check('crm_origins_is_one_row', sql`${table.isOnly}`)],
)

/** That the CRM is away, for those who do not call it themselves. One row at the most, and old when nobody is left who says so. */
export const crmAbsences = pgTable(
  'crm_absences',
  {
    isOnly: boolean().primaryKey().default(true),
    /** By the database's clock. */
    saidAt: moment().notNull(),
  },
  (table) => [check('crm_absences_is_one_row', sql`${table.isOnly}`)],
)

/** The application that the CRM's administrator installed for us, with the pair of tokens by which it calls. */
export const crmConnections = pgTable('crm_connections', {
  clientId: varchar({ length: 128 }).primaryKey(),
  /** Who the portal is, whatever its address is just now. */
  memberId: varchar({ length: 64 }).notNull(),
  endpoint: text().notNull(),
  authServer: text().notNull(),
  /** Sealed; see auth/seal.ts. */
  tokens: text().notNull(),
  expiresAt: moment().notNull(),
  /** Each refresh ends the pair before it, so everybody has to know which one they saw. */
  refreshes: integer().notNull().default(0),
  installedAt: moment().notNull().defaultNow(),
  /** In the future while somebody trades the pair for the next: nobody else may until then. */
  refreshedAt: moment(),
})

/** Which lists of the CRM are kept here, and how old they are. */
export const crmDictionaries = pgTable('crm_dictionaries', {
  name: varchar({ length: 32 }).primaryKey().$type<DictionaryName>(),
  /** Also the lease of whoever reads it now: nobody else does for a while. */
  triedAt: moment().notNull(),
  readAt: moment(),
})
export type DictionaryName = 'pipelines' | 'people' | 'departments'

/** What the CRM called a thing when its list was last read. Rows that left the list stay, for old deals name them. */
export const crmPipelines = pgTable('crm_pipelines', {
  pipelineId: integer().primaryKey(),
  name: varchar({ length: 256 }).notNull(),
  position: integer().notNull(),
  goneAt: moment(),
})

export const crmStages = pgTable(
  'crm_stages',
  {
    stageId: varchar({ length: 50 }).primaryKey(),
    pipelineId: integer().notNull(),
    name: varchar({ length: 256 }).notNull(),
    position: integer().notNull(),
    outcome: varchar({ length: 8 }).notNull().$type<'open' | 'won' | 'lost'>(),
    color: varchar({ length: 7 }),
    goneAt: moment(),
  },
  (table) => [index('crm_stages_by_pipeline').on(table.pipelineId, table.position)],
)

export const crmPeople = pgTable(
  'crm_people',
  {
    crmUserId: integer().primaryKey().$type<CrmUserId>(),
    name: varchar({ length: 256 }).notNull(),
    email: varchar({ length: 256 }),
    isActive: boolean().notNull(),
    departmentIds: integer().array().notNull(),
    goneAt: moment(),
  },
  (table) => [index('crm_people_by_email').on(sql`lower(${table.email})`)],
)

export const crmDepartments = pgTable('crm_departments', {
  departmentId: integer().primaryKey(),
  name: varchar({ length: 256 }).notNull(),
  parentId: integer(),
  headId: integer().$type<CrmUserId>(),
  position: integer().notNull(),
  goneAt: moment(),
})
