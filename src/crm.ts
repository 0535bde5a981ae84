import { fileURLToPath } from 'node:url'
import type { Places } from './app.ts'
import { createSeal } from './auth/seal.ts'
import type { Config } from './config.ts'
import type { Metrics } from './http/metrics.ts'
import type { Ports } from './ports.ts'
import { countCalls, showLimits } from './providers/bitrix24/call-metrics.ts'
import { createCallQueue } from './providers/bitrix24/call-queue.ts'
import { createDownload } from './providers/bitrix24/download.ts'
import { readFieldCodes } from './providers/bitrix24/field-map.ts'
import { createBitrix24 } from './providers/bitrix24/provider.ts'
import { createRestClient } from './providers/bitrix24/rest-client.ts'
import { createUpload } from './providers/bitrix24/upload.ts'
import { byApplication, byWebhook, type WayIn } from './providers/bitrix24/ways-in.ts'
import type { CrmProvider, CrmState } from './providers/crm-provider.ts'
import { CRM_INSTALL_PATH, type ReceiveInstall } from './routes/crm-install.ts'

const FIELDS_FILE = fileURLToPath(import.meta.resolve('../crm.fields.json'))

type CrmNeeds = Pick<Ports, 'db' | 'clock' | 'log'> &
  Pick<Places, 'sandboxUrl'> & {
    metrics: Metrics
    /** Marks what we make in the CRM as ours: see readInstance. */
    instance: string
  }

/** The CRM that the configuration names; without one, the sandbox's. */
export function createCrm(
  config: Pick<Config, 'crm' | 'auth' | 'server'>,
  needs: CrmNeeds,
): {
  provider: CrmProvider
  receiveInstall: ReceiveInstall | null
  eventKey: string | null
  freeRequests(): Promise<number>
  close(): void
} {
  const { clock, log, metrics, instance } = needs
  const { registry } = metrics
  const { access, bucket, trustsEvent, receiveInstall, eventKey } = wayIn(config, needs)
  const stateChanged = (state: CrmState) =>
    log[LEVEL_OF[state]]({ crm: state }, 'the state of the CRM changed')
  const observer = { ...countCalls(registry), stateChanged }
  const queue = createCallQueue({ client: createRestClient({ access }), bucket, clock, observer })
  showLimits(registry, queue, bucket)
  const provider = createBitrix24({
    queue,
    download: createDownload(access),
    upload: createUpload(access),
    originatorId: `ponte:${instance}`,
    fields: readFieldCodes(FIELDS_FILE),
    trustsEvent,
    clock,
    isApplication: config.crm.kind === 'oauth',
  })
  return { provider, receiveInstall, eventKey, freeRequests: bucket.free, close: () => queue.close() }
}

function wayIn(
  { crm, auth, server }: Pick<Config, 'crm' | 'auth' | 'server'>,
  { db, clock, log, sandboxUrl }: CrmNeeds,
): WayIn {
  const common = { db, log, ...crm }
  if (crm.kind === 'sandbox') return byWebhook(`${sandboxUrl}/rest/1/sandbox/`, common)
  if (crm.kind === 'webhook') return byWebhook(crm.webhookUrl, common)
  const seal = createSeal(auth.cpfKeys, 'crm tokens')
  const installUrl = `${server.publicUrl}${CRM_INSTALL_PATH}`
  return byApplication({ ...crm, installUrl, seal, clock, log }, common)
}

/** Stopped is for a person to mend, and the others mend themselves. */
const LEVEL_OF = { up: 'info', away: 'warn', stopped: 'error' } as const
