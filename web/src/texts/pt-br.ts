import { commands } from './pt-br/commands.ts'
import { ofNotices } from './pt-br/notices.ts'
import { ownAccount } from './pt-br/own-account.ts'
import { portalTicket } from './pt-br/portal-ticket.ts'
import { suggest } from './pt-br/suggest.ts'
import { together } from './pt-br/together.ts'
import { ofAll } from './pt-br-all.ts'
import { ofTheTeam } from './pt-br-team.ts'

export const ptBR = {
  ...{ ...ofAll, ...ownAccount, ...ofNotices, suggest, together, ...ofTheTeam },
  portal: { ...ofAll.portal, ticket: { ...ofAll.portal.ticket, ...portalTicket } },
  shell: { ...ofAll.shell, ...commands, nav: { ...ofAll.shell.nav, ...commands.nav } },
  tickets: { ...ofAll.tickets, ...ofTheTeam.tickets },
}
