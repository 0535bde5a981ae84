import { formOf } from '#test/files/samples.ts'

/** As /openapi.json describes it. */
type Schema = {
  type?: string | string[]
  $ref?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  enum?: unknown[]
  format?: string
  anyOf?: Schema[]
  oneOf?: Schema[]
}
export type Operation = {
  'x-action'?: string
  parameters?: { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}
export type Document = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}
export type Filled = {
  target: string
  body: unknown
  headers: Record<string, string>
  /** What of somebody's the request names, as `ticket_id`. */
  named: ReadonlySet<string>
}

/** Sent although a request would be complete without: it is somebody's, so somebody has to be asked. */
const WHOSE = [
  'ticket_id',
  'deal_id',
  'user_id',
  'requester_id',
  'session_id',
  'job_id',
  'event_id',
  'ids',
  'attachments/id',
  'export_id',
  'device_id',
]
/** Of what is optional by itself, what makes these bodies say anything. */
const SAYS_SOMETHING: Readonly<Record<string, string[]>> = {
  NewTicket: ['title', 'description'],
  TicketCreateRequest: ['title'],
  TicketChange: ['priority'],
  ForgotPasswordRequest: ['email'],
  ResetPasswordRequest: ['new_password'],
  PhoneUpdateRequest: ['phone_number'],
  ReplayRequest: ['state'],
  NewArticle: ['title', 'content'],
  ArticleChange: ['title'],
  ArticleFeedback: ['helpful'],
  NewMacro: ['text'],
  ReplyChange: ['title'],
  MacroChange: ['title'],
}

/** The smallest request that this operation takes, with `values` by their names; throws for a name that has none. */
export function fillRequest(
  document: Document,
  path: string,
  { parameters = [], requestBody }: Operation,
  values: Readonly<Record<string, unknown>>,
): Filled {
  const named = new Set<string>()
  // What means something else on another path; undefined: nothing.
  const nameOf = (given: string) => (Object.hasOwn(values, `${path} ${given}`) ? `${path} ${given}` : given)
  const isWhose = (given: string) => WHOSE.includes(given) && values[nameOf(given)] !== undefined
  const valueFor = (given: string, schema: Schema): unknown => {
    const name = nameOf(given)
    if (Object.hasOwn(values, name)) {
      if (WHOSE.includes(name)) named.add(name)
      const value = values[name]
      return schema.format === 'date' ? String(value).slice(0, 10) : value
    }
    const { schema: known } = resolve(document, schema)
    if (known.enum) return known.enum[0]
    throw new Error(`${path}: nobody said what to send as "${name}"`)
  }

  function bodyFor(given: Schema): unknown {
    const { schema, name } = resolve(document, given)
    const one = schema.anyOf?.[0] ?? schema.oneOf?.[0]
    if (one) return bodyFor(one)
    const wanted = [...(schema.required ?? []), ...(SAYS_SOMETHING[name ?? ''] ?? [])]
    const fields = Object.entries(schema.properties ?? {}).filter(
      ([field]) => wanted.includes(field) || isWhose(field),
    )
    return Object.fromEntries(fields.map(([field, inner]) => [field, valueFor(field, inner)]))
  }

  let target = path
  const query = new URLSearchParams()
  const headers: Record<string, string> = {}
  for (const { name, in: place, required, schema } of parameters) {
    if (place === 'path') target = target.replace(`{${name}}`, String(valueFor(fullName(path, name), schema)))
    else if (place === 'query' && (required || isWhose(name))) query.set(name, String(valueFor(name, schema)))
    else if (place === 'header' && Object.hasOwn(values, name)) headers[name] = String(values[name])
  }
  const { 'application/json': json, 'multipart/form-data': form } = requestBody?.content ?? {}
  return {
    target: `${target}${query.size > 0 ? `?${query}` : ''}`,
    body: json ? bodyFor(json.schema) : form ? formOf({ name: 'a.txt', bytes: 'a' }) : undefined,
    headers,
    named,
  }
}

/** A bare id is one of what stands before it; and so is an article's, which may be a question's. */
const fullName = (path: string, name: string) =>
  name === 'id' || name.startsWith('article')
    ? `${new RegExp(`([\\w-]+)/\\{${name}\\}`).exec(path)?.[1]}/${name}`
    : name

function resolve({ components }: Document, schema: Schema): { schema: Schema; name?: string } {
  if (!schema.$ref) return { schema }
  const name = schema.$ref.split('/').at(-1) ?? ''
  return { schema: components.schemas[name] ?? {}, name }
}
