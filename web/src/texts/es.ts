import { account } from './es/account.ts'
import { admin } from './es/admin.ts'
import { board } from './es/board.ts'
import { dashboard } from './es/dashboard.ts'
import { drawer } from './es/drawer.ts'
import { help } from './es/help.ts'
import { list } from './es/list.ts'
import { live } from './es/live.ts'
import { notices } from './es/notices.ts'
import { ownAccount } from './es/own-account.ts'
import { portal } from './es/portal.ts'
import { replies } from './es/replies.ts'
import { rules } from './es/rules.ts'
import { shell } from './es/shell.ts'
import { stats } from './es/stats.ts'
import { suggest } from './es/suggest.ts'
import { tickets } from './es/tickets.ts'
import { together } from './es/together.ts'
import { ui } from './es/ui.ts'

export const es = {
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
