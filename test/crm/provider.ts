import * as fs from 'node:fs'
import { createDownload } from '#src/providers/bitrix24/download.ts'
import { FieldCodes } from '#src/providers/bitrix24/field-map.ts'
import { createBitrix24 } from '#src/providers/bitrix24/provider.ts'
import { createUpload } from '#src/providers/bitrix24/upload.ts'
import type { openCrm } from './crm.ts'

const FILE = new URL('../../crm.fields.json', import.meta.url)
export const codes = () => FieldCodes.parse(JSON.parse(fs.readFileSync(FILE, 'utf8')))

/** The adapter as the gateway has it. */
export function openProvider(
  crm: Pick<Awaited<ReturnType<typeof openCrm>>, 'gateway'>,
  fields = codes(),
  { queue, wayIn } = crm.gateway(),
) {
  return createBitrix24({
    queue,
    download: createDownload(wayIn.access),
    upload: createUpload(wayIn.access),
    originatorId: 'ponte:test',
    fields,
    trustsEvent: wayIn.trustsEvent,
    clock: () => new Date(),
    isApplication: wayIn.receiveInstall !== null,
  })
}
