import { z } from '@hono/zod-openapi'
import type { slaCalendars } from '#src/db/sla-schema.ts'
import type { SlaCalendarId } from '#src/ids.ts'
import type { HoursCalendar } from './calendar.ts'
import { CalendarBody } from './calendar-body.ts'

export type CalendarRow = typeof slaCalendars.$inferSelect

export const CalendarIdParam = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(2_147_483_647))
  .transform((id) => id as SlaCalendarId)
  .openapi({ type: 'integer', minimum: 1, maximum: 2_147_483_647, example: 1 })

/** A calendar as /api/v1 shows it. */
export const SlaCalendar = z
  .object({
    id: z.int(),
    ...CalendarBody.shape,
    version: z.int().openapi({ description: 'For If-Match' }),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .openapi('SlaCalendar')
export type SlaCalendar = z.infer<typeof SlaCalendar>

export const SlaTemplate = z
  .object({
    slug: z.string().openapi({ example: 'horario-comercial-br' }),
    calendar: z
      .object(CalendarBody.shape)
      .openapi({ description: 'To begin with, as a body for a new calendar' }),
    optional_holidays: CalendarBody.shape.holidays.openapi({
      description: 'Up to the company, or to its town',
    }),
  })
  .openapi('SlaTemplate')
export type SlaTemplate = z.infer<typeof SlaTemplate>

export const showCalendar = (row: CalendarRow): SlaCalendar => ({
  id: row.id,
  ...showHours({
    name: row.name,
    timeZone: row.timeZone,
    // Columns of JSON hold what was checked when an admin typed it.
    hours: row.hours as unknown as HoursCalendar['hours'],
    holidays: row.holidays as HoursCalendar['holidays'],
  }),
  version: row.version,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
})

export const showHours = ({
  name,
  timeZone,
  hours,
  holidays,
}: Pick<HoursCalendar, 'name' | 'timeZone' | 'hours' | 'holidays'>) => ({
  name,
  time_zone: timeZone,
  hours: {
    1: [...hours[1]],
    2: [...hours[2]],
    3: [...hours[3]],
    4: [...hours[4]],
    5: [...hours[5]],
    6: [...hours[6]],
    7: [...hours[7]],
  },
  holidays: holidays.map((holiday) => ({ ...holiday, hours: [...holiday.hours] })),
})
