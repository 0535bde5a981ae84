import { z } from 'zod'

/** Ours, of a row. */
export const id = <Id extends number>() =>
  z.custom<Id>((value) => Number.isSafeInteger(value) && Number(value) > 0, 'expected an id')
