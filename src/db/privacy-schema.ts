import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, jsonb, pgTable, text, unique, varchar } from 'drizzle-orm/pg-core'
import type { ErasureId, ExportId, TicketId } from '#src/ids.ts'
import { moment, quoted } from './columns.ts'
import { userReference } from './schema.ts'
import { deals } from './ticket-schema.ts'

/** What people may ask of us about themselves, and who has seen what identifies them. */

/** Everything about a person, gathered into one file that they can fetch for a week. */
export const privacyExports = pgTable(
  'privacy_exports',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity().$type<ExportId>(),
    userId: userReference().notNull(),
    askedById: userReference().notNull(),
    /** Why an admin asked for somebody else's. */
    reason: text(),
    requestedAt: moment().notNull().default(sql`clock_timestamp()`),
    readyAt: moment(),
    expiresAt: moment(),
    /** In the store, once it is ready and until it is taken away. */
    key: varchar({ length: 128 }),
    sizeBytes: integer(),
  },
  (table) => [
    unique('privacy_exports_key_is_unique').on(table.key),
    index('privacy_exports_by_user').on(table.userId, table.id),
    index('privacy_exports_by_expiry').on(table.expiresAt).where(sql`${table.key} is not null`),
  ],
)

/** That a person was taken out of all that is here, for whom that can be shown. */
export const erasures = pgTable(
  'erasures',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity().$type<ErasureId>(),
    userId: userReference().notNull(),
    askedById: userReference().notNull(),
    reason: text().notNull(),
    requestedAt: moment().notNull().default(sql`clock_timestamp()`),
    doneAt: moment(),
    /** What is left for people to do in the CRM, and how much there was here. */
    counts: jsonb().$type<Record<string, number>>(),
    /** As the person was known, sealed, until all is done: by it the rest is found. */
    sought: text(),
  },
  (table) => [unique('erasures_is_one_each').on(table.userId)],
)

export const CPF_PURPOSES = ['export', 'crm'] as const
export type CpfPurpose = (typeof CPF_PURPOSES)[number]

/** Each time a CPF was given out in clear; never the CPF itself. */
export const cpfAccesses = pgTable(
  'cpf_accesses',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment().notNull().default(sql`clock_timestamp()`),
    /** Null: nobody but us, since it was promised. */
    actorId: userReference(),
    /** Whose it is, as far as that is known. */
    userId: userReference(),
    ticketId: integer()
      .references(() => deals.id)
      .$type<TicketId>(),
    purpose: varchar({ length: 16 }).notNull().$type<CpfPurpose>(),
  },
  (table) => [
    index('cpf_accesses_by_user').on(table.userId, table.id),
    check('cpf_accesses_purpose_is_known', sql`${table.purpose} in (${quoted(CPF_PURPOSES)})`),
  ],
)
