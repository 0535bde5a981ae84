import { expect } from 'vitest'
import type { Ports } from '#src/ports.ts'
import { backfill } from '#src/sync/backfill.ts'
import { findAllDrift } from '#src/sync/find-all-drift.ts'
import { breath } from '#test/breath.ts'
import { crmPerson } from '#test/crm-person.ts'
import { createWorld, type World } from '#test/world.ts'

const TOKEN = 'token-of-the-webhook'
const SAMPLE = 1_000

export type MirroredWorld = World & {
  needs: Ports & { pipelines: readonly number[]; timeZone: string }
  /** Somebody who works in the CRM. */
  person: ReturnType<typeof crmPerson>
  /** From now on the CRM tells us what happens, and so much of it is lost. */
  tellsAllBut(lostPercent: number): Promise<void>
  /** Nothing is on its way from there. */
  isQuiet(): Promise<void>
  /** Fails unless mirror and CRM are the same. */
  isEqual(): Promise<void>
}

/** A world whose CRM is mirrored, and in which nothing looks into the CRM by itself. */
export async function createMirroredWorld(settings: Record<string, string> = {}): Promise<MirroredWorld> {
  const world = await createWorld({ CRM_EVENT_TOKEN: TOKEN, CRM_RATE: '50', CRM_BURST: '1000', ...settings })
  await world.control('PUT', 'limits', { enabled: false })
  const needsNow = () => ({ ...world.gateway.ports, pipelines: [19], timeZone: 'America/Sao_Paulo' })
  const needs = needsNow()
  await backfill(needs, { pipelineId: 19, since: null })
  await world.settle()
  // The same world and no copy of it, whose gateway would be the first for ever.
  return Object.assign(world, {
    needs,
    person: crmPerson(world),
    async tellsAllBut(lostPercent: number) {
      const rule = { match: { event: '*' }, effect: 'drop', probability: lostPercent / 100 }
      await world.control('PUT', 'faults', lostPercent > 0 ? [rule] : [])
      await world.control('POST', 'webhooks', {
        url: `${world.url}/webhook-bitrix24`,
        events: ['*'],
        token: TOKEN,
      })
    },
    async isQuiet() {
      while (!((await world.control('GET', 'events')) as { idle: boolean }).idle) await breath()
      for (;;) {
        const [left] =
          await world.sql`select count(*)::int as events from webhook_inbox where state = 'waiting'`
        if (left?.events === 0) break
        await breath()
      }
      await world.settle({ hurry: true })
    },
    async isEqual() {
      const { findings, differing } = await findAllDrift(needsNow(), { mendMs: 0, sample: SAMPLE })
      expect(findings).toEqual([])
      expect(differing).toBe(0)
    },
  })
}
