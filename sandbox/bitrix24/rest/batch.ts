import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { mapOf } from './call.ts'
import { type Done, dispatch, type Host, type Spoil, type Work } from './dispatch.ts'
import { type Params, parsePhpQuery, phpArray } from './php.ts'

const MOST_COMMANDS = 50

type Outcome = { result: unknown; spoil: Spoil | undefined; size: number }

/** Commands one after the other, each able to use what came before by `$result[name][path]`. */
export async function runBatch(host: Host, work: Work): Promise<Outcome> {
  const commands = Object.entries(mapOf(work.params.cmd) ?? {})
  const halts = /^(1|true|y)$/i.test(String(work.params.halt ?? 0))
  const maps = {
    result: new Map<string, unknown>(),
    result_error: new Map<string, unknown>(),
    result_total: new Map<string, unknown>(),
    result_next: new Map<string, unknown>(),
    result_time: new Map<string, unknown>(),
  }
  let spoil: Spoil | undefined
  for (const [index, [name, command]] of commands.entries()) {
    work.signal.throwIfAborted()
    try {
      if (index >= MOST_COMMANDS)
        throw new PortalFailure(400, 'ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded')
      const done = await runCommand(host, work, String(command), maps.result)
      const { answer } = done
      spoil ??= done.spoil
      maps.result.set(name, answer.result ?? null)
      maps.result_time.set(name, done.time)
      if (answer.total !== undefined) maps.result_total.set(name, answer.total)
      if (answer.next !== undefined) maps.result_next.set(name, answer.next)
    } catch (error) {
      if (!(error instanceof PortalFailure)) throw error
      maps.result_error.set(name, { error: error.code, error_description: error.message })
      if (halts) break
    }
  }
  const result = Object.fromEntries(Object.entries(maps).map(([name, map]) => [name, phpArray(map)]))
  return { result, spoil, size: commands.length }
}

function runCommand(
  host: Host,
  { caller, signal }: Work,
  command: string,
  results: Map<string, unknown>,
): Promise<Done> {
  const at = command.indexOf('?')
  const method = (at < 0 ? command : command.slice(0, at))
    .trim()
    .replace(/^\/+|\/+$/g, '')
    .toLowerCase()
  const params = at < 0 ? {} : resolveReferences(parsePhpQuery(command.slice(at + 1)), results)
  return dispatch(host, { method, params, caller, signal, isInBatch: true })
}

const REFERENCE = /\$result((?:\[[^\]]*\])+)/g

// After decoding: SDKs send the reference url-encoded like any other value.
function resolveReferences(params: Params, results: Map<string, unknown>): Params {
  const resolve = (value: unknown): unknown => {
    if (typeof value === 'string') return resolveText(value, results)
    if (Array.isArray(value)) return value.map(resolve)
    if (value && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one)]))
    return value
  }
  return resolve(params) as Params
}

function resolveText(text: string, results: Map<string, unknown>): unknown {
  if (!text.includes('$result[')) return text
  const whole = /^\$result((?:\[[^\]]*\])+)$/.exec(text)
  if (whole) return lookUp(whole[1] ?? '', results) ?? ''
  return text.replaceAll(REFERENCE, (_all, path: string) => {
    const found = lookUp(path, results)
    return found === undefined || found === null || typeof found === 'object' ? '' : String(found)
  })
}

/** What a path that leads nowhere becomes is not documented: an empty value, as far as is known. */
function lookUp(path: string, results: Map<string, unknown>): unknown {
  const [first = '', ...rest] = [...path.matchAll(/\[([^\]]*)\]/g)].map(([, key = '']) => key)
  return rest.reduce<unknown>(
    (value, key) => (value && typeof value === 'object' ? (value as Params)[key] : undefined),
    results.get(first),
  )
}
