import { createHash, timingSafeEqual } from 'node:crypto'
import type { CrmEvent, CrmEventKind } from '#src/providers/crm-event.ts'

/** What an outgoing webhook or an application handler sends. Names come in capitals or not, depending on the page. */
const KINDS: Readonly<Record<string, CrmEventKind>> = {
  ONCRMDEALADD: 'deal-changed',
  ONCRMDEALUPDATE: 'deal-changed',
  ONCRMDEALMOVETOCATEGORY: 'deal-changed',
  ONCRMDEALDELETE: 'deal-deleted',
  ONCRMACTIVITYADD: 'activity-changed',
  ONCRMACTIVITYUPDATE: 'activity-changed',
  ONCRMACTIVITYDELETE: 'activity-deleted',
  // No such event is documented: mail comes as an activity. The name is in use all the same.
  ONIMEMAILMESSAGEADD: 'activity-changed',
  ONCRMTIMELINECOMMENTADD: 'comment-changed',
  ONCRMTIMELINECOMMENTUPDATE: 'comment-changed',
  ONCRMTIMELINECOMMENTDELETE: 'comment-deleted',
  ONCRMDEALUSERFIELDADD: 'fields-changed',
  ONCRMDEALUSERFIELDUPDATE: 'fields-changed',
  ONCRMDEALUSERFIELDDELETE: 'fields-changed',
  ONCRMDEALUSERFIELDSETENUMVALUES: 'fields-changed',
}
/** What the portal is asked to tell our application. */
export const EVENT_NAMES = Object.keys(KINDS).filter((name) => name !== 'ONIMEMAILMESSAGEADD')

const SECRETS = ['application_token', 'access_token', 'refresh_token'].map((name) => `auth[${name}]`)
const LONGEST_NAME = 100

/** What an event says of itself to prove where it is from. */
export type Claims = { token: string; domain: string; memberId: string }
export type TrustsEvent = (claims: Claims) => Promise<boolean>

/** Null unless it is trusted; what it says is believed no further than which object to read again. */
export async function readEvent(body: string, trusts: TrustsEvent): Promise<CrmEvent | null> {
  const form = new URLSearchParams(body)
  const auth = (name: string) => form.get(`auth[${name}]`) ?? ''
  const claims = { token: auth('application_token'), domain: auth('domain'), memberId: auth('member_id') }
  if (!(await trusts(claims))) return null
  for (const secret of SECRETS) form.delete(secret)
  // Comments tell their id in one place, everything else in another, and in practice either is met.
  const id = Number(form.get('data[FIELDS][ID]') ?? form.get('data[ID]'))
  // Encoded anew, it is plain ASCII, whatever was in it.
  return eventNamed(form.get('event') ?? '', id, form.toString())
}

export function eventNamed(given: string, id: number, body: string): CrmEvent {
  const name = printable(given)
  const objectId = Number.isSafeInteger(id) && id > 0 ? id : null
  return { kind: KINDS[name] ?? 'unknown', name, objectId, body }
}

const printable = (name: string) =>
  name
    .toUpperCase()
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, LONGEST_NAME)

/** Compared by digest: in time that depends on neither the token nor its length. */
export function isOneOf(given: string, tokens: readonly string[]): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const asked = digest(given)
  return tokens.map((token) => timingSafeEqual(digest(token), asked)).includes(true)
}
