import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as z from 'zod'
import { forgetFields } from '#sandbox/bitrix24/crm/user-fields.ts'
import type { Events } from '#sandbox/bitrix24/events/events.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { readBytes } from '#sandbox/bitrix24/rest/body.ts'
import { type Limiter, Limits } from '#sandbox/bitrix24/rest/limits.ts'
import type { RequestLog } from '#sandbox/bitrix24/rest/request-log.ts'
import { FaultList, type Faults } from '#sandbox/faults.ts'
import { installApplication, listApplications, NewApplication, removeApplications } from './applications.ts'
import { resetContent } from './content.ts'
import { seedDeals } from './seed.ts'
import { counts, stateChunks } from './state.ts'
import { type RunningStorm, startStorm } from './storm.ts'
import { keepWebhook, listWebhooks, NewWebhook } from './webhooks.ts'

export type Controlled = {
  portal: Portal
  limiter: Limiter
  faults: Faults
  events: Events
  requests: RequestLog
}

const Count = z.int().min(0).max(10_000_000)

const Seed = z.strictObject({
  deals: Count.default(1_000),
  activitiesPerDeal: Count.max(1_000).default(0),
  commentsPerDeal: Count.max(1_000).default(0),
  seed: z.int().default(1),
})
const Storm = z.strictObject({
  deals: Count.min(1).max(1_000_000),
  changesPerSecond: z.number().positive().max(100_000),
  seconds: z.number().positive().max(86_400),
  users: Count.min(1).max(1_000).default(3),
  seed: z.int().default(1),
})
/** Another name of this machine, as http://127.0.0.1:3100. */
const Rename = z.strictObject({
  address: z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin),
})
const Clock = z.strictObject({ forwardSeconds: z.number().min(0).max(10_000_000_000) })

class Refused extends Error {}

/** For tests, and for people who want to see what happens when: everything a portal cannot be asked for. */
export function createControl(controlled: Controlled) {
  const { portal, limiter, faults, events, requests } = controlled
  const storms = new Set<RunningStorm>()

  const actions: Record<string, (body: unknown) => unknown> = {
    'GET counts': () => counts(portal),
    'POST reset': () => {
      for (const storm of storms) storm.stop()
      storms.clear()
      resetContent(portal)
      forgetFields(portal)
      return counts(portal)
    },
    'POST seed': async (body) => {
      await seedDeals(portal, Seed.parse(body ?? {}))
      return counts(portal)
    },
    'POST webhooks': (body) => ({ id: keepWebhook(portal, NewWebhook.parse(body)) }),
    'GET webhooks': () => listWebhooks(portal),
    'DELETE webhooks': () => {
      portal.db.exec('DELETE FROM webhooks')
      return []
    },
    'POST applications': (body) => installApplication(portal, events, NewApplication.parse(body ?? {})),
    'GET applications': () => listApplications(portal),
    'DELETE applications': () => {
      removeApplications(portal)
      return []
    },
    'GET requests': () => requests.list(),
    'DELETE requests': () => {
      requests.clear()
      return []
    },
    'GET events': () => ({ idle: events.isIdle(), sent: events.sent() }),
    'DELETE events': () => {
      events.forget()
      return []
    },
    'GET limits': () => limiter.limits(),
    'PUT limits': (body) => {
      limiter.change(Limits.parse(body))
      return limiter.limits()
    },
    'GET clock': () => ({ now: portal.now() }),
    'POST clock': (body) => {
      portal.forwardClock(Clock.parse(body).forwardSeconds)
      return { now: portal.now() }
    },
    'POST rename': (body) => {
      portal.rename(Rename.parse(body).address)
      return { address: portal.address }
    },
    'GET faults': () => faults.list(),
    'PUT faults': (body) => {
      const rules = FaultList.parse(body)
      faults.replace(rules)
      portal.keepSetting('faults', rules)
      return rules
    },
    'POST storm': (body) => {
      const storm = startStorm(portal, Storm.parse(body))
      storms.add(storm)
      return { deals: storm.deals, planned: storm.planned }
    },
    'GET storm': () =>
      [...storms].map((storm) => ({ planned: storm.planned, done: storm.done(), over: storm.isOver() })),
    'DELETE storm': () => {
      for (const storm of storms) storm.stop()
      storms.clear()
      return []
    },
  }

  async function serve(request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void> {
    const name = pathname.replace(/^\/control\/?/, '').replace(/\/+$/, '')
    if (request.method === 'GET' && name === 'state') {
      response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' })
      return pipeline(Readable.from(stateChunks(portal)), response)
    }
    const action = actions[`${request.method} ${name}`]
    const offered = Object.keys(actions).filter((key) => key.endsWith(` ${name}`))
    if (!action && offered.length > 0)
      return answer(response, 405, { error: `Use ${offered.map((key) => key.split(' ')[0]).join(' or ')}` })
    if (!action)
      return answer(response, 404, { error: `There is only: GET state, ${Object.keys(actions).join(', ')}` })
    try {
      answer(response, 200, await action(await readJson(request)))
    } catch (error) {
      if (error instanceof z.ZodError) return answer(response, 400, { error: z.prettifyError(error) })
      if (error instanceof Refused) return answer(response, 400, { error: error.message })
      throw error
    }
  }
  return {
    serve,
    stop() {
      for (const storm of storms) storm.stop()
    },
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = (await readBytes(request)).toString('utf8').trim()
  if (text === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new Refused('The body is no JSON')
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}
