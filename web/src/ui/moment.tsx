import { currentLocale } from '../texts.ts'
import { useHalfMinutes } from './clock.ts'
import { describeTime } from './time.ts'

/** "há 5 min", "hoje 14:30", "sex, 20/11 14:30", kept true while it is shown; the full date for whoever points at it. */
export function Moment({ at }: { at: string | Date }) {
  const nowMs = useHalfMinutes()
  const moment = typeof at === 'string' ? new Date(at) : at
  // What was said a second ago is not in the future of a clock that ticks twice a minute.
  const now = new Date(Math.max(nowMs, Math.min(moment.getTime(), Date.now())))
  const { text, full } = describeTime(moment, now, currentLocale())
  return (
    <time dateTime={moment.toISOString()} title={full}>
      {text}
    </time>
  )
}
