import { account } from './pt-br/account.ts'
import { live } from './pt-br/live.ts'
import { portal } from './pt-br/portal.ts'
import { shell } from './pt-br/shell.ts'
import { tickets } from './pt-br/tickets.ts'
import { ui } from './pt-br/ui.ts'

/** What everybody may come to see. */
export const ofAll = { ...account, shell, ui, live, tickets, portal }
