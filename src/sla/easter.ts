/** The day (counted from 1970-01-01) of Easter Sunday, by the rule that Lilius and Clavius gave the calendar. */
export function easterDay(year: number): number {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const moonShift =
    (century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25) + 19 * golden + 15) % 30
  const fullMoon =
    moonShift -
    Math.floor(moonShift / 28) *
      (1 - Math.floor(moonShift / 28) * Math.floor(29 / (moonShift + 1)) * Math.floor((21 - golden) / 11))
  const weekday = (year + Math.floor(year / 4) + fullMoon + 2 - century + Math.floor(century / 4)) % 7
  const sunday = fullMoon - weekday
  const month = 3 + Math.floor((sunday + 40) / 44)
  const day = sunday + 28 - 31 * Math.floor(month / 4)
  return Date.UTC(year, month - 1, day) / 86_400_000
}
