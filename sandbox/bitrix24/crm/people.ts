import type { Row } from '#sandbox/bitrix24/database.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { type Answer, anyCase, mapOf } from '#sandbox/bitrix24/rest/call.ts'
import type { Params } from '#sandbox/bitrix24/rest/php.ts'
import { PAGE_ROWS } from './list.ts'

export function showUser(row: Row): Record<string, unknown> {
  return {
    ID: String(row.ID),
    ACTIVE: row.ACTIVE === 1,
    NAME: row.NAME,
    LAST_NAME: row.LAST_NAME,
    SECOND_NAME: '',
    EMAIL: row.EMAIL,
    // People's moments are printed in UTC, unlike everything of the CRM.
    LAST_LOGIN: utc(row.DATE_REGISTER),
    DATE_REGISTER: utc(row.DATE_REGISTER),
    TIME_ZONE: '',
    IS_ONLINE: 'N',
    TIMESTAMP_X: {},
    LAST_ACTIVITY_DATE: {},
    PERSONAL_GENDER: '',
    PERSONAL_WWW: '',
    PERSONAL_BIRTHDAY: '',
    PERSONAL_MOBILE: row.PERSONAL_MOBILE ?? '',
    PERSONAL_CITY: '',
    WORK_PHONE: row.WORK_PHONE ?? '',
    WORK_POSITION: row.WORK_POSITION ?? '',
    UF_EMPLOYMENT_DATE: '',
    UF_DEPARTMENT: [row.DEPARTMENT_ID],
    USER_TYPE: 'employee',
  }
}

const utc = (seconds: unknown) => `${new Date(Number(seconds) * 1_000).toISOString().slice(0, 19)}+00:00`

/** Filters stand in FILTER, in filter, or beside the other parameters. */
export function listUsers(portal: Portal, params: Params): Answer {
  const { FILTER, filter, ...others } = params
  const conditions = Object.entries({ ...others, ...mapOf(filter), ...mapOf(FILTER) })
  const all = portal.db.all('SELECT * FROM users ORDER BY ID').map(showUser)
  const users = all.filter((user) => conditions.every(([key, value]) => fits(user, key, value)))
  const sort = String(anyCase(params, 'sort') ?? 'ID').toUpperCase()
  const sign = /^desc$/i.test(String(anyCase(params, 'order'))) ? -1 : 1
  if (sort !== 'ID' && sort in (all[0] ?? {}))
    users.sort((a, b) => sign * String(a[sort]).localeCompare(String(b[sort])))
  else if (sign < 0) users.reverse()
  const start = Number(params.start ?? 0)
  const offset = Math.max(0, start)
  const page = users.slice(offset, offset + PAGE_ROWS)
  if (start === -1) return { result: page }
  const next = offset + page.length < users.length ? offset + PAGE_ROWS : undefined
  return { result: page, total: users.length, next }
}

function fits(user: Record<string, unknown>, key: string, value: unknown): boolean {
  const [, operator = '', name = ''] = /^([!=%@<>]*)(.*)$/.exec(key.toUpperCase()) ?? []
  const values = (value && typeof value === 'object' ? Object.values(value) : [value]).map(String)
  if (name === 'NAME_SEARCH' || name === 'FIND') {
    const text = `${user.NAME} ${user.LAST_NAME} ${user.EMAIL}`.toLowerCase()
    return values.every((one) => text.includes(one.toLowerCase()))
  }
  if (!(name in user)) return true
  const own = user[name]
  const texts = (Array.isArray(own) ? own : [own === true ? '1' : own === false ? '0' : own]).map((one) =>
    String(one).toLowerCase(),
  )
  const asked = values.map((one) => activeWord(name, one.toLowerCase()))
  const [first = ''] = asked
  if (operator.includes('>') || operator.includes('<')) return compares(Number(own), operator, Number(first))
  const found = operator.includes('%')
    ? texts.some((text) => asked.some((one) => text.includes(one)))
    : texts.some((text) => asked.includes(text))
  return operator.startsWith('!') ? !found : found
}

const activeWord = (name: string, value: string) =>
  name === 'ACTIVE' ? (/^(y|1|true)$/.test(value) ? '1' : '0') : value

function compares(own: number, operator: string, value: number): boolean {
  if (operator === '>=') return own >= value
  if (operator === '<=') return own <= value
  return operator === '>' ? own > value : own < value
}
