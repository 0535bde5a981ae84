import { currentLocale } from '../texts.ts'

/** A moment that may be to come: its time, and its day unless that is today. */
export function describeMoment(at: string): string {
  const moment = new Date(at)
  const isToday = moment.toDateString() === new Date().toDateString()
  const text = new Intl.DateTimeFormat(currentLocale(), {
    ...(!isToday && { weekday: 'short', day: '2-digit', month: '2-digit' }),
    ...{ hour: '2-digit', minute: '2-digit' },
  }).format(moment)
  // Abbreviations come with a dot, which reads as the end of a sentence here.
  return text.replace(/(\p{L})\./gu, '$1')
}
