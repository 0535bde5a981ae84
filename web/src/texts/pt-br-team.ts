import { admin } from './pt-br/admin.ts'
import { adminPlaces } from './pt-br/admin-places.ts'
import { board } from './pt-br/board.ts'
import { dashboard } from './pt-br/dashboard.ts'
import { drawer } from './pt-br/drawer.ts'
import { help } from './pt-br/help.ts'
import { list } from './pt-br/list.ts'
import { replies } from './pt-br/replies.ts'
import { rules } from './pt-br/rules.ts'
import { stats } from './pt-br/stats.ts'
import { views } from './pt-br/views.ts'

/** Of screens that employees never see, and so need not fetch. */
export const ofTheTeam = {
  tickets: { views },
  shell: { nav: adminPlaces },
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
