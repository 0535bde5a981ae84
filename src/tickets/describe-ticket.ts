import { randomUUID } from 'node:crypto'
import { and, eq, ne, sql } from 'drizzle-orm'
import { isOfTheTeam, type Person } from '#src/auth/access.ts'
import { parseCpf } from '#src/auth/cpf.ts'
import type { Db } from '#src/db/connect.ts'
import { users } from '#src/db/schema.ts'
import type { RequiredField } from '#src/db/ticket-schema.ts'
import { DomainError, type FieldRule } from '#src/errors.ts'
import type { CrmUserId, UserId } from '#src/ids.ts'
import type { Config, Ports } from '#src/ports.ts'
import { type CategoryRow, crmLabelOf, findCategory } from './categories.ts'
import type { NewTicket } from './new-ticket.ts'
import { stageFor } from './stages.ts'

export type DescribePorts = Pick<Ports, 'db' | 'clock' | 'cpfVault' | 'dictionaries' | 'stageMap'>
type Requester = typeof users.$inferSelect

const DEFAULT_CATEGORY = 'general'

/** Everything of a new row but its number and its deadline: who asks, for what, and who is to do it. */
export async function describeTicket(
  ports: DescribePorts,
  { crm, tickets }: Pick<Config, 'crm' | 'tickets'>,
  caller: Person,
  input: NewTicket,
) {
  const { db, clock } = ports
  const createdAt = clock()
  const originKey = randomUUID()
  const pipelineId = crm.pipelines[0] ?? 0
  const requester = await findRequester(db, caller, input.requesterId)
  const [category, assignee, stageId] = await Promise.all([
    categoryOf(db, input.category),
    assigneeOf(ports, input.responsibleId, createdAt),
    firstStage(ports, pipelineId),
  ])
  if (input.isWhole) refuseMissing(category, requester, input)
  const mayUrge = tickets.requesterSetsPriority || isOfTheTeam(caller)
  const priority = (mayUrge && input.priority) || category?.defaultPriority || 'medium'
  const cpf = cpfOf(ports, requester, category, input.cpf)
  return {
    originKey,
    title: input.title,
    description: input.description,
    pipelineId,
    stageId,
    priority,
    categoryId: category?.id ?? null,
    serviceCategory: category ? crmLabelOf(category) : input.category.name,
    systemType: input.systemType,
    requesterDepartment: input.requesterDepartment ?? requester.department,
    assigneeDepartment: input.department ?? category?.defaultDepartment ?? null,
    filial: input.filial ?? requester.filial,
    matricula: requester.matricula,
    requesterName: requester.fullName,
    requesterEmail: requester.email,
    requesterPhone: input.phone ?? requester.phoneNumber,
    cpf: cpf === null ? null : ports.cpfVault.sealForTicket(cpf, originKey),
    userId: requester.id,
    filedById: requester.id === caller.userId ? null : caller.userId,
    ...assignee,
    related: input.related,
    custom: input.custom,
    tags: input.tags,
    // Whoever filed it themselves has read it.
    isUnread: requester.id !== caller.userId,
    messageCount: 1,
    createdAt,
    updatedAt: createdAt,
  }
}
export type TicketDescription = Awaited<ReturnType<typeof describeTicket>>

/** T-18: who asks is whoever is signed in, unless the team files for somebody. */
async function findRequester(db: Db, caller: Person, requesterId: UserId | null): Promise<Requester> {
  const id = requesterId ?? caller.userId
  if (id !== caller.userId && !isOfTheTeam(caller)) throw new DomainError('forbidden')
  const [row] = await db
    .select()
    .from(users)
    .where(and(eq(users.id, id), users.isActive))
  if (!row) throw new DomainError('user-not-found', { id })
  return row
}

async function categoryOf(db: Db, { name, isOpen }: NewTicket['category']): Promise<CategoryRow | null> {
  const wanted = name ?? (isOpen ? null : DEFAULT_CATEGORY)
  const found = wanted === null ? null : await findCategory(db, wanted)
  if (found === null && name !== null && !isOpen) refuse('category', 'category')
  return found
}

/** D-16: all that is missing at once. What is known without being typed is not. */
function refuseMissing(category: CategoryRow | null, requester: Requester, input: NewTicket): void {
  const { attachments } = input
  const given: Record<RequiredField, unknown> = {
    system_type: input.systemType,
    department: input.department ?? category?.defaultDepartment,
    phone: input.phone ?? requester.phoneNumber,
    filial: input.filial ?? requester.filial,
    cpf: input.cpf,
    attachments: 'uploadIds' in attachments ? attachments.uploadIds[0] : attachments.base64[0],
  }
  const missing = (category?.requiredFields ?? []).filter((field) => !given[field])
  if (missing.length === 0) return
  const fields = missing.map((field) => ({ in: 'body', path: [field], rule: 'required' }) as const)
  throw new DomainError('invalid-request', {}, { fields })
}

/** T-05: what is typed counts where it is asked for; elsewhere it is the person's own. */
function cpfOf(
  { cpfVault }: DescribePorts,
  requester: Requester,
  category: CategoryRow | null,
  typed: string | null,
): string | null {
  if (!category?.requiresCpf && !category?.requiredFields.includes('cpf'))
    return requester.cpf === null ? null : cpfVault.open(requester.cpf, requester.id)
  return typed === null ? null : (parseCpf(typed) ?? refuse('cpf', 'cpf'))
}

/** T-06: as the CRM knows them, and as an account of ours where one has their address and may work on tickets. */
async function assigneeOf({ db, dictionaries }: DescribePorts, id: CrmUserId | null, now: Date) {
  if (id === null) return {}
  const isKnown = await dictionaries.havePeople()
  const person = isKnown ? await dictionaries.findPerson(id) : null
  if (isKnown && (!person?.isActive || person.goneAt !== null)) refuse('resp_id', 'not-valid')
  const email = person?.email ?? null
  const isTheirs = and(
    eq(sql`lower(${users.email})`, email?.toLowerCase() ?? ''),
    ne(users.role, 'requester'),
    users.isActive,
  )
  const [account] = email ? await db.select({ id: users.id }).from(users).where(isTheirs) : []
  return {
    responsibleCrmId: id,
    responsible: person?.name ?? null,
    responsibleEmail: email,
    responsibleId: account?.id ?? null,
    assignedAt: now,
  }
}

/** Nothing, where neither a person nor the CRM has told us: the mirror will say. */
async function firstStage({ dictionaries, stageMap }: DescribePorts, pipelineId: number): Promise<string> {
  const stages = await dictionaries.stagesOf(pipelineId)
  return stageFor({ map: stageMap, pipelineId, stages }, 'open') ?? ''
}

function refuse(field: string, rule: FieldRule): never {
  throw new DomainError('invalid-request', {}, { fields: [{ in: 'body', path: [field], rule }] })
}
