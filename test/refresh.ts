import { expect } from 'vitest'
import type { DealId } from '#src/ids.ts'
import { promiseRefresh } from '#src/jobs/deal-refresh.ts'
import type { World } from './world.ts'

/** The deal is read again, now. */
export async function refresh(world: World, dealId: number): Promise<void> {
  await promiseRefresh(world.gateway.ports.db, dealId as DealId)
  await world.settle()
  expect(await world.sql`select last_error from jobs where last_error is not null`).toEqual([])
}
