import * as fs from 'node:fs'
import * as path from 'node:path'
import * as z from 'zod'

export type FileMark = { name: string; sizeBytes: number }
export type CrmComment = { id: number; text: string; files: FileMark[] }
export type CrmMail = { id: number; subject: string; to: string[] }
/** A deal that bears the mark of a Ponte, with all that hangs on it. */
export type CrmDeal = {
  dealId: number
  originatorId: string
  originKey: string
  title: string
  stageId: string
  ticketNumber: string | null
  rating: string | null
  /** Ours: what people say in the CRM is the mirror's matter. */
  comments: CrmComment[]
  mails: CrmMail[]
}
export type CrmState = {
  deals: CrmDeal[]
  /** In the pipelines that are mirrored, whoever made them. */
  mirrored: { dealId: number; title: string }[]
  /** In the folder of Ponte on the Disk, by the key that we gave each. */
  disk: Map<string, FileMark & { id: number }>
}

const FIELDS_FILE = path.resolve(import.meta.dirname, '../../crm.fields.json')
/** Whose webhook it is. */
const OUR_ACCOUNT = '1'
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

const Id = z.coerce.number()
const State = z.looseObject({
  deals: z.array(
    z.looseObject({
      ID: Id,
      TITLE: z.string(),
      STAGE_ID: z.string(),
      CATEGORY_ID: z.coerce.string().optional(),
      ORIGIN_ID: z.string().nullable(),
      ORIGINATOR_ID: z.string().nullable(),
    }),
  ),
  comments: z.array(
    z.looseObject({
      ID: Id,
      ENTITY_ID: Id.optional(),
      ENTITY_TYPE: z.string().optional(),
      AUTHOR_ID: z.coerce.string(),
      COMMENT: z.string().optional(),
      FILES: z.record(z.string(), z.looseObject({ name: z.string(), size: z.number() })).optional(),
    }),
  ),
  activities: z.array(
    z.looseObject({
      ID: Id,
      SUBJECT: z.string().nullish(),
      TYPE_ID: z.coerce.string(),
      BINDINGS: z.array(z.looseObject({ OWNER_TYPE_ID: z.string(), OWNER_ID: Id })),
      COMMUNICATIONS: z.array(z.looseObject({ VALUE: z.string().nullish() })).nullish(),
    }),
  ),
  files: z.array(
    z.looseObject({ ID: Id, NAME: z.string(), TYPE: z.string(), SIZE: Id.nullable(), DELETED_TYPE: Id }),
  ),
})

/** Everything that the sandbox's CRM holds, in our words. */
export async function readCrm(sandboxUrl: string): Promise<CrmState> {
  const response = await fetch(`${sandboxUrl}/control/state`)
  const state = State.parse(await response.json())
  const codes = z.record(z.string(), z.string()).parse(JSON.parse(fs.readFileSync(FIELDS_FILE, 'utf8')))
  const fieldOf = (deal: Record<string, unknown>, field: string) => {
    const value = deal[codes[field] ?? '']
    return value === null || value === undefined || value === '' ? null : String(value)
  }
  const pipelines = (process.env.CRM_PIPELINES ?? '19').split(',').map((id) => id.trim())
  const deals = state.deals.filter(({ ORIGINATOR_ID }) => ORIGINATOR_ID?.startsWith('ponte:'))
  return {
    mirrored: state.deals
      .filter(({ CATEGORY_ID = '' }) => pipelines.includes(CATEGORY_ID))
      .map(({ ID, TITLE }) => ({ dealId: ID, title: TITLE })),
    deals: deals.map((deal) => ({
      dealId: deal.ID,
      originatorId: deal.ORIGINATOR_ID ?? '',
      originKey: deal.ORIGIN_ID ?? '',
      title: deal.TITLE,
      stageId: deal.STAGE_ID,
      ticketNumber: fieldOf(deal, 'ticketNumber'),
      rating: fieldOf(deal, 'rating'),
      comments: state.comments
        .filter(
          (one) => one.ENTITY_TYPE === 'deal' && one.ENTITY_ID === deal.ID && one.AUTHOR_ID === OUR_ACCOUNT,
        )
        .map(({ ID, COMMENT = '', FILES = {} }) => ({
          id: ID,
          text: COMMENT,
          files: Object.values(FILES).map(({ name, size }) => ({ name, sizeBytes: size })),
        })),
      mails: state.activities
        .filter(({ BINDINGS }) =>
          BINDINGS.some((one) => one.OWNER_TYPE_ID === '2' && one.OWNER_ID === deal.ID),
        )
        .map(({ ID, SUBJECT, COMMUNICATIONS }) => ({
          id: ID,
          subject: SUBJECT ?? '',
          to: (COMMUNICATIONS ?? []).map(({ VALUE }) => VALUE ?? ''),
        })),
    })),
    disk: new Map(
      state.files
        .filter(({ TYPE, DELETED_TYPE }) => TYPE === 'file' && DELETED_TYPE === 0)
        .flatMap(({ ID, NAME, SIZE }) => {
          const [, stem = '', key, ending = ''] =
            new RegExp(`^(.*) \\((${UUID})\\)(\\.[^.]*)?$`, 's').exec(NAME) ?? []
          return key ? [[key, { id: ID, name: `${stem}${ending}`, sizeBytes: SIZE ?? 0 }] as const] : []
        }),
    ),
  }
}
