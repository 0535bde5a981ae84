import { account } from './account.ts'
import { admin } from './admin.ts'
import { board } from './board.ts'
import { dashboard } from './dashboard.ts'
import { drawer } from './drawer.ts'
import { help } from './help.ts'
import { list } from './list.ts'
import { portal } from './portal.ts'
import { profile } from './profile.ts'
import { replies } from './replies.ts'
import type { Room } from './screen.ts'
import { shell } from './shell.ts'
import { stats } from './stats.ts'

/** A screen that is new has its lines in the file of its room, and a new room its line here. */
const ROOMS: Room[] = [
  account,
  board,
  profile,
  shell,
  list,
  drawer,
  portal,
  admin,
  dashboard,
  stats,
  help,
  replies,
]

export const emptyScreens = ROOMS.flatMap(({ empty }) => empty)
export const fullScreens = ROOMS.flatMap(({ full }) => full)
