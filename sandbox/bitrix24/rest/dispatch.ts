import { setTimeout as delay } from 'node:timers/promises'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import type { Faults } from '#sandbox/faults.ts'
import type { Answer, Caller, Method, SendMail } from './call.ts'
import { type Operating, type Time, timeBlock } from './envelope.ts'
import type { Limiter } from './limits.ts'
import type { Params } from './php.ts'

/** What the REST side of the portal is made of. */
export type Host = {
  portal: Portal
  methods: ReadonlyMap<string, Method>
  limiter: Limiter
  faults: Faults
  sendMail: SendMail
}
export type Work = { method: string; params: Params; caller: Caller; signal: AbortSignal; isInBatch: boolean }
/** How an answer that was worked for gets lost on its way. */
export type Spoil = 'lost-answer' | 'truncate' | 'garbage'
export type Done = { answer: Answer; time: Time; spoil: Spoil | undefined }

/** The connection ends without an answer, and nothing was done. */
export class Cut extends Error {
  readonly how: 'reset' | 'hang'

  constructor(how: 'reset' | 'hang') {
    super(how)
    this.how = how
  }
}

/** The portal lives at another address now. */
export class Moved extends Error {
  readonly location: string

  constructor(location: string) {
    super(location)
    this.location = location
  }
}

/** One call, alone or out of a batch: faults, rights, the budget of the method, and the work itself. */
export async function dispatch(host: Host, work: Work): Promise<Done> {
  const { portal, limiter } = host
  const start = portal.now()
  const spoil = await suffer(host, work)
  const method = findMethod(host, work)
  limiter.check(work.caller.credential, work.method)
  const began = performance.now()
  const caller = { ...work.caller, authConnector: text(work.params.auth_connector) }
  const answer = await method.run({ portal, caller, params: work.params, sendMail: host.sendMail })
  const tookSeconds = (performance.now() - began) / 1_000
  const operating = charge(host, work, tookSeconds)
  return { answer, time: timeBlock(portal, start, tookSeconds, operating), spoil }
}

function charge({ limiter }: Host, { method, caller, isInBatch }: Work, tookSeconds: number): Operating {
  const chargesBatch = limiter.limits().operating?.chargeBatch === 'batch'
  return limiter.charge(caller.credential, method, tookSeconds, isInBatch && chargesBatch ? 'batch' : method)
}

function findMethod({ methods }: Host, { method: name, caller, isInBatch }: Work): Method {
  const method = methods.get(name)
  if (!method) throw new PortalFailure(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!')
  if (isInBatch && method.isOutsideBatch)
    throw new PortalFailure(405, 'ERROR_BATCH_METHOD_NOT_ALLOWED', 'Method is not allowed for batch usage')
  if (method.scope !== null && !caller.scopes.has(method.scope))
    throw new PortalFailure(
      401,
      'insufficient_scope',
      'The request requires higher privileges than provided by the webhook token',
    )
  if (method.forApplications && caller.kind === 'webhook')
    throw new PortalFailure(
      403,
      method.forApplications,
      method.forApplications === 'ACCESS_DENIED'
        ? 'Access denied! Application context required'
        : 'Current authorization type is denied for this method',
    )
  return method
}

/** Faults that were ordered for this call. */
export async function suffer(
  { faults }: Host,
  { method, caller, signal }: Pick<Work, 'method' | 'caller' | 'signal'>,
): Promise<Spoil | undefined> {
  let spoil: Spoil | undefined
  for (const fault of faults.forCall({ method, user: String(caller.userId) })) {
    switch (fault.effect) {
      case 'latency':
        await delay(fault.ms + Math.round(fault.jitter * fault.chance()), undefined, { signal })
        break
      case 'status':
        if (fault.location) throw new Moved(fault.location)
        throw new PortalFailure(fault.code, fault.error, 'Ordered by a fault rule of the sandbox')
      case 'reset':
      case 'hang':
        throw new Cut(fault.effect)
      default:
        spoil = fault.effect
    }
  }
  return spoil
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
