import { z } from '@hono/zod-openapi'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json, jsonBody } from '#src/http/endpoint.ts'
import type { Ports } from '#src/ports.ts'
import {
  AssignmentChange,
  changeAssignment,
  DepartmentAssignment,
  listAssignments,
} from '#src/tickets/assignment-settings.ts'

const tags = ['admin']
const path = '/api/v1/admin/assignment'
const Assignments = z.object({ items: z.array(DepartmentAssignment) })

/** Whether tickets of a department are given to somebody by themselves. */
export function assignmentRoutes({ db }: Pick<Ports, 'db'>) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      ...{ method: 'get', path, action: 'assignment:read', tags },
      summary: 'List the departments, and whether their tickets are given to somebody by themselves',
      description: 'Leads see their own.',
      responses: { 200: json(Assignments, 'By their names') },
    }),
    async (c) => c.json({ items: await listAssignments(db, callerOf(c)) }, 200),
  )

  routes.openapi(
    endpoint({
      ...{ method: 'put', path, action: 'assignment:change', tags },
      summary: 'Have the tickets of a department given to somebody by themselves, or not',
      description: 'Leads do so for their own.',
      request: jsonBody(AssignmentChange),
      responses: { 200: json(Assignments, 'As they are now') },
    }),
    async (c) => {
      await changeAssignment(db, callerOf(c), c.req.valid('json'), c.var.visit)
      return c.json({ items: await listAssignments(db, callerOf(c)) }, 200)
    },
  )

  return routes
}
