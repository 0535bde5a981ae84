import { DomainError } from '#src/errors.ts'
import type { Log } from '#src/log.ts'
import { CrmError } from '#src/providers/crm-provider.ts'
import type { Grant, RefreshPair } from './auth-server.ts'
import type { Connections } from './connections.ts'
import { isOneOf } from './events.ts'

/** What the portal posts when an administrator installs our application, or removes it. Throws DomainError. */
export type ReceiveInstall = (body: string) => Promise<'installed' | 'removed'>

type Needed = {
  connections: Connections
  refreshPair: RefreshPair
  /** Origins of authorization servers that may be asked. */
  servers: readonly string[]
  log: Log
}

export function createInstaller(needed: Needed): ReceiveInstall {
  return async (body) => {
    const form = new URLSearchParams(body)
    const event = (form.get('event') ?? '').toUpperCase()
    if (event === 'ONAPPINSTALL') {
      await install(needed, (name) => form.get(`auth[${name}]`) ?? '')
      return 'installed'
    }
    if (event === 'ONAPPUNINSTALL') {
      await uninstall(needed, form.get('auth[application_token]') ?? '')
      return 'removed'
    }
    throw refuse(needed, 'it is neither an installation nor a removal')
  }
}

/**
 * Of what it says nothing is believed. The server that it names is asked only if it is on our list, and only with a refresh
 * token that this very server takes from our application do we learn which portal it is.
 */
async function install(needed: Needed, auth: (name: string) => string): Promise<void> {
  const { connections, servers, log } = needed
  const server = originOf(auth('server_endpoint'))
  const application = auth('application_token')
  if (!servers.includes(server)) throw refuse(needed, 'its authorization server is not in CRM_OAUTH_SERVERS')
  if (application === '' || auth('refresh_token') === '') throw refuse(needed, 'it brings no tokens')
  // A database that is away is met here, before the token is spent on nothing.
  const before = await connections.read()
  const grant = await prove(needed, server, auth('refresh_token'))
  if (!(await connections.install(grant, server, application)))
    throw refuse(needed, 'another portal is connected; uninstall our application there first')
  const { host } = new URL(grant.endpoint)
  log.warn({ portal: host, again: before !== null }, 'our application was installed: the CRM is connected')
}

async function prove(needed: Needed, server: string, refreshToken: string): Promise<Grant> {
  try {
    return await needed.refreshPair(server, refreshToken)
  } catch (error) {
    if (!(error instanceof CrmError)) throw error
    if (error.code === 'access-revoked') throw refuse(needed, error.message)
    needed.log.error(
      { code: error.code },
      `an installation of our application was not proved: ${error.message}`,
    )
    throw new DomainError('crm-away', {}, { cause: error })
  }
}

/** It brings no token to prove itself with but the one that we know from the installation. */
async function uninstall(needed: Needed, application: string): Promise<void> {
  const { connections, log } = needed
  const known = await connections.read()
  if (!known || !isOneOf(application, [known.application])) throw refuse(needed, 'its token is not ours')
  await connections.remove(known)
  log.error('our application was removed from the CRM: nothing reaches it until it is installed again')
}

function refuse({ log }: Needed, why: string): DomainError {
  log.error(`an installation of our application in the CRM was refused: ${why}`)
  return new DomainError('crm-install-refused')
}

const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : '')
