import { createHash, timingSafeEqual } from 'node:crypto'
import type { ActivityId, CommentId, DealId } from '#src/ids.ts'
import type { CrmEvent } from '#src/providers/crm-provider.ts'

/** What an outgoing webhook or an application handler sends. Names come in capitals or not, depending on the page. */
const KINDS: Record<string, (id: number) => CrmEvent | null> = {
  ONCRMDEALADD: (id) => ({ kind: 'deal-changed', dealId: id as DealId }),
  ONCRMDEALUPDATE: (id) => ({ kind: 'deal-changed', dealId: id as DealId }),
  ONCRMDEALMOVETOCATEGORY: (id) => ({ kind: 'deal-changed', dealId: id as DealId }),
  ONCRMDEALDELETE: (id) => ({ kind: 'deal-deleted', dealId: id as DealId }),
  ONCRMACTIVITYADD: (id) => ({ kind: 'activity-changed', activityId: id as ActivityId }),
  ONCRMACTIVITYUPDATE: (id) => ({ kind: 'activity-changed', activityId: id as ActivityId }),
  ONCRMACTIVITYDELETE: (id) => ({ kind: 'activity-deleted', activityId: id as ActivityId }),
  // No such event is documented: mail comes as an activity. The name is in use all the same.
  ONIMEMAILMESSAGEADD: (id) => ({ kind: 'activity-changed', activityId: id as ActivityId }),
  ONCRMTIMELINECOMMENTADD: (id) => ({ kind: 'comment-changed', commentId: id as CommentId }),
  ONCRMTIMELINECOMMENTUPDATE: (id) => ({ kind: 'comment-changed', commentId: id as CommentId }),
  ONCRMTIMELINECOMMENTDELETE: (id) => ({ kind: 'comment-deleted', commentId: id as CommentId }),
}
const FIELD_EVENTS = /^ONCRMDEALUSERFIELD/

/** Says of what an event bears whether it is one of our tokens. */
export type TrustsEvent = (given: string) => Promise<boolean>

/** Null unless it bears one of the tokens; what it says is believed no further than which object to read again. */
export async function readEvent(body: string, trusts: TrustsEvent): Promise<CrmEvent | null> {
  const form = new URLSearchParams(body)
  if (!(await trusts(form.get('auth[application_token]') ?? ''))) return null
  const name = (form.get('event') ?? '').toUpperCase()
  if (FIELD_EVENTS.test(name)) return { kind: 'fields-changed' }
  // Comments tell their id in one place, everything else in another, and in practice either is met.
  const id = Number(form.get('data[FIELDS][ID]') ?? form.get('data[ID]'))
  const known = Number.isSafeInteger(id) && id > 0 ? KINDS[name]?.(id) : undefined
  return known ?? { kind: 'unknown', name: name.slice(0, 100) }
}

/** Compared by digest: in time that depends on neither the token nor its length. */
export function isOneOf(given: string, tokens: readonly string[]): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const asked = digest(given)
  return tokens.map((token) => timingSafeEqual(digest(token), asked)).includes(true)
}
