import { account } from './ru/account.ts'
import { admin } from './ru/admin.ts'
import { board } from './ru/board.ts'
import { dashboard } from './ru/dashboard.ts'
import { drawer } from './ru/drawer.ts'
import { help } from './ru/help.ts'
import { list } from './ru/list.ts'
import { live } from './ru/live.ts'
import { notices } from './ru/notices.ts'
import { ownAccount } from './ru/own-account.ts'
import { portal } from './ru/portal.ts'
import { replies } from './ru/replies.ts'
import { rules } from './ru/rules.ts'
import { shell } from './ru/shell.ts'
import { stats } from './ru/stats.ts'
import { suggest } from './ru/suggest.ts'
import { tickets } from './ru/tickets.ts'
import { together } from './ru/together.ts'
import { ui } from './ru/ui.ts'

export const ru = {
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
