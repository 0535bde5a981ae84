import { account } from './en/account.ts'
import { admin } from './en/admin.ts'
import { board } from './en/board.ts'
import { dashboard } from './en/dashboard.ts'
import { drawer } from './en/drawer.ts'
import { help } from './en/help.ts'
import { list } from './en/list.ts'
import { live } from './en/live.ts'
import { notices } from './en/notices.ts'
import { ownAccount } from './en/own-account.ts'
import { portal } from './en/portal.ts'
import { replies } from './en/replies.ts'
import { rules } from './en/rules.ts'
import { shell } from './en/shell.ts'
import { stats } from './en/stats.ts'
import { suggest } from './en/suggest.ts'
import { tickets } from './en/tickets.ts'
import { together } from './en/together.ts'
import { ui } from './en/ui.ts'

export const en = {
  ...account,
  ...ownAccount,
  shell,
  ui,
  live,
  notices,
  tickets,
  portal,
  suggest,
  together,
  board,
  drawer,
  list,
  dashboard,
  stats,
  help,
  replies,
  rules,
  admin,
}
