import * as fs from 'node:fs'
import * as path from 'node:path'
import { ACTIVITY, addActivity, DIRECTION } from '#sandbox/bitrix24/crm/activities.ts'
import { addComment } from '#sandbox/bitrix24/crm/comments.ts'
import { addContact } from '#sandbox/bitrix24/crm/contacts.ts'
import { DEAL_TYPE } from '#sandbox/bitrix24/crm/deal-fields.ts'
import { addDeal, findDeal, updateDeal } from '#sandbox/bitrix24/crm/deals.ts'
import { addStages } from '#sandbox/bitrix24/crm/stages.ts'
import { addUserField, customFields } from '#sandbox/bitrix24/crm/user-fields.ts'
import { addStorage } from '#sandbox/bitrix24/disk/objects.ts'
import { type Portal, secondOf } from '#sandbox/bitrix24/portal.ts'
import { CONTENT_TABLES } from '#sandbox/bitrix24/tables.ts'
import { seededRandom } from '#sandbox/random.ts'
import { CUSTOM_FIELDS } from './custom-fields.ts'
import { addressOf, PEOPLE_WHO_ASK, STORIES, type Story } from './phrases.ts'

export const HELPDESK = 19
export const AGENTS: readonly number[] = [42, 43]

const DEALS = 40
const DAY_SECONDS = 86_400
const DEPARTMENTS = ['Empresa', 'TI', 'Financeiro', 'RH', 'Logística', 'Comercial'] as const

type Employee = readonly [
  id: number,
  name: string,
  lastName: string,
  position: string,
  department: (typeof DEPARTMENTS)[number],
  admin?: 1,
]

const EMPLOYEES: readonly Employee[] = [
  [1, 'Ponte', 'Integração', 'Conta de serviço', 'TI', 1],
  [40, 'Maria', 'Santos', 'Analista financeira', 'Financeiro'],
  [41, 'Pedro', 'Lima', 'Conferente', 'Logística'],
  [42, 'João', 'Tech', 'Analista de suporte', 'TI'],
  [43, 'Ana', 'Costa', 'Analista de suporte', 'TI'],
  [44, 'Rita', 'Admin', 'Coordenadora de TI', 'TI', 1],
  [45, 'Carlos', 'Menezes', 'Analista de sistemas', 'TI'],
  [46, 'Helena', 'Duarte', 'Gerente financeira', 'Financeiro'],
]

export const isEmpty = (portal: Portal) => portal.db.get('SELECT ID FROM users LIMIT 1') === undefined

/** Everything people made is gone, and what a portal begins with is there again. Nobody is told. */
export function resetContent(portal: Portal): void {
  const { db } = portal
  db.transaction(() => {
    for (const table of CONTENT_TABLES) db.exec(`DELETE FROM ${table}`)
    db.exec('DELETE FROM sqlite_sequence')
    // Numbers as of a portal that has been in use, and no two kinds of them alike.
    const begin: Record<string, number> = { deals: 7_400, contacts: 310, comments: 62_500, activities: 3_900 }
    for (const [table, number] of Object.entries({ ...begin, disk_objects: 8_800, stage_history: 9_100 }))
      db.run('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', table, number)
    addPeople(portal)
    addPipeline(portal)
    for (const field of CUSTOM_FIELDS) addUserField(portal, field)
  })
  const files = path.join(portal.folder, 'files')
  for (const file of fs.readdirSync(files)) fs.rmSync(path.join(files, file), { force: true })
  portal.quietly(() => portal.write({ userId: 1 }, () => addLife(portal)))
}

function addPeople(portal: Portal): void {
  const { db } = portal
  for (const [index, name] of DEPARTMENTS.entries())
    db.insert('departments', {
      ID: index + 1,
      NAME: name,
      SORT: (index + 1) * 100,
      PARENT: index === 0 ? null : 1,
      UF_HEAD: name === 'TI' ? 44 : null,
    })
  for (const [id, name, lastName, position, department, admin = 0] of EMPLOYEES) {
    db.insert('users', {
      ID: id,
      ACTIVE: 1,
      ADMIN: admin,
      NAME: name,
      LAST_NAME: lastName,
      EMAIL: addressOf(name, lastName),
      WORK_POSITION: position,
      WORK_PHONE: `+55 11 4000-${String(1_000 + id)}`,
      PERSONAL_MOBILE: '',
      DEPARTMENT_ID: DEPARTMENTS.indexOf(department) + 1,
      DATE_REGISTER: secondOf(portal) - 400 * 86_400,
    })
    addStorage(portal, `${name} ${lastName}`, 'user', String(id))
  }
  addStorage(portal, 'Drive da empresa', 'common', 'shared_files_s1')
}

function addPipeline(portal: Portal): void {
  portal.db.insert('categories', {
    ID: HELPDESK,
    NAME: 'Helpdesk',
    SORT: 100,
    IS_DEFAULT: 'N',
    ORIGIN_ID: '',
    ORIGINATOR_ID: '',
  })
  addStages(portal, HELPDESK, [
    { code: 'NEW', name: 'Novo', color: '#39A8EF' },
    { code: 'PREPARATION', name: 'Em atendimento', color: '#2FC6F6' },
    { code: 'UC_WAIT', name: 'Aguardando solicitante', color: '#FFA900' },
    { code: 'EXECUTING', name: 'Em execução', color: '#55D0E0' },
    { code: 'WON', name: 'Resolvido', color: '#7BD500', semantics: 'S' },
    { code: 'LOSE', name: 'Cancelado', color: '#FF5752', semantics: 'F' },
  ])
  addStages(portal, 0, [
    { code: 'NEW', name: 'Novo', color: '#39A8EF' },
    { code: 'PREPARATION', name: 'Preparação', color: '#2FC6F6' },
    { code: 'PREPAYMENT_INVOICE', name: 'Fatura', color: '#55D0E0' },
    { code: 'EXECUTING', name: 'Em execução', color: '#47E4C2' },
    { code: 'FINAL_INVOICE', name: 'Fatura final', color: '#FFA900' },
    { code: 'WON', name: 'Ganho', color: '#7BD500', semantics: 'S' },
    { code: 'LOSE', name: 'Perdido', color: '#FF5752', semantics: 'F' },
    { code: 'APOLOGY', name: 'Analisar falha', color: '#FF5752', semantics: 'F' },
  ])
  const dictionary = (entity: string, entries: Record<string, string>) => {
    for (const [index, [code, name]] of Object.entries(entries).entries())
      portal.db.insert('statuses', {
        ENTITY_ID: entity,
        STATUS_ID: code,
        NAME: name,
        NAME_INIT: '',
        SORT: (index + 1) * 10,
        SYSTEM: 'N',
      })
  }
  dictionary('SOURCE', { CALL: 'Telefone', EMAIL: 'E-mail', WEB: 'Portal', OTHER: 'Outro' })
  dictionary('DEAL_TYPE', { SALE: 'Venda', SERVICE: 'Serviço', GOODS: 'Produto', COMPLEX: 'Complexo' })
  dictionary('CONTACT_TYPE', {
    CLIENT: 'Cliente',
    SUPPLIER: 'Fornecedor',
    PARTNER: 'Parceiro',
    OTHER: 'Outro',
  })
}

const STAGES = ['NEW', 'NEW', 'PREPARATION', 'UC_WAIT', 'EXECUTING', 'WON', 'WON', 'LOSE'] as const

/** Forty tickets of the last two weeks, some of them solved, with what was said about them, one thing after the other. */
function addLife(portal: Portal): void {
  const random = seededRandom(19)
  // The index is within the list, which is never empty.
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const now = portal.now()
  let moment = now - 20 * DAY_SECONDS
  const past: Portal = { ...portal, now: () => moment }
  const pass = (longestSeconds: number) => {
    moment = Math.min(now, moment + 60 + random() * longestSeconds)
  }
  const contacts = PEOPLE_WHO_ASK.map(({ name, lastName }, index) =>
    addContact(past, { userId: 1 }, { NAME: name, LAST_NAME: lastName, TYPE_ID: 'OTHER' }, [
      { typeId: 'EMAIL', valueType: 'WORK', value: addressOf(name, lastName), isDeleted: false },
      { typeId: 'PHONE', valueType: 'WORK', value: `+55 11 98000-${1_200 + index}`, isDeleted: false },
    ]),
  )
  for (let number = 0; number < DEALS; number++) {
    const story = STORIES[number % STORIES.length] as Story
    const asker = Math.floor(random() * PEOPLE_WHO_ASK.length)
    const contactId = contacts[asker] ?? 0
    const agent = pick(AGENTS)
    const stage = pick(STAGES)
    moment = now - random() * 14 * DAY_SECONDS
    const dealId = addTicket(past, story, asker, contactId, agent)
    const move = (code: string) => {
      const deal = findDeal(past, dealId)
      if (deal) updateDeal(past, { userId: agent }, deal, { STAGE_ID: `C${HELPDESK}:${code}` })
    }
    pass(3_600)
    if (stage !== 'NEW') move('PREPARATION')
    const said = stage === 'NEW' ? Math.floor(random() * 2) : 1 + Math.floor(random() * story.comments.length)
    for (const text of story.comments.slice(0, said)) {
      pass(4 * 3_600)
      addComment(past, { userId: pick(AGENTS) }, { entityType: 'deal', entityId: dealId, text, files: [] })
    }
    if (random() < 0.5) {
      pass(3_600)
      receiveMail(past, { dealId, contactId, asker, story })
    }
    if (stage !== 'NEW' && stage !== 'PREPARATION') {
      pass(3_600)
      move(stage)
    }
  }
}

export function addTicket(
  portal: Portal,
  story: Story,
  asker: number,
  contactId: number,
  agent: number,
): number {
  const person = PEOPLE_WHO_ASK[asker]
  const value = (field: string, label: string) =>
    Number(
      customFields(portal)
        .find(({ name }) => name === field)
        ?.custom?.items.find(({ VALUE }) => VALUE === label)?.ID ?? 0,
    ) || null
  const priorities = ['Crítico', 'Alto', 'Médio', 'Médio', 'Baixo']
  return addDeal(
    portal,
    { userId: 1 },
    {
      TITLE: story.title,
      CATEGORY_ID: HELPDESK,
      ASSIGNED_BY_ID: agent,
      SOURCE_ID: 'WEB',
      TYPE_ID: 'SERVICE',
      COMMENTS: story.description,
      CONTACT_ID: contactId,
      UF_CRM_1701707001: value('UF_CRM_1701707001', priorities[(asker + story.title.length) % 5] ?? 'Médio'),
      UF_CRM_1701706961: value('UF_CRM_1701706961', story.category),
      UF_CRM_1701706933: value('UF_CRM_1701706933', story.system),
      UF_CRM_1736515084: value('UF_CRM_1736515084', 'TI'),
      UF_CRM_1736515101: value('UF_CRM_1736515101', person?.department ?? 'TI'),
      UF_CRM_1701707101: `${person?.name} ${person?.lastName}`,
      UF_CRM_1701707102: addressOf(person?.name ?? '', person?.lastName ?? ''),
      UF_CRM_1701707104: person?.filial ?? null,
      UF_CRM_1701707107: story.description,
    },
    { contactIds: contactId ? [contactId] : [] },
  )
}

type Letter = { dealId: number; contactId: number; asker: number; story: Story }

/** A mail of the requester, as the portal's mailbox would have put it on the deal. */
export function receiveMail(portal: Portal, { dealId, contactId, asker, story }: Letter): number {
  const person = PEOPLE_WHO_ASK[asker]
  return addActivity(
    portal,
    { userId: 1 },
    {
      values: {
        OWNER_TYPE_ID: contactId ? 3 : DEAL_TYPE,
        OWNER_ID: contactId || dealId,
        TYPE_ID: ACTIVITY.email,
        DIRECTION: DIRECTION.incoming,
        SUBJECT: story.mail.subject,
        DESCRIPTION: story.mail.html,
        DESCRIPTION_TYPE: 3,
        RESPONSIBLE_ID: 42,
        COMPLETED: 'N',
      },
      communications: [
        {
          type: 'EMAIL',
          value: addressOf(person?.name ?? '', person?.lastName ?? ''),
          entityId: contactId,
          entityTypeId: 3,
        },
      ],
      bindings: [{ ownerTypeId: DEAL_TYPE, ownerId: dealId }],
      files: [],
    },
  )
}
