import type { Holiday, HoursCalendar } from './calendar.ts'

/** What an admin begins with; the optional ones are offered beside it. */
export type CalendarTemplate = {
  slug: string
  calendar: Omit<HoursCalendar, 'id'>
  optionalHolidays: readonly Holiday[]
}

const WORKDAY = [
  { from: '08:00', to: '12:00' },
  { from: '14:00', to: '18:00' },
]
const closed = (date: string, name: string): Holiday => ({ date, name, hours: [] })

/** National ones by law 662/1949, 6.802/1980, 9.093/1995, 10.607/2002 and 14.759/2023. */
const NATIONAL_BR = [
  closed('01-01', 'Confraternização Universal'),
  closed('easter-2', 'Sexta-feira Santa'),
  closed('04-21', 'Tiradentes'),
  closed('05-01', 'Dia do Trabalho'),
  closed('09-07', 'Independência do Brasil'),
  closed('10-12', 'Nossa Senhora Aparecida'),
  closed('11-02', 'Finados'),
  closed('11-15', 'Proclamação da República'),
  closed('11-20', 'Dia Nacional de Zumbi e da Consciência Negra'),
  closed('12-25', 'Natal'),
]
/** Up to the company, or to its town. */
const OPTIONAL_BR: readonly Holiday[] = [
  closed('easter-48', 'Carnaval (segunda-feira)'),
  closed('easter-47', 'Carnaval'),
  { date: 'easter-46', name: 'Quarta-feira de Cinzas, até as 14h', hours: [{ from: '14:00', to: '24:00' }] },
  closed('easter+60', 'Corpus Christi'),
  { date: '12-24', name: 'Véspera de Natal, a partir das 13h', hours: [{ from: '00:00', to: '13:00' }] },
  { date: '12-31', name: 'Véspera de Ano-Novo, a partir das 13h', hours: [{ from: '00:00', to: '13:00' }] },
]

export const CALENDAR_TEMPLATES: readonly CalendarTemplate[] = [
  {
    slug: 'horario-comercial-br',
    calendar: {
      kind: 'hours',
      name: 'Horário comercial',
      timeZone: 'America/Sao_Paulo',
      hours: { 1: WORKDAY, 2: WORKDAY, 3: WORKDAY, 4: WORKDAY, 5: WORKDAY, 6: [], 7: [] },
      holidays: NATIONAL_BR,
    },
    optionalHolidays: OPTIONAL_BR,
  },
]
