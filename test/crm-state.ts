import type { World } from './world.ts'

/** What lies in the sandbox's CRM, as its classic methods would show it. */
type CrmState = {
  deals: Record<string, unknown>[]
  comments: CrmComment[]
  contacts: {
    ID: string
    NAME: string
    LAST_NAME: string
    EMAIL?: { VALUE: string }[]
    PHONE?: { VALUE: string }[]
  }[]
  files: { ID: number; NAME: string; TYPE: string; SIZE: number; PARENT_ID: number | null }[]
  userFieldItems: { ID: number; VALUE: string }[]
}
type CrmComment = {
  ID: string
  ENTITY_ID: string
  COMMENT: string
  FILES?: Record<string, { name: string; size: number }>
}

export const crmState = (world: World) => world.control('GET', 'state') as Promise<CrmState>

/** Those that hold this title. */
export const dealsOf = async (world: World, title: string) =>
  (await crmState(world)).deals.filter(({ TITLE }) => TITLE === title)

/** Comments on a deal, without those that were there before us. */
export const commentsOf = async (world: World, dealId: number | null) =>
  (await crmState(world)).comments.filter(({ ENTITY_ID }) => ENTITY_ID === String(dealId))

export const contactsOf = async (world: World, email: string) =>
  (await crmState(world)).contacts.filter(({ EMAIL = [] }) => EMAIL.some(({ VALUE }) => VALUE === email))
