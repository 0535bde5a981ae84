import { z } from '@hono/zod-openapi'
import { parseCpf } from '#src/auth/cpf.ts'
import type { users } from '#src/db/schema.ts'
import { avatarUrl } from '#src/files/avatar-url.ts'
import type { UserId } from '#src/ids.ts'
import { LOCALES } from '#src/locale.ts'
import type { Ports } from '#src/ports.ts'
import { ROLES } from '#src/roles.ts'

export type UserRow = typeof users.$inferSelect
/** Without what nobody needs to carry about. */
export type Person = Omit<UserRow, 'cpf' | 'cpfHash' | 'hashedPassword'>

/** `rule` picks the text that a person gets to read when the check fails. */
const rule = (name: 'cpf' | 'matricula' | 'name' | 'unreadable-text') => ({ params: { rule: name } })

/** One line: no line breaks, and no characters that only steer how others are shown. */
const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text), rule('unreadable-text'))

export const Matricula = z
  .string()
  .trim()
  .max(8)
  .refine((text) => /^[1-9]\d{0,7}$/.test(text), rule('matricula'))
  .openapi({ example: '1001', description: 'Up to 8 digits, without a leading zero' })

export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(128)
  .pipe(z.email())
  .openapi({ type: 'string', format: 'email', example: 'maria.santos@example.com' })

export const Cpf = z
  .string()
  .max(20)
  .refine((text) => parseCpf(text) !== null, rule('cpf'))
  .transform((text) => parseCpf(text) ?? '')
  .openapi({ type: 'string', description: 'Eleven digits with valid check digits, punctuation allowed' })

export const Password = z.string().min(8).max(128).openapi({ format: 'password' })

export const PhoneNumber = z
  .string()
  .trim()
  .max(20)
  .regex(/^\+?[\d ().-]{8,}$/)

/** Letters begin with it, and go to addresses that strangers typed: it cannot say more than a name. */
const FullName = line(64)
  .refine((text) => /^[\p{L}\p{M}\p{N} .,'’()-]+$/u.test(text), rule('name'))
  .openapi({ example: 'Maria Santos' })
const Department = line(64).openapi({ example: 'Financeiro' })
const Filial = line(64).openapi({ example: 'São Paulo' })

export const newUserFields = {
  full_name: FullName,
  email: Email,
  password: Password,
  department: Department,
  filial: Filial,
  cpf: Cpf,
  matricula: Matricula,
}
export type NewUser = z.infer<z.ZodObject<typeof newUserFields>>

/** What an admin may change of anybody, and the portal's PUT may leave out of UserRegister. */
export const userChangeFields = {
  full_name: FullName.optional(),
  email: Email.optional(),
  password: Password.optional(),
  department: Department.optional(),
  filial: Filial.optional(),
  cpf: Cpf.optional(),
  matricula: Matricula.optional(),
  phone_number: PhoneNumber.nullable().optional(),
  role: z.enum(ROLES).optional(),
  is_active: z.boolean().optional(),
  locale: z.enum(LOCALES).optional(),
}
export type UserChange = z.infer<z.ZodObject<typeof userChangeFields>>

/** What people may change of themselves. */
export const profileChangeFields = {
  full_name: FullName.optional(),
  department: Department.optional(),
  filial: Filial.optional(),
  phone_number: PhoneNumber.nullable().optional(),
  locale: z.enum(LOCALES).optional(),
}
export type ProfileChange = z.infer<z.ZodObject<typeof profileChangeFields>>

/** A person as the API shows them: never the CPF, never the password. */
export const User = z
  .object({
    id: z.int(),
    full_name: z.string(),
    email: z.string(),
    filial: z.string(),
    matricula: z.string(),
    department: z.string(),
    phone_number: z.string().nullable(),
    profile_picture_url: z.string().nullable(),
    is_active: z.boolean(),
    is_admin: z.boolean(),
    role: z.enum(ROLES),
    locale: z.enum(LOCALES),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .openapi('User')
export type User = z.infer<typeof User>

export const showUser = async (ports: Pick<Ports, 'files' | 'clock'>, row: Person): Promise<User> => ({
  ...describeUser(row),
  profile_picture_url: await avatarUrl(ports, row.profilePicture),
})

/** The same without a link, which would be another every day. */
export function describeUser(row: Person): User {
  return {
    id: row.id,
    full_name: row.fullName,
    email: row.email,
    filial: row.filial,
    matricula: row.matricula,
    department: row.department,
    phone_number: row.phoneNumber,
    profile_picture_url: null,
    is_active: row.isActive,
    is_admin: row.role === 'admin',
    role: row.role,
    locale: row.locale,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  }
}

/** In URLs: an integer that Postgres can hold. */
export const UserIdParam = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(2_147_483_647))
  .transform((id) => id as UserId)
  .openapi({ type: 'integer', minimum: 1, maximum: 2_147_483_647, example: 1 })
