import * as z from 'zod'
import type { Clock } from '#src/ports.ts'
import { type Calling, CrmError } from '#src/providers/crm-provider.ts'
import type { CallOptions, CallQueue } from './call-queue.ts'
import type { Download } from './download.ts'
import type { TrustsEvent } from './events.ts'
import { Descriptors, type FieldCodes, type FieldMap, resolveFields } from './field-map.ts'
import type { Upload } from './upload.ts'
import { understood } from './wire.ts'

export type Options = {
  queue: CallQueue
  download: Download
  upload: Upload
  /** Marks deals as ours: `ponte:<instance>`. */
  originatorId: string
  fields: FieldCodes
  trustsEvent: TrustsEvent
  clock: Clock
  /** As an application, which can have the CRM keep for it what happens. */
  isApplication: boolean
}

/** What all verbs of the adapter work with: calls to one portal, and what is known of it. */
export type Session = Omit<Options, 'queue' | 'fields'> & {
  read(method: string, params: object, calling: Calling): Promise<unknown>
  write(method: string, params: object, calling: Calling, more?: Partial<CallOptions>): Promise<unknown>
  /** From now on each write says this too. */
  signWrites(params: object): void
  /** Waits for a place in the shared bucket, for a request that is made past the queue. */
  place(calling: Calling): Promise<void>
  /** As it was read last; where nothing was read yet, it is. */
  fieldMap(calling: Calling): Promise<FieldMap>
  readFieldsAgain(calling: Calling): Promise<FieldMap>
  /** The employee that we act as. */
  ownId(calling: Calling): Promise<number>
}

/** Every list comes in pages of so many. */
export const PAGE_ROWS = 50
export const DEAL = { entityTypeId: 2, useOriginalUfNames: 'Y' } as const

/** Where the next page begins. A portal that does not understand that would give the same one for ever. */
export function behind(last: number, before: number): number {
  if (last > before) return last
  throw new CrmError('unknown', 'unreadable-answer', 'The CRM gives the same page again and again')
}

export const isGone = (error: unknown) => error instanceof CrmError && error.code === 'not-found'

const Profile = z.looseObject({ ID: z.coerce.number() })

export function openSession({ queue, fields, ...options }: Options): Session {
  /** No promises: a person must not wait for a reading that waits behind background work, nor lose by one that fails. */
  let knownFields: FieldMap | undefined
  let knownId: number | undefined
  let signature: object = {}

  const read: Session['read'] = async (method, params, { priority }) =>
    (await queue.call(method, params, { priority })).result

  async function readFieldsAgain(calling: Calling): Promise<FieldMap> {
    const result = await read('crm.item.fields', DEAL, calling)
    knownFields = resolveFields(fields, understood(Descriptors, result).fields)
    return knownFields
  }
  async function ownId(calling: Calling): Promise<number> {
    knownId ??= understood(Profile, await read('profile', {}, calling)).ID
    return knownId
  }
  return {
    ...options,
    read,
    write: async (method, params, { priority }, more = {}) =>
      (await queue.call(method, { ...params, ...signature }, { priority, isWrite: true, ...more })).result,
    signWrites(params) {
      signature = params
    },
    place: ({ priority }) => queue.place(priority),
    fieldMap: async (calling) => knownFields ?? readFieldsAgain(calling),
    readFieldsAgain,
    ownId,
  }
}
