type Said = {
  kind: string
  source: string
  isInternal: boolean
  direction: 'incoming' | 'outgoing' | null
  subject: string | null
  authorUserId: number | null
}

/** What a message is to the clocks; null: nothing, as all that is said among the team, or by nobody. */
export function saidOf(
  { kind, source, isInternal, direction, subject, authorUserId }: Said,
  requesterId: number | null,
): 'team-replied' | 'requester-wrote' | null {
  if (isInternal || source === 'system') return null
  switch (kind) {
    case 'comment':
      return source === 'portal' ||
        source === 'email' ||
        (requesterId !== null && authorUserId === requesterId)
        ? 'requester-wrote'
        : 'team-replied'
    case 'email':
      if (subject !== null && AUTOMATIC.test(subject)) return null
      return direction === 'outgoing' ? 'team-replied' : 'requester-wrote'
    case 'call':
      // Of one that came in somebody spoke with them.
      return 'team-replied'
    default:
      return null
  }
}

/** The CRM tells of no header, so the subject has to say it; as mail programs write it in the languages that we speak. */
const AUTOMATIC = new RegExp(
  `^\\W*(?:${[
    'automatic reply',
    'auto(?:matic)?[- ]?(?:reply|response)',
    'out of (?:the )?office',
    'resposta autom[áa]tica',
    'fora do escrit[óo]rio',
    'ausência tempor[áa]ria',
    'respuesta autom[áa]tica',
    'fuera de (?:la )?oficina',
    'автоматический ответ',
    'автоответ',
    'undeliver(?:able|ed)',
    'delivery status notification',
    'mail delivery failed',
  ].join('|')})`,
  'iu',
)
