import type { EventData, Portal } from '#sandbox/bitrix24/portal.ts'

export type EventAuth = Record<string, string | number>

/** Form-encoded, with PHP's brackets; every value a string; ids and nothing of what changed. */
export function eventBody(
  portal: Portal,
  event: string,
  handlerId: number,
  data: EventData,
  auth: EventAuth,
): string {
  const form = new URLSearchParams({ event, event_handler_id: String(handlerId) })
  for (const [key, value] of Object.entries(data)) {
    if (typeof value !== 'object') form.append(`data[${key}]`, String(value))
    else for (const [inner, one] of Object.entries(value)) form.append(`data[${key}][${inner}]`, String(one))
  }
  // The moment of sending, and not of the change.
  form.append('ts', String(Math.floor(portal.now())))
  for (const [key, value] of Object.entries({ ...portalAuth(portal), ...auth }))
    form.append(`auth[${key}]`, String(value))
  return form.toString()
}

const portalAuth = (portal: Portal): EventAuth => ({
  domain: portal.domain,
  client_endpoint: `${portal.address}/rest/`,
  server_endpoint: `${portal.authAddress}/rest/`,
  member_id: portal.memberId,
})
