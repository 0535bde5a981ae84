import type { z } from '@hono/zod-openapi'
import { DomainError, type FieldProblem, type FieldRule } from '#src/errors.ts'

type Checked = { target: string; data?: unknown } & (
  | { success: true }
  | { success: false; error: z.ZodError }
)

const PLACES: Readonly<Record<string, FieldProblem['in']>> = {
  json: 'body',
  form: 'body',
  query: 'query',
  param: 'path',
}

/** What every route does with input that does not fit its schema. */
export function throwInvalid(checked: Checked): void {
  if (checked.success) return
  const place = PLACES[checked.target] ?? 'header'
  const fields = checked.error.issues.map((issue) => describe(issue, checked.data))
  throw new DomainError('invalid-request', {}, { fields: fields.map((field) => ({ in: place, ...field })) })
}

type Described = Omit<FieldProblem, 'in'>
type Issue = z.core.$ZodIssue

function describe(issue: Issue, input: unknown): Described {
  // JSON has no symbols for keys.
  const path = issue.path as (string | number)[]
  switch (issue.code) {
    case 'invalid_type':
      return valueAt(input, path) === undefined
        ? { path, rule: 'required' }
        : { path, rule: 'wrong-type', params: { expected: issue.expected } }
    case 'too_small':
      return tooSmall(path, issue)
    case 'too_big':
      return {
        path,
        rule: issue.origin === 'string' ? 'too-long' : 'too-big',
        params: { maximum: String(issue.maximum) },
      }
    case 'invalid_value':
      return { path, rule: 'one-of', params: { values: issue.values.join(', ') } }
    case 'unrecognized_keys':
      return {
        path,
        rule: 'unknown-field',
        params: { keys: issue.keys.slice(0, 5).join(', ').slice(0, 100) },
      }
    case 'invalid_format':
      return { path, rule: issue.format === 'email' ? 'email' : 'not-valid' }
    case 'custom':
      // Our own checks name the rule in user.ts and its like, and what fills the blanks of its text.
      return {
        path,
        rule: (issue.params?.rule as FieldRule | undefined) ?? 'not-valid',
        params: (issue.params?.params as FieldProblem['params'] | undefined) ?? {},
      }
    default:
      return { path, rule: 'not-valid' }
  }
}

function tooSmall(path: Described['path'], { origin, minimum }: z.core.$ZodIssueTooSmall): Described {
  if (origin !== 'string') return { path, rule: 'too-small', params: { minimum: String(minimum) } }
  return minimum === 1
    ? { path, rule: 'required' }
    : { path, rule: 'too-short', params: { minimum: String(minimum) } }
}

function valueAt(input: unknown, path: Described['path']): unknown {
  let value = input
  for (const key of path) value = value && typeof value === 'object' ? Reflect.get(value, key) : undefined
  return value
}
