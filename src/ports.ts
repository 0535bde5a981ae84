import type { CpfVault } from './auth/cpf.ts'
import type { Tokens } from './auth/tokens.ts'
import type { Config } from './config.ts'
import type { Db } from './db/connect.ts'
import type { UploadRules } from './files/store-upload.ts'
import type { Jobs } from './jobs/wait.ts'
import type { Log } from './log.ts'
import type { CrmProvider } from './providers/crm-provider.ts'
import type { FileStore } from './providers/file-store.ts'
import type { Mailer } from './providers/mailer.ts'
import type { PushSender } from './providers/push-sender.ts'
import type { Scanner } from './providers/scanner.ts'
import type { CrmCheck } from './sync/check-crm.ts'
import type { Dictionaries } from './sync/dictionaries.ts'
import type { StageMap } from './tickets/stages.ts'

/** Everything that the product is handed. A use case names the few it needs: Pick<Ports, 'db' | 'clock'>. */
export type Ports = {
  db: Db
  mailer: Mailer
  files: FileStore
  uploads: UploadRules
  /** Null: files are not scanned. */
  scanner: Scanner | null
  push: PushSender
  crm: CrmProvider
  /** Where our application wants to be told what happens in the CRM; null: that is set up in the portal. */
  crmEventsUrl: string | null
  dictionaries: Dictionaries
  crmCheck: CrmCheck
  clock: Clock
  log: Log
  tokens: Tokens
  cpfVault: CpfVault
  stageMap: StageMap
  jobs: Jobs
}

export type Clock = () => Date

export type { Config }
