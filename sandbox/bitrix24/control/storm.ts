import { addComment } from '#sandbox/bitrix24/crm/comments.ts'
import { deleteDeal, findDeal, updateDeal } from '#sandbox/bitrix24/crm/deals.ts'
import { stagesOf } from '#sandbox/bitrix24/crm/stages.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { seededRandom } from '#sandbox/random.ts'
import { addTicket, HELPDESK, receiveMail } from './content.ts'
import { PEOPLE_WHO_ASK, STORIES, type Story } from './phrases.ts'

export type Storm = { deals: number; changesPerSecond: number; seconds: number; users: number; seed: number }
export type RunningStorm = {
  deals: number[]
  planned: number
  done(): number
  isOver(): boolean
  stop(): void
}

const TICK_MS = 25

/** People at work in the CRM: they create, move, edit, comment, write mails and delete a few. Runs on by itself. */
export function startStorm(
  portal: Portal,
  { deals, changesPerSecond, seconds, users, seed }: Storm,
): RunningStorm {
  const random = seededRandom(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const people = portal.db
    .all('SELECT ID FROM users WHERE ACTIVE = 1 ORDER BY ID LIMIT ?', Math.max(1, users))
    .map(({ ID }) => Number(ID))
  const stages = stagesOf(portal, HELPDESK).map(({ id }) => id)
  const chosen = portal.db
    .all('SELECT ID FROM deals WHERE CATEGORY_ID = ? ORDER BY ID DESC LIMIT ?', HELPDESK, deals)
    .map(({ ID }) => Number(ID))
  const planned = Math.round(changesPerSecond * seconds)
  const began = performance.now()
  let done = 0

  const create = (userId: number) => {
    const asker = Math.floor(random() * PEOPLE_WHO_ASK.length)
    chosen.push(addTicket(portal, pick(STORIES) as Story, asker, 0, userId))
  }
  while (chosen.length < deals) create(pick(people))

  function change(): void {
    const userId = pick(people)
    const dealId = pick(chosen)
    const deal = findDeal(portal, dealId)
    const dice = random()
    const story = pick(STORIES)
    if (!deal || dice < 0.05) {
      create(userId)
      if (!deal) chosen.splice(chosen.indexOf(dealId), 1)
    } else if (dice < 0.4) updateDeal(portal, { userId }, deal, { STAGE_ID: pick(stages) })
    else if (dice < 0.6)
      updateDeal(portal, { userId }, deal, { TITLE: `${story.title} (${Math.floor(random() * 1_000)})` })
    else if (dice < 0.85)
      addComment(
        portal,
        { userId },
        { entityType: 'deal', entityId: dealId, text: pick(story.comments), files: [] },
      )
    else if (dice < 0.98)
      receiveMail(portal, {
        dealId,
        contactId: 0,
        asker: Math.floor(random() * PEOPLE_WHO_ASK.length),
        story,
      })
    else {
      deleteDeal(portal, { userId }, dealId)
      chosen.splice(chosen.indexOf(dealId), 1)
      create(userId)
    }
    done += 1
  }

  const timer = setInterval(() => {
    const due = Math.min(planned, Math.floor(((performance.now() - began) / 1_000) * changesPerSecond))
    while (done < due) change()
    if (done >= planned) clearInterval(timer)
  }, TICK_MS)
  return {
    deals: [...chosen],
    planned,
    done: () => done,
    isOver: () => done >= planned,
    stop: () => clearInterval(timer),
  }
}
