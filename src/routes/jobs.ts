import { z } from '@hono/zod-openapi'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import { Job, JobFilter, JobIdParam, showJob } from '#src/jobs/job.ts'
import { listJobs, readJob } from '#src/jobs/list-jobs.ts'
import { dropJobs, redriveJobs } from '#src/jobs/mend-jobs.ts'
import type { Ports } from '#src/ports.ts'
import { page, pageOf, pageQuery, placeOf } from './pages.ts'

const tags = ['jobs']
const params = z.object({ job_id: JobIdParam })
const { state: _state, ...dead } = JobFilter.shape
const DeadJobs = z.strictObject(dead).openapi('DeadJobs')
const Redriven = z.object({ redriven: z.int() }).openapi('Redriven')

/** Promised work, for admins: what waits, what is dead, and another try for it. */
export function jobRoutes(ports: Ports) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/admin/jobs',
      action: 'jobs:read',
      tags,
      summary: 'Work that is promised and not done',
      request: { query: JobFilter.extend(pageQuery) },
      responses: { 200: json(pageOf(Job), 'A page of jobs') },
    }),
    async (c) => {
      const query = c.req.valid('query')
      const place = placeOf(query)
      const found = await listJobs(ports, query, place)
      return c.json(page(found.rows.map(showJob), { ...found, ...place }), 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/admin/jobs/redrive',
      action: 'jobs:change',
      tags,
      summary: 'Try dead jobs again: those of a name, a key, a lane, or all',
      request: jsonBody(DeadJobs),
      responses: { 200: json(Redriven, 'How many') },
    }),
    async (c) => {
      const who = { actorId: callerOf(c).userId, visit: c.var.visit }
      return c.json({ redriven: await redriveJobs(ports, c.req.valid('json'), who) }, 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/admin/jobs/{job_id}',
      action: 'jobs:read',
      problems: ['job-not-found'],
      tags,
      summary: 'Read a job; one that is done is known for a few days',
      request: { params },
      responses: { 200: json(Job, 'The job') },
    }),
    async (c) => c.json(await readJob(ports, c.req.valid('param').job_id), 200),
  )

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/admin/jobs/{job_id}/redrive',
      action: 'jobs:change',
      problems: ['job-not-found', 'job-not-dead'],
      tags,
      summary: 'Try a dead job again',
      request: { params },
      responses: { 200: json(Job, 'The job, waiting') },
    }),
    async (c) => {
      const { job_id } = c.req.valid('param')
      await redriveJobs(ports, job_id, { actorId: callerOf(c).userId, visit: c.var.visit })
      return c.json(await readJob(ports, job_id), 200)
    },
  )

  routes.openapi(
    endpoint({
      method: 'delete',
      path: '/api/v1/admin/jobs/{job_id}',
      action: 'jobs:change',
      problems: ['job-not-found', 'job-not-dead'],
      tags,
      summary: 'Give up a dead job for good',
      request: { params },
      responses: { 204: { description: 'It is gone' } },
    }),
    async (c) => {
      const who = { actorId: callerOf(c).userId, visit: c.var.visit }
      await dropJobs(ports, c.req.valid('param').job_id, who)
      return c.body(null, 204)
    },
  )

  return routes
}
