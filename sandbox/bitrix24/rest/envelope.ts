import { printMoment } from '#sandbox/bitrix24/moments.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'

export type Time = {
  start: number
  finish: number
  duration: number
  processing: number
  date_start: string
  date_finish: string
  operating_reset_at: number
  operating: number
}
export type Operating = { seconds: number; resetAt: number }

/** The block that stands below every answer: how long it took, and how much of the method's budget is gone. */
export function timeBlock(portal: Portal, start: number, processing: number, operating: Operating): Time {
  const finish = portal.now()
  return {
    start: round(start),
    finish: round(finish),
    duration: round(finish - start),
    processing: round(processing),
    date_start: printMoment(start),
    date_finish: printMoment(finish),
    operating_reset_at: Math.floor(operating.resetAt),
    operating: round(operating.seconds),
  }
}

const round = (seconds: number) => Math.round(seconds * 1e6) / 1e6
