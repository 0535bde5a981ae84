import { account } from './pt-br/account.ts'
import { admin } from './pt-br/admin.ts'
import { board } from './pt-br/board.ts'
import { dashboard } from './pt-br/dashboard.ts'
import { drawer } from './pt-br/drawer.ts'
import { list } from './pt-br/list.ts'
import { live } from './pt-br/live.ts'
import { portal } from './pt-br/portal.ts'
import { shell } from './pt-br/shell.ts'
import { tickets } from './pt-br/tickets.ts'
import { ui } from './pt-br/ui.ts'

export const ptBR = {
  ...account,
  shell,
  ui,
  live,
  tickets,
  portal,
  board,
  drawer,
  list,
  dashboard,
  admin,
}
