import { classicFailure, missingParameter, PortalFailure } from '#sandbox/bitrix24/failure.ts'
import type { Actor, Portal } from '#sandbox/bitrix24/portal.ts'
import type { Params } from './php.ts'

/** Whoever calls: an employee, by a webhook of theirs or through an application. */
export type Caller = Actor & {
  kind: 'webhook' | 'application'
  isAdmin: boolean
  /** What the limits of a method are counted by. */
  credential: string
  scopes: ReadonlySet<string>
}
export type Call = { portal: Portal; caller: Caller; params: Params; sendMail: SendMail }

export type OutgoingMail = {
  from: string
  to: string[]
  bcc: string | undefined
  subject: string
  html: string | undefined
  text: string | undefined
  attachments: { filename: string; path: string }[]
}
export type SendMail = (mail: OutgoingMail) => Promise<void>

export type Answer = { result: unknown; total?: number | undefined; next?: number | undefined }
export type Method = {
  /** What the credential must have been given; null for what everybody may. */
  scope: string | null
  /** Refused to incoming webhooks, with this code. */
  forApplications?: 'WRONG_AUTH_TYPE' | 'ACCESS_DENIED'
  isOutsideBatch?: true
  run(call: Call): Answer | Promise<Answer>
}

/** The classic methods take the names of their parameters in capitals or not. */
export function anyCase(params: Params, name: string): unknown {
  return params[name] ?? params[name.toUpperCase()] ?? params[name.toLowerCase()]
}

/** What every classic list takes. */
export const classicQuery = (params: Params) => ({
  select: anyCase(params, 'select'),
  filter: anyCase(params, 'filter'),
  order: anyCase(params, 'order'),
  start: anyCase(params, 'start'),
})

/** For the controllers, which bind exact names. */
export function required(params: Params, name: string): unknown {
  const value = params[name]
  if (value === undefined || value === null || value === '') throw missingParameter(name)
  return value
}

export function requiredId(params: Params, name: string): number {
  const id = Number(required(params, name))
  if (!Number.isSafeInteger(id))
    throw new PortalFailure(
      400,
      100,
      `Invalid value {${String(params[name]).slice(0, 50)}} to match with parameter {${name}}. Should be value of type int.`,
    )
  return id
}

export function classicId(params: Params, name = 'id'): number {
  const id = Number(anyCase(params, name))
  if (!Number.isSafeInteger(id) || id <= 0) throw classicFailure('ID is not defined or invalid')
  return id
}

/** A map of the caller's; PHP's empty array is one too. */
export function mapOf(value: unknown): Params | null {
  if (value === null || typeof value !== 'object') return null
  return value as Params
}

export function classicFields(params: Params): Params {
  const fields = mapOf(anyCase(params, 'fields'))
  if (!fields) throw classicFailure("Parameter 'fields' must be array.")
  if (anyCase(params, 'params') !== undefined && !mapOf(anyCase(params, 'params')))
    throw classicFailure("Parameter 'params' must be array.")
  return fields
}

export const isYes = (value: unknown) => value === true || /^(y|1|true)$/i.test(String(value))

export const isAdminOnly = ({ isAdmin }: Caller) => {
  if (!isAdmin) throw new PortalFailure(403, 'ACCESS_DENIED', 'Access denied.')
}
