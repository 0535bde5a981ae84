import { z } from '@hono/zod-openapi'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import type { Ports } from '#src/ports.ts'
import { answerDrift } from '#src/sync/answer-drift.ts'
import { BackfillRequest, BackfillsBegun } from '#src/sync/backfill-status.ts'
import { beginBackfill } from '#src/sync/begin-backfill.ts'
import { countEvents } from '#src/sync/count-events.ts'
import { DriftFilter, DriftFinding, DriftReport, DriftRequest } from '#src/sync/drift.ts'
import {
  EventCount,
  EventFilter,
  InboxEvent,
  InboxIdParam,
  Replayed,
  ReplayRequest,
  WholeInboxEvent,
} from '#src/sync/inbox-event.ts'
import { listEvents, readEvent } from '#src/sync/list-events.ts'
import { listFindings } from '#src/sync/list-findings.ts'
import { readSyncStatus, type StatusNeeds } from '#src/sync/read-sync-status.ts'
import { replayEvent, replayEvents } from '#src/sync/replay-events.ts'
import { SyncStatus } from '#src/sync/sync-status.ts'
import { page, pageOf, pageQuery, placeOf } from './pages.ts'

type Needed = Pick<Ports, 'db' | 'crm' | 'stageMap'> & StatusNeeds

const tags = ['sync']
const params = z.object({ event_id: InboxIdParam })

/** How the mirror stands, for admins: how far it is behind, what differs, and what the CRM told. */
export function syncRoutes(needed: Needed) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/admin/sync',
      action: 'sync:read',
      tags,
      summary: 'How far the mirror follows the CRM',
      responses: { 200: json(SyncStatus, 'As it is now') },
    }),
    async (c) => c.json(await readSyncStatus(needed), 200),
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/admin/sync/backfill',
      action: 'sync:change',
      problems: ['backfill-under-way'],
      tags,
      summary: 'Take over what the CRM has; `backfills` of GET /api/v1/admin/sync shows how far it has come',
      request: jsonBody(BackfillRequest),
      responses: { 202: json(BackfillsBegun, 'Those that were begun') },
    }),
    async (c) => c.json({ backfills: await beginBackfill(needed, c.req.valid('json'), whoOf(c)) }, 202),
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/admin/sync/drift',
      action: 'sync:read',
      tags,
      summary: 'Where mirror and CRM were found to differ, the newest first',
      request: { query: DriftFilter.extend(pageQuery) },
      responses: { 200: json(pageOf(DriftFinding), 'A page of findings') },
    }),
    async (c) => {
      const query = c.req.valid('query')
      const place = placeOf(query)
      const { items, nextCursor } = await listFindings(needed, query, place)
      return c.json(page(items, { nextCursor, ...place }), 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/admin/sync/drift',
      action: 'sync:change',
      problems: ['crm-away'],
      tags,
      summary: 'Compare deals with the CRM now, and mend what differs if that is wanted',
      request: jsonBody(DriftRequest),
      responses: { 200: json(DriftReport, 'What differs') },
    }),
    async (c) => c.json(await answerDrift(needed, c.req.valid('json')), 200),
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/admin/sync/events',
      action: 'sync:read',
      tags,
      summary: 'What the CRM told, the newest first',
      request: { query: EventFilter.extend(pageQuery) },
      responses: { 200: json(pageOf(InboxEvent), 'A page of events') },
    }),
    async (c) => {
      const query = c.req.valid('query')
      const place = placeOf(query)
      const { items, nextCursor } = await listEvents(needed, query, place)
      return c.json(page(items, { nextCursor, ...place }), 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/admin/sync/events/count',
      action: 'sync:read',
      tags,
      summary: 'How many events a replay would look at anew',
      request: { query: EventFilter },
      responses: { 200: json(EventCount, 'How many') },
    }),
    async (c) => c.json(await countEvents(needed, c.req.valid('query')), 200),
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/admin/sync/events/replay',
      action: 'sync:change',
      tags,
      summary: 'Look anew at the events that are meant, in their order and up to a limit',
      request: jsonBody(ReplayRequest),
      responses: { 200: json(Replayed, 'How many') },
    }),
    async (c) => c.json(await replayEvents(needed, c.req.valid('json'), whoOf(c)), 200),
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/admin/sync/events/{event_id}',
      action: 'sync:read',
      problems: ['event-not-found'],
      tags,
      summary: 'Read an event as it came',
      request: { params },
      responses: { 200: json(WholeInboxEvent, 'The event') },
    }),
    async (c) => c.json(await readEvent(needed, c.req.valid('param').event_id), 200),
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/admin/sync/events/{event_id}/replay',
      action: 'sync:change',
      problems: ['event-not-found'],
      tags,
      summary: 'Look at an event anew; one that is on its way is left alone',
      request: { params },
      responses: { 200: json(WholeInboxEvent, 'The event, as it is now') },
    }),
    async (c) => {
      const { event_id } = c.req.valid('param')
      await replayEvent(needed, event_id, whoOf(c))
      return c.json(await readEvent(needed, event_id), 200)
    },
  )

  return routes
}

const whoOf = (c: Parameters<typeof callerOf>[0]) => ({ actorId: callerOf(c).userId, visit: c.var.visit })
