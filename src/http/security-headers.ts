import type { Config } from '#src/config.ts'

const YEAR_S = 365 * 24 * 3600

/** On every answer. Pages widen the content policy for themselves, and only to what we serve. */
export function securityHeaders({ isProduction }: Config['server']): Record<string, string> {
  return {
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    ...(isProduction && { 'Strict-Transport-Security': `max-age=${YEAR_S}; includeSubDomains` }),
  }
}

/** For pages of ours: scripts, styles, fonts and connections of this origin alone; nothing inline. Pictures may lie elsewhere. */
export const pagePolicy = (imagesFrom = '') =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: blob: ${imagesFrom}`.trimEnd(),
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

/** It calls us, and nobody else. */
export const WORKER_POLICY = "default-src 'none'; connect-src 'self'"

export const PAGE_POLICY = pagePolicy()
