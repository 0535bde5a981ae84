import { z } from '@hono/zod-openapi'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import { listNotices, markNoticesRead, Notice, UnreadCount, WhichNotices } from '#src/notices/list-notices.ts'
import {
  changePreferences,
  NoticePreferences,
  NoticePreferencesChange,
  readPreferences,
} from '#src/notices/preferences.ts'
import {
  addDevice,
  DeviceIdParam,
  listDevices,
  PushDevices,
  PushSubscription,
  removeDevice,
  tryDevice,
} from '#src/notices/push-devices.ts'
import type { Ports } from '#src/ports.ts'
import { page, pageOf, pageQuery, placeOf } from './pages.ts'

const tags = ['notifications']
const device = z.object({ device_id: DeviceIdParam })
const yesOrNo = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .openapi({ type: 'boolean' })

/** What people are told of, and how they want to be. */
export function noticeRoutes(ports: Pick<Ports, 'db' | 'clock' | 'push'>) {
  const { db } = ports
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/notifications', action: 'notices:read', tags },
      summary: 'What I was told of, the newest first, and how much of it I have not read',
      request: { query: z.object({ unread: yesOrNo.optional(), ...pageQuery }) },
      responses: { 200: json(pageOf(Notice).extend(UnreadCount.shape), 'A page of notices') },
    }),
    async (c) => {
      const query = c.req.valid('query')
      const place = placeOf(query)
      const { items, nextCursor, unreadCount } = await listNotices(db, callerOf(c), query, place)
      return c.json({ ...page(items, { nextCursor, ...place }), unread_count: unreadCount }, 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'post', path: '/api/v1/notifications/read', action: 'notices:change', tags },
      summary: 'Mark notices as read: some, or all',
      request: jsonBody(WhichNotices),
      responses: { 200: json(UnreadCount, 'How many are left') },
    }),
    async (c) => c.json(await markNoticesRead(db, callerOf(c), c.req.valid('json')), 200),
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/notifications/preferences', action: 'notices:read', tags },
      summary: 'How I am told of what',
      responses: { 200: json(NoticePreferences, 'By kind and channel') },
    }),
    async (c) => c.json(await readPreferences(db, callerOf(c)), 200),
  )

  routes.openapi(
    endpoint({
      ...{ method: 'patch', path: '/api/v1/notifications/preferences', action: 'notices:change', tags },
      summary: 'Change how I am told; what is not named stays',
      request: jsonBody(NoticePreferencesChange),
      responses: { 200: json(NoticePreferences, 'As changed') },
    }),
    async (c) => c.json(await changePreferences(db, callerOf(c), c.req.valid('json')), 200),
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: '/api/v1/notifications/devices', action: 'notices:read', tags },
      summary: 'My browsers that are told of things while I am not looking, and what a new one has to know',
      responses: { 200: json(PushDevices, 'The newest first') },
    }),
    async (c) => c.json(await listDevices(ports, callerOf(c)), 200),
  )

  routes.openapi(
    endpoint({
      ...{ method: 'put', path: '/api/v1/notifications/devices/this', action: 'notices:change', tags },
      summary: 'Tell this browser, too, until it signs out',
      description:
        'What `pushManager.subscribe` gave. A session has one; of more than ten browsers, the oldest is told no more.',
      request: jsonBody(PushSubscription),
      responses: { 200: json(PushDevices, 'All that are told now') },
    }),
    async (c) => {
      await addDevice(ports, callerOf(c), c.req.valid('json'))
      return c.json(await listDevices(ports, callerOf(c)), 200)
    },
  )

  routes.openapi(
    endpoint({
      ...{
        method: 'delete',
        path: '/api/v1/notifications/devices/{device_id}',
        action: 'notices:change',
        tags,
      },
      problems: ['device-not-found'],
      summary: 'Tell a browser of mine no more',
      request: { params: device },
      responses: { 204: { description: 'It is told nothing from now on' } },
    }),
    async (c) => {
      await removeDevice(db, callerOf(c), c.req.valid('param').device_id)
      return c.body(null, 204)
    },
  )

  routes.openapi(
    endpoint({
      ...{
        method: 'post',
        path: '/api/v1/notifications/devices/{device_id}/trial',
        action: 'notices:change',
      },
      ...{ problems: ['device-not-found'], tags },
      summary: 'Have something shown in a browser of mine, to see whether it works',
      request: { params: device },
      responses: { 202: { description: 'It is on its way' } },
    }),
    async (c) => {
      await tryDevice(db, callerOf(c), c.req.valid('param').device_id)
      return c.body(null, 202)
    },
  )

  return routes
}
