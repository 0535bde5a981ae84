import type { CpfAccess } from './privacy-api.ts'

export type PrivacyPart = 'accesses' | 'retention' | 'erasures' | 'exports'
/** Days, by the clock where they are typed. */
export type AccessSearch = { user?: number; purpose?: CpfAccess['purpose']; from?: string; to?: string }
/** Loaded with the first page, so what is meant is read where it is shown. */
export type PrivacySearch = Record<string, unknown> & { part?: PrivacyPart }

export const readPrivacySearch = ({ part, ...rest }: Record<string, unknown>): PrivacySearch =>
  part === 'retention' || part === 'erasures' || part === 'exports' ? { part } : rest
