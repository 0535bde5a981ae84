import { and, eq, inArray, or, sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import { crmPeople, crmStages } from '#src/db/crm-schema.ts'
import { users } from '#src/db/schema.ts'
import type { CategoryId, CrmUserId, UserId } from '#src/ids.ts'
import type { CrmDeal } from '#src/providers/crm-provider.ts'
import { categoryCalled, listCategories } from '#src/tickets/categories.ts'
import type { Place } from '#src/tickets/move.ts'
import type { StageMap } from '#src/tickets/stages.ts'

export type KnownPerson = {
  name: string
  email: string | null
  userId: UserId | null
  agentId: UserId | null
}

/** What readings are understood by: who is who, and which stage means what. */
export type MirrorBook = {
  placeOf(deal: Pick<CrmDeal, 'pipelineId' | 'stageId' | 'outcome'>): Place
  person(id: CrmUserId | null): KnownPerson | null
  /** An active account, by the number of the employee, else by their address. */
  requester(matricula: string | null, email: string | null): UserId | null
  categoryOf(label: string): CategoryId | null
}
type Asked = {
  pipelineIds: Iterable<number>
  people: Iterable<CrmUserId | null>
  requesters?: Iterable<{ matricula: string | null; email: string | null }>
}

const lower = (text: string | null) => text?.trim().toLowerCase() ?? ''

/** As it is kept here: nobody outside is asked while rows are locked. */
export async function readMirrorBook(
  tx: Tx,
  stageMap: StageMap,
  { pipelineIds, people, requesters = [] }: Asked,
): Promise<MirrorBook> {
  const ids = [...new Set(people)].filter((id) => id !== null)
  const asking = [...requesters]
  const matriculas = unique(asking.map(({ matricula }) => matricula ?? ''))
  const addresses = unique(asking.map(({ email }) => lower(email)))
  const [stages, known, accounts, allCategories] = await Promise.all([
    tx
      .select()
      .from(crmStages)
      .where(inArray(crmStages.pipelineId, [...new Set(pipelineIds)]))
      .orderBy(crmStages.position, crmStages.stageId),
    ids.length === 0
      ? []
      : tx
          .select({
            id: crmPeople.crmUserId,
            name: crmPeople.name,
            email: crmPeople.email,
            userId: users.id,
            role: users.role,
          })
          .from(crmPeople)
          .leftJoin(
            users,
            and(eq(sql`lower(${users.email})`, sql`lower(${crmPeople.email})`), users.isActive),
          )
          .where(inArray(crmPeople.crmUserId, ids)),
    matriculas.length + addresses.length === 0
      ? []
      : tx
          .select({ id: users.id, matricula: users.matricula, email: users.email })
          .from(users)
          .where(
            and(
              users.isActive,
              or(
                matriculas.length > 0 ? inArray(users.matricula, matriculas) : undefined,
                addresses.length > 0 ? inArray(sql`lower(${users.email})`, addresses) : undefined,
              ),
            ),
          ),
    listCategories(tx),
  ])
  const ofPipelines = Map.groupBy(
    stages.filter(({ goneAt }) => goneAt === null),
    ({ pipelineId }) => pipelineId,
  )
  const persons = new Map(
    known.map(({ id, name, email, userId, role }): [CrmUserId, KnownPerson] => [
      id,
      { name, email, userId, agentId: role === 'requester' ? null : userId },
    ]),
  )
  /** Of a page of deals many are about the same. */
  const idOfLabel = new Map<string, CategoryId | null>()
  const byMatricula = new Map(accounts.map(({ id, matricula }) => [matricula, id]))
  const byAddress = new Map(accounts.map(({ id, email }) => [lower(email), id]))
  return {
    placeOf({ pipelineId, stageId, outcome }) {
      const listed = ofPipelines.get(pipelineId) ?? []
      // One that no list names yet means what the deal itself says of it.
      const isListed = listed.some((stage) => stage.stageId === stageId)
      return {
        map: stageMap,
        pipelineId,
        stages: isListed ? listed : [...listed, { stageId, outcome }],
      }
    },
    person: (id) => (id === null ? null : (persons.get(id) ?? null)),
    requester: (matricula, email) =>
      (matricula ? byMatricula.get(matricula) : undefined) ?? byAddress.get(lower(email)) ?? null,
    categoryOf(label) {
      const known = idOfLabel.get(label) ?? categoryCalled(allCategories, label)?.id ?? null
      idOfLabel.set(label, known)
      return known
    },
  }
}

const unique = (texts: readonly string[]) => [...new Set(texts)].filter((text) => text !== '')
