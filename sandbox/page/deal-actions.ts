import { ACTIVITY, addActivity, DIRECTION } from '#sandbox/bitrix24/crm/activities.ts'
import { addComment } from '#sandbox/bitrix24/crm/comments.ts'
import { CONTACT_TYPE } from '#sandbox/bitrix24/crm/contact-fields.ts'
import { DEAL_TYPE } from '#sandbox/bitrix24/crm/deal-fields.ts'
import { deleteDeal, findDeal, updateDeal } from '#sandbox/bitrix24/crm/deals.ts'
import type { Row } from '#sandbox/bitrix24/database.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { rememberPerson, textOf } from './form.ts'
import { asHtmlMail } from './plain-text.ts'
import type { Deal } from './read-deal.ts'
import { fill } from './texts.ts'
import type { CrmView, Problem } from './view.ts'

export const MOST = { title: 255, comment: 10_000, subject: 255, text: 50_000, from: 254 } as const

type Asked = { portal: Portal; deal: Deal; form: URLSearchParams; view: CrmView }
export type DealAction = (asked: Asked) => { goOn: string; cookie?: string } | Problem

/** What the forms of a deal do; each is a change by somebody, as the portal's own pages would make it. */
export const dealActions = new Map<string, DealAction>(
  Object.entries({ move, rename, comment, receive, remove }),
)

function move(asked: Asked) {
  const { deal, form, view } = asked
  const stage = form.get('stage') ?? ''
  if (!deal.stages.some(({ id }) => id === stage))
    return problem(asked, 'move', 'stage', view.texts.noSuchStage)
  if (stage !== deal.stage?.id) update(asked, { STAGE_ID: stage })
  return { goOn: `/deal/${deal.id}` }
}

function rename(asked: Asked) {
  const { deal, form } = asked
  const title = textOf(form, 'title')
  const wrong = wrongLength(asked, 'title', title)
  if (wrong) return problem(asked, 'rename', 'title', wrong)
  if (title !== deal.title) update(asked, { TITLE: title })
  return { goOn: `/deal/${deal.id}` }
}

function comment(asked: Asked) {
  const { portal, deal, form, view } = asked
  const text = textOf(form, 'comment')
  const author = view.people.find(({ id }) => id === Number(form.get('author')))
  const wrong = wrongLength(asked, 'comment', text)
  if (wrong) return problem(asked, 'comment', 'comment', wrong)
  if (!author) return problem(asked, 'comment', 'author', view.texts.noSuchPerson)
  addComment(portal, { userId: author.id }, { entityType: 'deal', entityId: deal.id, text, files: [] })
  return { goOn: `/deal/${deal.id}`, cookie: rememberPerson('author', author.id) }
}

/** As the portal's mailbox puts a letter on a deal: it belongs to the contact, and is bound to the deal as well. */
function receive(asked: Asked) {
  const { portal, deal, form, view } = asked
  const from = textOf(form, 'from')
  const subject = textOf(form, 'subject')
  const text = textOf(form, 'text')
  for (const [field, value] of Object.entries({ from, subject, text })) {
    const wrong = wrongLength(asked, field, value)
    if (wrong) return problem(asked, 'receive', field, wrong)
  }
  if (!/^[^\s@<>"]+@[^\s@<>"]+$/.test(from)) return problem(asked, 'receive', 'from', view.texts.wrongAddress)
  const row = findDeal(portal, deal.id)
  const isContact = from.toLowerCase() === deal.requesterMail.toLowerCase()
  const contactId = isContact ? Number(row?.CONTACT_ID ?? 0) : 0
  addActivity(portal, MAILBOX, {
    values: {
      OWNER_TYPE_ID: contactId ? CONTACT_TYPE : DEAL_TYPE,
      OWNER_ID: contactId || deal.id,
      TYPE_ID: ACTIVITY.email,
      DIRECTION: DIRECTION.incoming,
      SUBJECT: subject,
      DESCRIPTION: asHtmlMail(text),
      DESCRIPTION_TYPE: 3,
      RESPONSIBLE_ID: row?.ASSIGNED_BY_ID ?? view.acting.id,
      COMPLETED: 'N',
    },
    communications: [
      { type: 'EMAIL', value: from, entityId: contactId, entityTypeId: contactId ? CONTACT_TYPE : 0 },
    ],
    bindings: [{ ownerTypeId: DEAL_TYPE, ownerId: deal.id }],
    files: [],
  })
  return { goOn: `/deal/${deal.id}` }
}

/** Letters come in under the portal's own account. */
const MAILBOX = { userId: 1 }

function remove({ portal, deal, view }: Asked) {
  deleteDeal(portal, { userId: view.acting.id }, deal.id)
  return { goOn: '/' }
}

function update({ portal, deal, view }: Asked, values: Row): void {
  const row = findDeal(portal, deal.id)
  if (row) updateDeal(portal, { userId: view.acting.id }, row, values)
}

function wrongLength({ view: { texts, language } }: Asked, field: string, value: string): string | null {
  const most = MOST[field as keyof typeof MOST]
  const numbers = new Intl.NumberFormat(language)
  if (value === '') return texts.needed
  if (value.length <= most) return null
  return fill(texts.tooLong, { n: numbers.format(value.length), most: numbers.format(most) })
}

const problem = ({ form }: Asked, name: string, field: string, message: string): Problem => ({
  form: name,
  field,
  message,
  values: form,
})
