import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core'
import type { LetterId, SessionId, UserId } from '#src/ids.ts'
import { LOCALES, type Locale } from '#src/locale.ts'
import { ROLES, type Role } from '#src/roles.ts'
import { moment, quoted } from './columns.ts'

/** People, their sign-ins and what they did; the rest is in *-schema.ts. The CRM's own ids are never called `id`. */

/** A person of the company, who signs in by matricula. Never deleted: tickets and the audit log name them. */
export const users = pgTable(
  'users',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity().$type<UserId>(),
    fullName: varchar({ length: 64 }).notNull(),
    matricula: varchar({ length: 15 }).notNull(),
    /** Kept in small letters, so that unique means what people mean by it. */
    email: varchar({ length: 128 }).notNull(),
    emailConfirmedAt: moment(),
    /** AES-256-GCM, see auth/cpf.ts; two seals of one CPF differ, so uniqueness is carried by `cpf_hash`. */
    cpf: varchar({ length: 128 }).notNull(),
    cpfHash: varchar({ length: 64 }).notNull(),
    hashedPassword: varchar({ length: 256 }).notNull(),
    role: varchar({ length: 16 }).notNull().default('requester').$type<Role>(),
    department: varchar({ length: 64 }).notNull(),
    filial: varchar({ length: 64 }).notNull(),
    phoneNumber: varchar({ length: 20 }),
    /** Key in the file store. */
    profilePicture: varchar({ length: 256 }),
    locale: varchar({ length: 8 }).notNull().default('pt-BR').$type<Locale>(),
    isActive: boolean().notNull().default(true),
    /** Since then nothing here says who they were: see privacy/. */
    erasedAt: moment(),
    createdAt: moment().notNull().defaultNow(),
    updatedAt: moment().notNull().defaultNow(),
  },
  (table) => [
    unique('users_matricula_is_unique').on(table.matricula),
    unique('users_email_is_unique').on(table.email),
    unique('users_cpf_hash_is_unique').on(table.cpfHash),
    index('users_by_full_name').on(table.fullName),
    check('users_role_is_known', sql`${table.role} in (${quoted(ROLES)})`),
    check('users_locale_is_known', sql`${table.locale} in (${quoted(LOCALES)})`),
  ],
)

export const userReference = () =>
  integer()
    .references(() => users.id)
    .$type<UserId>()

/** Who somebody is at the company's own sign-in, which may call them by another name tomorrow, but never somebody else by this. */
export const userIdentities = pgTable(
  'user_identities',
  {
    issuer: varchar({ length: 512 }).notNull(),
    subject: varchar({ length: 255 }).notNull(),
    userId: userReference().notNull(),
    linkedAt: moment().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.subject] }),
    unique('user_identities_one_for_each_issuer').on(table.userId, table.issuer),
  ],
)

/** Trips to the company's sign-in from which somebody has come back: nobody does so twice. */
export const signOnTrips = pgTable('sign_on_trips', {
  stateHash: varchar({ length: 64 }).primaryKey(),
  expiresAt: moment().notNull(),
})

export const SIGN_UP_STATES = ['waiting', 'approved', 'refused'] as const

/** Somebody who asked for an account, where others decide about that. Its secrets leave it with the decision. */
export const signUps = pgTable(
  'sign_ups',
  {
    /** Of the account that it becomes. */
    id: integer().primaryKey().$type<UserId>(),
    fullName: varchar({ length: 64 }).notNull(),
    matricula: varchar({ length: 15 }).notNull(),
    email: varchar({ length: 128 }).notNull(),
    cpf: varchar({ length: 128 }).notNull(),
    cpfHash: varchar({ length: 64 }).notNull(),
    hashedPassword: varchar({ length: 256 }).notNull(),
    department: varchar({ length: 64 }).notNull(),
    filial: varchar({ length: 64 }).notNull(),
    locale: varchar({ length: 8 }).notNull().$type<Locale>(),
    state: varchar({ length: 16 }).notNull().default('waiting').$type<(typeof SIGN_UP_STATES)[number]>(),
    askedAt: moment().notNull(),
    /** When those were told who may say yes. */
    toldAt: moment(),
    decidedAt: moment(),
    decidedById: userReference(),
    reason: varchar({ length: 500 }),
    letterSentAt: moment(),
  },
  (table) => [
    uniqueIndex('sign_ups_matricula_is_unique').on(table.matricula).where(sql`${table.state} = 'waiting'`),
    uniqueIndex('sign_ups_email_is_unique').on(table.email).where(sql`${table.state} = 'waiting'`),
    uniqueIndex('sign_ups_cpf_hash_is_unique').on(table.cpfHash).where(sql`${table.state} = 'waiting'`),
    check('sign_ups_state_is_known', sql`${table.state} in (${quoted(SIGN_UP_STATES)})`),
  ],
)

/** What roles may otherwise than the policy in auth/access.ts says. One row; none until somebody changes something. */
export const permissions = pgTable(
  'permissions',
  {
    isOnly: boolean().primaryKey().default(true),
    version: integer().notNull().default(0),
    exceptions: jsonb().notNull().default({}).$type<Partial<Record<Role, Record<string, boolean>>>>(),
    updatedAt: moment().notNull().defaultNow(),
  },
  (table) => [check('permissions_is_one_row', sql`${table.isOnly}`)],
)

/** One sign-in on one device, with the family of refresh tokens that came from it. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey().$type<SessionId>(),
    userId: integer()
      .notNull()
      .references(() => users.id)
      .$type<UserId>(),
    createdAt: moment().notNull(),
    expiresAt: moment().notNull(),
    /** Refresh tokens are numbered; only the one with this number is good. */
    generation: integer().notNull().default(1),
    rotatedAt: moment().notNull(),
    revokedAt: moment(),
    /** Why: signed-out, password-changed, deactivated, token-reused. */
    revokedReason: varchar({ length: 32 }),
    address: text().notNull(),
    userAgent: varchar({ length: 256 }),
  },
  (table) => [index('sessions_by_user').on(table.userId), index('sessions_by_expiry').on(table.expiresAt)],
)

/** Opens one plain socket, once. The ticket itself is kept nowhere. */
export const wsTickets = pgTable(
  'ws_tickets',
  {
    tokenHash: varchar({ length: 64 }).primaryKey(),
    sessionId: uuid()
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' })
      .$type<SessionId>(),
    expiresAt: moment().notNull(),
  },
  (table) => [
    index('ws_tickets_by_expiry').on(table.expiresAt),
    index('ws_tickets_by_session').on(table.sessionId),
  ],
)

export const LETTER_KINDS = ['reset-password', 'confirm-email', 'password-changed'] as const
export type LetterKind = (typeof LETTER_KINDS)[number]

/** A letter promised to a person about their account, with the link in it if it has one. */
export const accountLetters = pgTable(
  'account_letters',
  {
    id: uuid().primaryKey().$type<LetterId>(),
    userId: integer()
      .notNull()
      .references(() => users.id)
      .$type<UserId>(),
    kind: varchar({ length: 32 }).notNull().$type<LetterKind>(),
    promisedAt: moment().notNull(),
    sentAt: moment(),
    /** Of the link's token; the token itself is kept nowhere. */
    tokenHash: varchar({ length: 64 }),
    linkExpiresAt: moment(),
    linkUsedAt: moment(),
  },
  (table) => [
    unique('account_letters_token_hash_is_unique').on(table.tokenHash),
    index('account_letters_by_user').on(table.userId, table.promisedAt),
    check('account_letters_kind_is_known', sql`${table.kind} in (${quoted(LETTER_KINDS)})`),
  ],
)

/** How often something that must not be guessed was tried: `sign-in:account:1001`, `recovery:address:::1`. */
export const attempts = pgTable(
  'attempts',
  {
    key: text().primaryKey(),
    count: integer().notNull(),
    blockedUntil: moment().notNull(),
    /** From then on the row counts for nothing and may be swept. */
    forgottenAt: moment().notNull(),
  },
  (table) => [index('attempts_by_forgotten_at').on(table.forgottenAt)],
)

/** Who changed what; a trigger refuses every change of a row. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment().notNull().defaultNow(),
    /** Null: nobody was signed in, or a job did it. */
    actorId: integer().$type<UserId>(),
    action: varchar({ length: 64 }).notNull(),
    subject: varchar({ length: 32 }).notNull(),
    subjectId: integer().notNull(),
    before: jsonb().$type<Record<string, unknown>>(),
    after: jsonb().$type<Record<string, unknown>>(),
    address: text(),
    requestId: varchar({ length: 64 }),
  },
  (table) => [index('audit_log_by_subject').on(table.subject, table.subjectId, table.id)],
)

/** Proof, kept with the data, that a key is the one the data was sealed with. */
export const keyChecks = pgTable('key_checks', {
  name: varchar({ length: 64 }).primaryKey(),
  fingerprint: varchar({ length: 64 }).notNull(),
})
