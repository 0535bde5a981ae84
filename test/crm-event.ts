import type { World } from './world.ts'

export const EVENT_TOKEN = 'event-token-of-the-tests'

type Told = {
  token?: string
  domain?: string
  memberId?: string
  id?: string | number
  type?: string
  path?: string
}
const MEMBER_ID = 'd897063e1ce7c5eb9f04b9751eef5915'

/** As the portal's outgoing webhook says it. */
export const eventBody = (
  name: string,
  { id = 7405, token = EVENT_TOKEN, domain = 'localhost', memberId = MEMBER_ID }: Told = {},
) =>
  new URLSearchParams({
    event: name,
    event_handler_id: '975',
    'data[FIELDS][ID]': String(id),
    ts: '1766047124',
    'auth[domain]': domain,
    'auth[member_id]': memberId,
    'auth[application_token]': token,
  }).toString()

export const postEvent = (
  { url }: Pick<World, 'url'>,
  body: string,
  { type = 'application/x-www-form-urlencoded', path = '/webhook-bitrix24' }: Told = {},
) => fetch(url + path, { method: 'POST', headers: { 'Content-Type': type }, body })

export const tellEvent = (world: Pick<World, 'url'>, name: string, told: Told = {}) =>
  postEvent(world, eventBody(name, told), told)
