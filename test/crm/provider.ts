import * as fs from 'node:fs'
import { createDownload } from '#src/providers/bitrix24/download.ts'
import { FieldCodes } from '#src/providers/bitrix24/field-map.ts'
import { createBitrix24 } from '#src/providers/bitrix24/provider.ts'
import { createUpload } from '#src/providers/bitrix24/upload.ts'
import type { openCrm } from './crm.ts'

const FILE = new URL('../../crm.fields.json', import.meta.url)
export const codes = () => FieldCodes.parse(JSON.parse(fs.readFileSync(FILE, 'utf8')))

/** The adapter as the gateway has it, by webhook to the portal of the test. */
export function openProvider(
  crm: Pick<Awaited<ReturnType<typeof openCrm>>, 'gateway' | 'portal'>,
  fields = codes(),
) {
  return createBitrix24({
    queue: crm.gateway().queue,
    download: createDownload({ webhookUrl: crm.portal.url }),
    upload: createUpload({ webhookUrl: crm.portal.url }),
    originatorId: 'ponte:test',
    fields,
    eventTokens: ['token'],
    clock: () => new Date(),
  })
}
