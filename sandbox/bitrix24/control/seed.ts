import type { Database, Row } from '#sandbox/bitrix24/database.ts'
import { dateOf } from '#sandbox/bitrix24/moments.ts'
import { type Portal, secondOf } from '#sandbox/bitrix24/portal.ts'
import { seededRandom } from '#sandbox/random.ts'
import { AGENTS, HELPDESK } from './content.ts'
import { STORIES } from './phrases.ts'

export type Seed = { deals: number; activitiesPerDeal: number; commentsPerDeal: number; seed: number }

const STAGES = ['NEW', 'PREPARATION', 'UC_WAIT', 'EXECUTING', 'WON', 'LOSE'] as const
const SEMANTICS: Record<string, string> = { WON: 'S', LOSE: 'F' }
const YEAR_SECONDS = 365 * 86_400
const AT_ONCE = 5_000

/** Adds that many deals of the past year to what is there, without telling anybody; the same seed, the same deals. */
export async function seedDeals(portal: Portal, { deals, activitiesPerDeal, commentsPerDeal, seed }: Seed) {
  const random = seededRandom(seed)
  const now = secondOf(portal)
  for (let done = 0; done < deals; done += AT_ONCE) {
    portal.db.transaction(() => {
      for (let index = done; index < Math.min(done + AT_ONCE, deals); index++)
        addOne(portal, {
          random,
          at: now - Math.floor(random() * YEAR_SECONDS),
          activitiesPerDeal,
          commentsPerDeal,
        })
    })
    // Calls that came meanwhile have their turn.
    await new Promise(setImmediate)
  }
}

type One = { random: () => number; at: number; activitiesPerDeal: number; commentsPerDeal: number }

function addOne({ db }: Portal, { random, at, activitiesPerDeal, commentsPerDeal }: One): void {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const story = pick(STORIES)
  const stage = pick(STAGES)
  const agent = pick(AGENTS)
  const semantics = SEMANTICS[stage] ?? 'P'
  const dealId = db.insert('deals', {
    ...EMPTY,
    TITLE: story.title,
    STAGE_ID: `C${HELPDESK}:${stage}`,
    STAGE_SEMANTIC_ID: semantics,
    CLOSED: semantics === 'P' ? 'N' : 'Y',
    IS_NEW: stage === 'NEW' ? 'Y' : 'N',
    BEGINDATE: dateOf(at),
    CLOSEDATE: dateOf(at + 7 * 86_400),
    ASSIGNED_BY_ID: agent,
    DATE_CREATE: at,
    DATE_MODIFY: at,
    MOVED_TIME: at,
    LAST_ACTIVITY_TIME: at,
    COMMENTS: story.description,
    UF_CRM_1701707001: 1557 + 2 * Math.floor(random() * 4),
    UF_CRM_1701707107: story.description,
  })
  addHistory(db, dealId, stage, semantics, at)
  for (let index = 0; index < commentsPerDeal; index++) {
    const comment = db.insert('comments', {
      CREATED: at + index,
      AUTHOR_ID: agent,
      COMMENT: pick(story.comments),
    })
    db.run(
      "INSERT INTO comment_bindings (COMMENT_ID, ENTITY_TYPE, ENTITY_ID) VALUES (?, 'deal', ?)",
      comment,
      dealId,
    )
  }
  for (let index = 0; index < activitiesPerDeal; index++) {
    const activity = db.insert('activities', {
      ...EMPTY_MAIL,
      OWNER_ID: dealId,
      SUBJECT: story.mail.subject,
      DESCRIPTION: story.mail.html,
      CREATED: at + index,
      LAST_UPDATED: at + index,
      START_TIME: at + index,
      END_TIME: at + index,
      DEADLINE: at + index,
      RESPONSIBLE_ID: agent,
      AUTHOR_ID: agent,
      EDITOR_ID: agent,
    })
    db.run(
      'INSERT INTO activity_bindings (ACTIVITY_ID, OWNER_TYPE_ID, OWNER_ID) VALUES (?, 2, ?)',
      activity,
      dealId,
    )
  }
}

const EMPTY: Row = {
  TYPE_ID: 'SERVICE',
  CATEGORY_ID: HELPDESK,
  CURRENCY_ID: 'BRL',
  OPPORTUNITY: 0,
  TAX_VALUE: 0,
  IS_MANUAL_OPPORTUNITY: 'N',
  COMPANY_ID: 0,
  CONTACT_ID: 0,
  OPENED: 'Y',
  IS_RECURRING: 'N',
  IS_RETURN_CUSTOMER: 'N',
  IS_REPEATED_APPROACH: 'N',
  SOURCE_ID: 'WEB',
  CREATED_BY_ID: 1,
  MODIFY_BY_ID: 1,
  MOVED_BY_ID: 1,
  LAST_ACTIVITY_BY: 1,
}

const EMPTY_MAIL: Row = {
  OWNER_TYPE_ID: 2,
  TYPE_ID: 4,
  PROVIDER_ID: 'CRM_EMAIL',
  PROVIDER_TYPE_ID: 'EMAIL',
  ASSOCIATED_ENTITY_ID: 0,
  COMPLETED: 'Y',
  STATUS: 2,
  PRIORITY: 2,
  NOTIFY_TYPE: 0,
  NOTIFY_VALUE: 0,
  DESCRIPTION_TYPE: 3,
  DIRECTION: 1,
  LOCATION: '',
  RESULT_MARK: 0,
  RESULT_STATUS: 0,
  RESULT_STREAM: 0,
  AUTOCOMPLETE_RULE: 0,
}

function addHistory(db: Database, dealId: number, stage: string, semantics: string, at: number): void {
  db.insert('stage_history', {
    TYPE_ID: 1,
    OWNER_ID: dealId,
    CREATED_TIME: at,
    CATEGORY_ID: HELPDESK,
    STAGE_SEMANTIC_ID: semantics,
    STAGE_ID: `C${HELPDESK}:${stage}`,
  })
}
